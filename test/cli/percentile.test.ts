import { expect, test } from "vitest";
import { file, tidemark } from "./support.ts";

const rows = file(
  `t
1970-01-01T00:00:01Z
1970-01-01T00:00:02Z
1970-01-01T00:00:03Z
1970-01-01T00:00:12Z
1970-01-01T00:00:04Z
`,
  "percentile.csv",
);
const run = (...more: readonly string[]) =>
  tidemark(["run", rows, "--timestamp", "t", "--windows", "fixed(10s)", ...more]);

test("a watermark that learns", async () => {
  const learnt = await run("--watermark", "percentile 99", "--output", "csv");
  // Too few rows to learn anything: no watermark, so nothing is late, as a row is under the usual one.
  expect(learnt.stderr).toContain("5 accepted + 0 late");
  expect((await run("--output", "csv")).stderr).toContain("4 accepted + 1 late");
  const wrong = await run("--watermark", "percentile 0", "--output", "csv");
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("percentile")]);
  const none = await run("--watermark", "percentile", "--output", "csv");
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("is missing")]);
});
