import { describe, expect, test } from "vitest";
import { file, pathOf, tidemark } from "../support.ts";

describe("options of conform that cannot be used", () => {
  const good = ["--engine", "true"];

  test.each<[readonly string[], string]>([
    [
      [],
      "--engine is missing; give the command that starts the engine: --engine 'node engine.mjs'",
    ],
    [["--engine"], "--engine has no value; write --engine COMMAND"],
    [[...good, "--case", "-1"], '--case is "-1"; give a whole number from 0'],
    [[...good, "--cases", "many"], '--cases is "many"; give a whole number from 1'],
    [[...good, "--cases", "0"], '--cases is "0"; give a whole number from 1'],
    [[...good, "--jobs", "1.5"], '--jobs is "1.5"; give a whole number from 1 to 64'],
    [
      [...good, "--seed", "99999999999"],
      '--seed is "99999999999"; give a whole number from 0 to 2147483647',
    ],
    [
      [...good, "--timeout", "soon"],
      '--timeout: the timeout "soon" is not a whole number of milliseconds; pass integer milliseconds, ISO-8601 such as "PT2M", or short text such as "1h30m"',
    ],
    [
      [...good, "--timeout", "0s"],
      '--timeout: the timeout "0s" is less than 1 ms; pass a positive length',
    ],
    [
      ["--engine", "node", "engine.mjs"],
      '"engine.mjs" belongs to no option; quote a command that has spaces in it, or name transcripts by --corpus',
    ],
    [
      [...good, "--corpus", "docs", "--seed", "2"],
      "--seed is given, but with --corpus no cases are drawn; leave out one of them",
    ],
    [
      [...good, "--case", "1", "--cases", "2"],
      "--case and --cases are given; leave out one of them",
    ],
    [
      [...good, "--case", "1", "--json", "x"],
      "--json is given, but --case only shows a case; leave out one of them",
    ],
    [[...good, "--defects"], "--defects is given, but no profile is; give --profile too"],
    [
      [...good, "--profile", "spark", "--defects"],
      "the profile spark cannot have the defects of its engine; leave `defects` out: the rules of its dialect name them",
    ],
    [
      [...good, "--require-rules"],
      "--require-rules is given, but no rules are; give --dialect too",
    ],
    [
      [...good, "--junit", "./x", "--json", "x"],
      "--json is x, which is also --junit; give every file a name of its own",
    ],
    [
      [...good, "--corpus", "no-such.yaml"],
      "no-such.yaml: there is no such file; check the name, or use - for standard input",
    ],
    [
      [...good, "--shrink", "3"],
      "unknown option --shrink; did you mean --shrinks? tidemark conform --help lists the options",
    ],
  ])("%j", async (options, message) => {
    expect(await tidemark(["conform", ...options])).toEqual({
      code: 2,
      stdout: "",
      stderr: `tidemark conform: ${message}\n`,
    });
  });

  test.each<[string, string | null, RegExp]>([
    ["beam-jaav", null, /^tidemark conform: --dialect is "beam-jaav"; .*use one of .*FILE\.mjs\n$/],
    ["no-such.mjs", null, /no-such\.mjs: the module cannot be imported: Cannot find module/],
    ["empty.mjs", "export {};\n", /empty\.mjs: the module exports no list named rules; docs/],
    [
      "half.mjs",
      "export const rules = [{ name: 'a' }];\n",
      /half\.mjs: rule 0 has no section; docs/,
    ],
    [
      "twice.mjs",
      "const rule = { name: 'a', section: 's', reason: 'r', minimal: {} };\nexport const rules = [rule, rule];\n",
      /twice\.mjs: two rules have the name "a"; docs/,
    ],
  ])("--dialect %s", async (name, contents, message) => {
    const dialect = contents === null ? name : file(contents, name);
    const result = await tidemark(["conform", ...good, "--dialect", dialect]);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(message);
  });

  test("transcripts that are none", async () => {
    const broken = file("name: a\nwindows: fixd(1m)\nsteps: []\n", "broken.yaml");
    const result = await tidemark(["conform", ...good, "--corpus", broken]);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(/^tidemark conform: broken\.yaml:2:10: Malformed windows: /);
  });

  test("files that cannot be written", async () => {
    const path = pathOf("no/report.xml");
    const result = await tidemark(["conform", ...good, "--junit", path]);
    expect(result.stderr).toBe(
      "tidemark conform: no/report.xml: the file cannot be made, because its directory does not exist; make the directory first\n",
    );
    const plain = file("", "plain");
    const folder = await tidemark(["conform", ...good, "--write", plain]);
    expect(folder.stderr).toBe(
      "tidemark conform: plain: the directory cannot be made (EEXIST); name one that can be written to\n",
    );
  });

  test("help", async () => {
    const { code, stdout } = await tidemark(["conform", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("  --engine COMMAND ");
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});

describe("tidemark engine", () => {
  const hello = { type: "hello", protocol: 1, kit: "test", version: "1" };
  const one = {
    type: "case",
    id: 5,
    windows: { fixed: { size: 10 } },
    trigger: "default",
    accumulation: "discarding",
    allowedLateness: 0,
    closing: "ifNonEmpty",
    onTime: "always",
    timestampCombiner: "endOfWindow",
    combine: "sum",
    steps: [{ elements: [[1, 3, "k"]] }, { watermark: 10 }],
  };
  const lines = (...messages: readonly unknown[]): string =>
    messages.map((message) => `${JSON.stringify(message)}\n`).join("");

  test.each(["memory", "immutable", "keyed", "model"])("answers as %s", async (backend) => {
    const text = lines(hello, one);
    const pieces = [text.slice(0, 100), text.slice(100), "nonsense\n", lines({ type: "end" }, one)];
    const { code, stdout, stderr } = await tidemark(["engine", "--backend", backend], pieces);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const answers = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(answers).toEqual([
      {
        type: "hello",
        protocol: 1,
        engine: `tidemark ${backend}`,
        version: expect.any(String),
        capabilities: {
          windows: expect.arrayContaining(["fixed", "ruledSessions"]),
          triggers: expect.arrayContaining(["default", "everyEventTime"]),
        },
      },
      {
        type: "outputs",
        id: 5,
        steps: [
          expect.objectContaining({ outputs: [], hold: 9, empty: false }),
          expect.objectContaining({
            outputs: [expect.objectContaining({ window: [0, 10], value: 1, timing: "onTime" })],
            outputWatermark: 10,
          }),
        ],
      },
      { type: "error", id: null, message: 'The line is no JSON: "nonsense".' },
    ]);
  });

  test("ends with its input", async () => {
    const { code, stdout } = await tidemark(["engine"], [JSON.stringify(hello)]);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toHaveLength(2);
  });

  test("takes no file", async () => {
    const { code, stderr } = await tidemark(["engine", "cases.jsonl"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'tidemark engine: "cases.jsonl" is no option; the engine reads its cases from standard input\n',
    });
  });

  test("help", async () => {
    const { code, stdout } = await tidemark(["engine", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("--backend NAME");
  });
});
