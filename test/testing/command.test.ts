import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { transcriptCommand } from "../../src/cli/transcript.ts";

const good = `
- name: passes
  windows: fixed(10ms)
  trigger: repeatedly(afterCount(2))
  steps: [{elements: [[1, 1], [2, 2]]}, {expect: [{values: [1, 2]}]}]
- {name: skips, requires: [more], windows: global, steps: []}
`;
const bad =
  "- name: fails\n  windows: fixed(10ms)\n  steps:\n    - watermark: 5\n    - expectHold: 3\n";
const files: Record<string, string> = {
  "good.yaml": good,
  "bad.yaml": bad,
  "skip.yaml": "{name: skips, requires: [x], windows: global, steps: []}",
  "malformed.yaml": "name: a\nwindws: global\n",
  "empty.yaml": "",
};

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const out = { stdout: "", stderr: "" };
  const code = await transcriptCommand(args, {
    stdout: (text) => {
      out.stdout += text;
    },
    stderr: (text) => {
      out.stderr += text;
    },
    readFile: async (path) => files[path] ?? (await readFile(path, "utf8")),
  });
  return { code, ...out };
}

describe("tidemark transcript", () => {
  test("a line a case, then the counts", async () => {
    expect(await run("good.yaml")).toEqual({
      code: 0,
      stdout: "ok passes\nskip skips (requires more)\n1 passed, 0 failed, 1 skipped\n",
      stderr: "",
    });
  });

  test("a failure with its difference and exit code 1", async () => {
    expect(await run("good.yaml", "bad.yaml")).toEqual({
      code: 1,
      stdout:
        "ok passes\nskip skips (requires more)\nnot ok fails\n  Wrong hold: expected 3, got null (bad.yaml:5, step 1)\n1 passed, 1 failed, 1 skipped\n",
      stderr: "",
    });
  });

  test("under a profile every case is played as another engine would, and rules are told", async () => {
    const beam = "examples/dialects/touching-sessions.yaml";
    const asFlink = await run(beam, "--profile", "flink");
    expect(asFlink.code).toBe(1);
    expect(asFlink.stdout).toContain("not ok touching-sessions-beam");
    expect(asFlink.stdout).toContain("ok touching-sessions-flink");
    expect(asFlink.stdout).toContain("window: expected [0, 10], got [0, 20]");
    const skipped = await run("examples/dialects/windows-that-are-skipped.yaml");
    expect(skipped).toMatchObject({ code: 0 });
    expect(skipped.stdout).toContain(
      "ok windows-that-are-skipped-kafka-streams-on-window-close (by loses-closed-windows)\n",
    );
    const unknown = await run(beam, "--profile", "storm");
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/--profile is "storm"/);
  });

  test("nothing that ran is a failure", async () => {
    expect(await run("skip.yaml")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("0 passed, 0 failed, 1 skipped"),
    });
  });

  test("what cannot be read is reported, the rest runs, and the exit code is 2", async () => {
    const result = await run(
      "malformed.yaml",
      "no-such-file.yaml",
      "src",
      "empty.yaml",
      "good.yaml",
    );
    expect(result.code).toBe(2);
    expect(result.stdout).toContain("ok passes");
    expect(result.stderr.split("\n")).toEqual([
      expect.stringMatching(
        /^malformed\.yaml:2:1: Unknown field "windws" in a transcript\. Expected one of name, /,
      ),
      "no-such-file.yaml: there is no such file; check the path",
      "src: this is a directory; name its files: src/*.yaml",
      "empty.yaml:1:1: There is no transcript in here. Write at least one case: name, windows, steps.",
      "",
    ]);
  });

  test("--record prints outputs alone, also where claims fail", async () => {
    const { code, stdout, stderr } = await run("--record", "good.yaml", "bad.yaml");
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as object),
    ).toEqual([expect.objectContaining({ case: "passes", step: 0, value: [1, 2] })]);
    expect(stderr).toBe("skip skips (requires more)\n");
  });

  test("--bundle each asks the trigger after every element", async () => {
    const { stdout } = await run("--record", "--bundle", "each", "good.yaml");
    expect(JSON.parse(stdout)).toMatchObject({ value: [1, 2], index: 0 });
  });

  test.each([
    [[], "no file is given"],
    [["--backend", "nope", "good.yaml"], '--backend is "nope"; use one of memory'],
    [["--bundle", "half", "good.yaml"], '--bundle is "half"'],
    [["--recrod", "good.yaml"], "unknown option --recrod; did you mean --record?"],
    [["--toVitest", "x", "good.yaml"], 'no case is named "x"; the files have passes, skips'],
  ])("refuses %j", async (args, message) => {
    const result = await run(...args);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain(message);
  });

  test("--help", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^tidemark transcript FILE…/);
  });
});

describe("--toVitest", () => {
  // Within the project, so that `tidemark/testing` means the sources.
  const path = resolve("reports/printed-by-command.ts");
  afterAll(() => rmSync(path, { force: true }));

  test("prints a test that runs as it is", async () => {
    const { code, stdout } = await run("--toVitest", "passes", "good.yaml");
    expect(code).toBe(0);
    // Imported as a module, with the only thing it takes from vitest replaced.
    const source = stdout.replace(
      /^import \{ test \} from "vitest";\n/m,
      "const test = (_: string, body: () => void) => body();\n",
    );
    mkdirSync("reports", { recursive: true });
    writeFileSync(path, source);
    await expect(import(path)).resolves.toBeDefined();
  });
});
