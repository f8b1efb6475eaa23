import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contentsOf, file, pathOf, type Result, tidemark } from "../support.ts";
import { engine } from "./support.ts";

/** `tidemark conform`, without the line that tells how long it took. */
async function conform(command: string, ...args: readonly string[]): Promise<Result> {
  const result = await tidemark(["conform", "--engine", command, ...args]);
  const stderr = result.stderr.replace(/^tidemark conform: asked \d+ cases? in .* a second\n/m, "");
  return { ...result, stderr };
}

const last = ({ stdout }: Result): string | undefined => stdout.trimEnd().split("\n").at(-1);

/** The model on a backend, as an engine of its own. */
function served(backend: string): string {
  return `'${process.execPath}' --import tsx src/cli/main.ts engine --backend ${backend}`;
}

/** The engine of the example with a mistake below zero. */
const truncating = `'${process.execPath}' examples/conformance/engine.mjs truncate`;

const corpus = file(
  `- name: first
  windows: fixed(10ms)
  steps: [{elements: [[a, 1]]}, {watermark: 10}, {expect: []}]
- name: stumbles
  windows: fixed(10ms)
  steps:
    - elements: [[1, 1], [boom, 15]]
    - checkpoint
    - watermark: 10
    - elements: [[2, 25]]
    - watermark: max
- name: numbers
  windows: fixed(10ms)
  steps: [{elements: [[a, 1, 7]]}]
- name: negative
  windows: fixed(10ms)
  error: Unmatched
  steps: [{elements: [[a, 1]]}, {watermark: 10}, {expect: []}]
- name: steps
  windows: {kafkaSliding: {difference: 2}}
  steps: []
- name: unknown
  windows: "sliding(10ms, period: 5ms)"
  steps: [{elements: [[a, 1]]}]
`,
  "corpus.yaml",
);

describe("tidemark conform", { timeout: 120_000 }, () => {
  test("passes an engine that is right, side by side too", async () => {
    const alone = await conform(engine("ok"), "--cases", "300");
    expect(alone).toEqual({
      code: 0,
      stderr: "",
      stdout: `small 1, seed 1
cases        300
agreed       300
explained      0
unsupported    0
failed         0
300 passed, 0 failed
`,
    });
    expect(await conform(engine("ok"), "--cases", "300", "--jobs", "2")).toEqual(alone);
  });

  test("our own engine", async () => {
    const command = served("model");
    const result = await conform(command, "--cases", "100");
    expect([result.code, last(result)]).toEqual([0, "100 passed, 0 failed"]);
  });

  test("shows a failure made minimal once, and writes it down", async () => {
    const path = file(
      `- name: one
  windows: fixed(10ms)
  steps: [{elements: [[1, 0], [1, -1]]}, {watermark: max}]
- name: two
  windows: fixed(10ms)
  allowedLateness: 5
  steps: [{elements: [[1, -1, j]]}, {processingTime: 4}, {watermark: max}]
- name: three
  windows: fixed(10ms)
  steps: [{elements: [[1, -9]]}, {watermark: max}]
`,
      "below-zero.yaml",
    );
    const args = ["--corpus", path, "--shrinks", "2", "--write", pathOf("minimal")];
    const result = await conform(truncating, ...args);
    expect(
      result.stdout,
    ).toBe(`not ok 2 cases: the engine differs from the model in outputs (step 1)
  2 Windows (docs/semantics.md)
  step 1, watermark: max; - is the model, + is small
  - {window: [-10, 0], values: [1], timestamp: -1, timing: onTime, index: 0, first: true, last: true, key: k}
  + {window: [0, 10],  values: [1], timestamp: 9,  timing: onTime, index: 0, first: true, last: true, key: k}
        window: expected [-10, 0], got [0, 10]
        timestamp: expected -1, got 9
  found by below-zero/one; the same minimal case: below-zero/two
  again: tidemark conform --engine "${truncating}" --corpus below-zero.yaml

  name: case-0cadd2f1
  note: the engine differs from the model in outputs (step 1) (below-zero/one)
  windows: {fixed: {size: 10}}
  steps:
    - elements: [[1, -1]]
    - expect: []
    - watermark: max
    - expect: [{window: [-10, 0], values: [1], timestamp: -1, timing: onTime, index: 0, onTimeIndex: 0, first: true, last: true}]

not ok 1 case, not made minimal: below-zero/three
  difference: 1

small 1
cases        3
agreed       0
explained    0
unsupported  0
failed       3
0 passed, 3 failed
`);
    expect(readdirSync(pathOf("minimal"))).toEqual(["case-0cadd2f1.yaml"]);
    const written = pathOf("minimal/case-0cadd2f1.yaml");
    expect((await tidemark(["transcript", written])).code).toBe(0);
    const once = await conform(truncating, "--corpus", written);
    expect([once.code, last(once)]).toEqual([1, "0 passed, 1 failed"]);
  });

  test("shows a random case again", async () => {
    const result = await conform(truncating, "--cases", "300", "--shrinks", "1");
    const [, number = ""] = /^ {2}again: .* --seed 1 --case (\d+)$/m.exec(result.stdout) ?? [];
    const again = await conform(truncating, "--case", number);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain(`name: case ${number}\n`);
    expect(again.stdout).toMatch(/^step 0, \w+: /m);
    expect(again.stdout).toMatch(/^ {2}[-+] /m);
    expect(again.stdout).toMatch(/\nnot ok: the engine differs from the model in /);
    const right = await conform(engine("ok"), "--case", number);
    expect([right.code, last(right)]).toEqual([0, "ok"]);
  });

  test("asks the scripts of transcripts", async () => {
    expect(await conform(engine("crash"), "--corpus", corpus)).toEqual({
      code: 1,
      stderr: "",
      stdout: `not ok 1 case: the engine crashes: the engine ended with exit code 3
  its stderr ends with
  it went boom
  found by corpus/stumbles
  again: tidemark conform --engine "${engine("crash")}" --corpus corpus.yaml

  name: case-c984e7f8
  note: "the engine crashes: the engine ended with exit code 3 (corpus/stumbles)"
  windows: {fixed: {size: 10}}
  steps:
    - elements: [[boom, 0]]
    - expect: []

small 1
cases                                       3
agreed                                      1
explained                                   0
unsupported                                 1
  beyond its capabilities: windows sliding  1
failed                                      1
skipped                                     3
  keys that are no text                     1
  a negative case                           1
  needs kafkaSliding windows                1
1 passed, 1 failed
`,
    });
  });

  test("all transcripts of this repository", async () => {
    const command = served("keyed");
    const result = await conform(command, "--corpus", "test/transcripts");
    expect(result.code).toBe(0);
    expect(last(result)).toMatch(/^[4-9]\d\d passed, 0 failed$/);
  });

  test("under a profile the model's own engine departs from it, and one that does as it is right", async () => {
    const touching = ["--corpus", "examples/dialects/touching-sessions.yaml"];
    const model = await conform(served("memory"), ...touching, "--profile", "flink");
    expect(model.code).toBe(1);
    expect(model.stdout).toMatch(/^skipped +3\n {2}speaks of kafka-streams +1\n/m);
    expect(last(model)).toBe("0 passed, 2 failed");
    const without = await conform(served("memory"), ...touching);
    expect([without.code, last(without)]).toEqual([0, "1 passed, 0 failed"]);
    const shown = await conform(served("memory"), "--case", "3", "--profile", "hazelcast");
    expect(shown.stdout).toContain("- is the model");
  });

  test("a dialect explains what is known", async () => {
    const rules = "test/cli/conform/rules.mjs";
    const args = ["--corpus", corpus, "--dialect", rules];
    const result = await conform(engine("different"), ...args, "--require-rules");
    expect([result.code, last(result)]).toEqual([0, "2 passed, 0 failed"]);
    expect(result.stdout).toMatch(/^explained +1\n {2}loses-booms +1\n/m);
    const unused = await conform(engine("different"), "--cases", "20", "--dialect", rules);
    expect([unused.code, last(unused)]).toEqual([0, "20 passed, 0 failed"]);
    const few = ["--cases", "20", "--dialect", rules, "--require-rules"];
    const required = await conform(engine("different"), ...few);
    expect([required.code, last(required)]).toEqual([1, "20 passed, 1 failed"]);
    expect(required.stdout).toContain("not ok rule loses-booms: no case needed it\n");
  });

  test("rules that their cases do not bear out", async () => {
    const rules = "test/cli/conform/more-rules.mjs";
    const result = await conform(engine("different"), "--cases", "20", "--dialect", rules);
    expect([result.code, last(result)]).toEqual([1, "20 passed, 2 failed"]);
    expect(result.stdout).toContain(
      "not ok rule unneeded: its minimal case is explained without it\n",
    );
    expect(result.stdout).toContain("not ok rule wrong: its minimal case shows no difference\n");
  });

  test("reports for machines", async () => {
    const [junit, json] = [pathOf("junit.xml"), pathOf("report.json")];
    const args = ["--corpus", corpus, "--dialect", "test/cli/conform/more-rules.mjs"];
    const result = await conform(engine("crash"), ...args, "--junit", junit, "--json", json);
    expect(last(result)).toBe("1 passed, 4 failed");
    const xml = contentsOf(junit);
    expect(xml).toContain('<testsuites name="tidemark conform" tests="5" failures="4" errors="0"');
    expect(xml.match(/<testcase [^>]*>/g)).toEqual([
      '<testcase classname="small" name="the run as a whole">',
      expect.stringMatching(/^<testcase classname="small" name="case-[0-9a-f]{8}">$/),
      '<testcase classname="small" name="rule loses-booms">',
      '<testcase classname="small" name="rule unneeded">',
      '<testcase classname="small" name="rule wrong">',
    ]);
    expect(xml).toContain(
      '<failure type="crash" message="the engine crashes: the engine ended with exit code 3">its stderr ends with\nit went boom\ncases: corpus/stumbles\n',
    );
    expect(JSON.parse(contentsOf(json))).toMatchObject({
      report: "tidemark conform",
      reportVersion: 1,
      engine: { name: "small", version: "1", command: engine("crash") },
      corpus: [corpus],
      dialect: "test/cli/conform/more-rules.mjs",
      passed: 1,
      failed: 4,
      cases: { all: 3, agreed: 1, explained: 0, unsupported: 1, failed: 1 },
      unsupported: { "beyond its capabilities: windows sliding": 1 },
      skipped: {
        "a negative case": 1,
        "keys that are no text": 1,
        "needs kafkaSliding windows": 1,
      },
      rules: [
        { name: "loses-booms", uses: 0, problem: "its minimal case is not explained" },
        { name: "unneeded", uses: 0 },
        { name: "wrong", uses: 0 },
      ],
      failures: [
        {
          cases: ["corpus/stumbles"],
          kind: "crash",
          message: "the engine ended with exit code 3\nits stderr ends with\nit went boom",
          minimal: { steps: [{ elements: [["boom", 0, "k"]] }] },
          transcript: { windows: { fixed: { size: 10 } } },
        },
      ],
      notMadeMinimal: [],
      besideCases: [],
    });
  });

  test("stops once enough has failed", async () => {
    const args = ["--cases", "5000", "--shrinks", "0", "--max-failures", "3"];
    const result = await conform(truncating, ...args);
    expect(result.stdout).toMatch(/^cases +200$/m);
    expect(result.code).toBe(1);
  });

  test.each([
    ["--junit", "junit.xml"],
    ["--json", "report.json"],
  ])("an engine that cannot be started leaves no report by %s", async (option, name) => {
    const path = pathOf(`unstarted-${name}`);
    const result = await conform(engine("crash-at-start"), option, path);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(
      /^tidemark conform: the engine ".*crash-at-start.mjs'" ended with exit code 7 before its hello\nits stderr ends with\nno such library\n/,
    );
    expect(() => readFileSync(path)).toThrow("ENOENT");
    expect(() => readFileSync(`${path}.partial`)).toThrow("ENOENT");
  });

  test.each([["windows"], ["triggers"]])("no %s at all leave nothing to ask", async (name) => {
    const hello = { type: "hello", protocol: 1, engine: "e", capabilities: { [name]: [] } };
    const result = await conform(`echo '${JSON.stringify(hello)}'; cat > /dev/null`);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toMatch(
      /^tidemark conform: the capabilities of the engine leave no case to ask: All of .*; let its hello name/,
    );
  });

  test("nothing that could be compared is no success", async () => {
    const only = file("name: a\nwindows: global\nsteps: []\n", "global.yaml");
    const result = await conform(engine("ok"), "--corpus", only);
    expect([result.code, last(result)]).toEqual([1, "0 passed, 0 failed"]);
  });
});
