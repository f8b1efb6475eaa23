import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contentsOf, file, pathOf, tidemark, words } from "./support.ts";

const header = "time,arr,who,what,points\n";
const rows = [
  "2024-01-01T00:00:10Z,2024-01-01T00:00:11Z,a,x,5",
  "2024-01-01T00:01:20Z,2024-01-01T00:01:30Z,a,y,7.5",
  "2024-01-01T00:00:50Z,2024-01-01T00:01:40Z,b,x,3",
  "broken,2024-01-01T00:01:41Z,b,x,3",
  "2024-01-01T00:01:10Z,2024-01-01T00:01:50Z,a-longer-key-than-any-before,x,3",
  "2024-01-01T00:05:00Z,2024-01-01T00:05:00Z,a,x,1",
  "2024-01-01T00:00:30Z,2024-01-01T00:05:10Z,b,x,9",
  "2024-01-01T00:04:30Z,2024-01-01T00:06:00Z,b,y,2",
  "2024-01-01T00:09:00Z,2024-01-01T00:09:00Z,b,y,0.1",
];
const base = "--timestamp time --arrival arr --bad-rows skip";

/** Options that bring every kind of state into the snapshot. */
const strategies = [
  "--windows fixed(1m) --key who --watermark 'bounded 30s' --lateness 2m --aggregate 'sum(points), count'",
  "--windows 'sliding(2m, period: 1m)' --mode accumulating --trigger 'afterWatermark(early: afterProcessingTime(20s), late: afterCount(1))' --lateness 10m --aggregate 'mean(points), list(who), distinct(what)' --key what,who",
  "--windows sessions(1m) --mode retracting --trigger 'afterWatermark(early: afterCount(1), late: always)' --lateness 1h --watermark monotonous --key who",
  "--windows global --trigger 'afterEach(afterCount(2), afterCount(3))' --allow-unsafe-triggers --watermark end --aggregate 'max(points)'",
];
const outputs = ["table", "jsonl", "csv"];

describe("two halves print together what one run prints", () => {
  test.each(
    strategies.flatMap((strategy) => outputs.map((output) => [strategy, output] as const)),
  )("%s --output %s", async (strategy, output) => {
    const args = words(`${base} ${strategy} --output ${output}`);
    const whole = await tidemark(["run", file(`${header}${rows.join("\n")}\n`), ...args]);
    expect(whole.code).toBe(0);
    for (let cut = 0; cut <= rows.length; cut++) {
      const state = pathOf("state.json");
      const first = await tidemark(["run", half(rows.slice(0, cut)), ...args, "--snapshot", state]);
      const second = await tidemark(["run", half(rows.slice(cut)), ...args, "--resume", state]);
      expect(first.stderr).toBe(
        `tidemark run: ${cut} rows so far; go on with --resume state.json\n`,
      );
      expect(first.stdout + second.stdout, `cut at ${cut}`).toBe(whole.stdout);
      expect(second.stderr).toBe(whole.stderr);
    }
  });

  test("and so do as many pieces as there are rows", async () => {
    const args = words(`${base} ${strategies[1]}`);
    const whole = await tidemark(["run", half(rows), ...args]);
    const state = pathOf("state.json");
    rmSync(state, { force: true });
    let printed = "";
    for (const [at, row] of rows.entries()) {
      const resume = at === 0 ? [] : ["--resume", state];
      printed += (await tidemark(["run", half([row]), ...args, ...resume, "--snapshot", state]))
        .stdout;
    }
    printed += (await tidemark(["run", half([]), ...args, "--resume", state])).stdout;
    expect(printed).toBe(whole.stdout);
  });

  test("rows must be in the order of arrival across the cut", async () => {
    const args = words(`--timestamp time --arrival arr ${strategies[0]}`);
    const state = pathOf("state.json");
    await tidemark(["run", half(rows.slice(1, 2)), ...args, "--snapshot", state]);
    const second = await tidemark(["run", half(rows.slice(0, 1)), ...args, "--resume", state]);
    expect(second.stderr).toContain(
      ':2: column arr: the arrival "2024-01-01T00:00:11Z" is before that of a row above it, 2024-01-01T00:01:30.000Z;',
    );
  });
});

describe("a snapshot that cannot be resumed", () => {
  const args = words(`${base} ${strategies[0]}`);
  const state = pathOf("state.json");
  const resumed = (path: string, options = args) =>
    tidemark(["run", half(rows.slice(4)), ...options, "--resume", path]);

  test.each([
    ["--windows fixed(2m)", "--windows fixed(1m)", "windows", "fixed(1m)", "fixed(2m)"],
    ["--lateness 1m", "--lateness 2m", "lateness", "120000 ms", "60000 ms"],
    [
      "--watermark 'bounded 31s'",
      "--watermark 'bounded 30s'",
      "watermark",
      "bounded(30s)",
      "bounded(31s)",
    ],
    [
      "--aggregate count",
      "--aggregate 'sum(points), count'",
      "aggregate",
      "sum(points), count",
      "count",
    ],
    ["--key what", "--key who", "key", "who", "what"],
  ])("because of %s", async (now, before, name, was, is) => {
    await tidemark(["run", half(rows.slice(0, 4)), ...args, "--snapshot", state]);
    const line = `${base} ${strategies[0]}`.replace(before, now);
    expect(await resumed(state, words(line))).toEqual({
      code: 2,
      stdout: "",
      stderr: `tidemark run: state.json: the first half ran with --${name} ${JSON.stringify(was)}, not ${JSON.stringify(is)}; give the second half the options of the first\n`,
    });
  });

  test("because it is missing, cut off, or something else", async () => {
    await tidemark(["run", half(rows.slice(0, 4)), ...args, "--snapshot", state]);
    const text = contentsOf(state);
    expect((await resumed(pathOf("none.json"))).stderr).toContain(
      "none.json: there is no such file",
    );
    const cases: [string, string][] = [
      [text.slice(0, 100), "this is no snapshot, or a part of one"],
      ["{}", 'the snapshot of a run lacks its field "format"'],
      [text.replace('"tidemark run"', '"x"'), "the snapshot is of x 1, not of tidemark run 1"],
      [
        text.replace('"version":1', '"version":2'),
        "the snapshot is of tidemark run 2, not of tidemark run 1",
      ],
      [text.replace(/"largest":\d+/, '"largest":"x"'), "largest"],
      [text.replace('"rows":4', '"rows":-4'), "the number of rows -4 is no count"],
      [text.replace('"cells":[', '"cells":[3,'), "state.json: "],
    ];
    for (const [damaged, message] of cases) {
      const result = await resumed(file(damaged, "state.json"));
      expect(result.stderr).toContain(message);
      expect(result.stdout).toBe("");
      expect(result.code).toBe(2);
    }
  });
});

function half(some: readonly string[]): string {
  return file(header + some.map((row) => `${row}\n`).join(""));
}
