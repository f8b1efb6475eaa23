import { expect, test } from "vitest";
import { file, tidemark } from "./support.ts";

const cases = file(
  `
- name: counts
  windows: {fixed: {size: 10}}
  trigger: {repeatedly: {afterCount: 2}}
  steps:
    - elements: [[a, 1, j], [b, 11, j]]
    - watermark: 3
    - elements: [[c, 2, i]]
- name: dates
  windows: {fixed: {size: 1h}}
  steps:
    - elements: [[a, "2026-03-01T12:10:00Z"]]
- name: elsewhere
  windows: {kafkaSliding: {difference: 2}}
  steps: []
`,
  "cases.yaml",
);
const run = (...args: readonly string[]) => tidemark(["explain", cases, ...args], []);

test("every window that is kept, after the last step", async () => {
  const { code, stdout } = await run("--case", "counts");
  expect(code).toBe(0);
  const heads = stdout.split("\n").filter((line) => line.startsWith("Key"));
  expect(heads).toEqual([
    'Key "j" in [0, 10): no pane yet, 1 element since; it expires at 10.',
    'Key "j" in [10, 20): no pane yet, 1 element since; it expires at 20.',
    'Key "i" in [0, 10): no pane yet, 1 element since; it expires at 10.',
  ]);
  expect(stdout).toContain("- 1 more element\n- the watermark reaches 10 (the window expires)\n");
});

test("one window of a key, after a step", async () => {
  const early = await run("--case", "counts", "--at", "0", "--key", "i", "--window", "0..10");
  expect(early.stdout).toContain('Key "i" in [0, 10): no element has got into it.');
  expect(early.stdout).toContain("The watermark is at -∞");
  const later = await run(
    "--case",
    "counts",
    "--at",
    "1",
    "--key",
    "j",
    "--window",
    "0..10",
    "--json",
  );
  expect(JSON.parse(later.stdout)).toMatchObject({ key: "j", watermark: 3, pending: 1 });
});

test("instants are dates where the transcript has dates", async () => {
  const window = "2026-03-01T12:00:00Z..2026-03-01T13:00:00Z";
  const { stdout } = await run("--case", "dates", "--window", window);
  expect(stdout).toContain("[2026-03-01T12:00:00.000Z, 2026-03-01T13:00:00.000Z): no pane yet");
  expect((await run("--case", "dates", "--key", "none")).stdout).toBe(
    "There is no window that is kept.\n",
  );
});

test.each([
  [[], "there are 3 cases; name one with --case: counts, dates, elsewhere"],
  [["--case", "count"], 'no case is named "count"'],
  [["--case", "counts", "--at", "3"], "counts has the steps 0 to 2"],
  [["--case", "counts", "--at", "-1"], "--at"],
  [["--case", "counts", "--window", "10..0"], "write START..END"],
  [["--case", "counts", "--window", "soon..later"], "write START..END"],
  [["--case", "elsewhere"], "elsewhere cannot be run: it needs kafkaSliding windows"],
])("%j is refused", async (args, reason) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(reason);
});

test("a file that is not there", async () => {
  const { code, stderr } = await tidemark(["explain", "no-such-file.yaml"], []);
  expect(code).toBe(2);
  expect(stderr).toContain("no-such-file.yaml");
});
