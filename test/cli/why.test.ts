import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { follows } from "../testing/json-schema.ts";
import { contentsOf, file, pathOf, tidemark } from "./support.ts";

const rows = file(
  `t,k,v
1970-01-01T00:00:01Z,a,1
1970-01-01T00:00:02Z,b,2
1970-01-01T00:00:03Z,a,3
1970-01-01T00:00:12Z,b,4
1970-01-01T00:00:04Z,a,5
`,
  "why.csv",
);
const run = (...more: readonly string[]) =>
  tidemark(["run", rows, "--timestamp", "t", "--windows", "fixed(10s)", "--key", "k", ...more]);

test("the story of one window", async () => {
  const { code, stderr } = await run("--why", "a@1970-01-01T00:00:05Z", "--output", "csv");
  expect(code).toBe(0);
  expect(stderr.slice(stderr.indexOf("Why"))).toMatchInlineSnapshot(`
    "Why a@1970-01-01T00:00:05Z: the windows that hold 1970-01-01T00:00:05.000Z
      step 1: [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:10.000Z) takes an element at 1970-01-01T00:00:01.000Z
      step 1: [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:10.000Z) holds the output watermark at 1970-01-01T00:00:09.999Z
      step 5: [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:10.000Z) takes an element at 1970-01-01T00:00:03.000Z
      step 8: [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:10.000Z) holds no longer
      step 8: [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:10.000Z) expires
      step 8: [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:10.000Z) pane 0, onTime, last: {"count":2}
      step 9: [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:10.000Z) an element at 1970-01-01T00:00:04.000Z is dropped: late by 2s
    "
  `);
});

test("of several key columns, of none, and of a window that is none", async () => {
  const two = await run("--key", "v", "--why", "b,4@12000", "--output", "csv");
  expect(two.stderr).toContain("takes an element at 1970-01-01T00:00:12.000Z");
  const keyless = ["run", rows, "--timestamp", "t", "--windows", "fixed(10s)", "--output", "csv"];
  const all = await tidemark([...keyless, "--why", "@12000"]);
  expect(all.stderr).toContain("takes an element at 1970-01-01T00:00:12.000Z");
  const none = await run("--why", "a@99000", "--output", "csv");
  expect(none.stderr).toContain("no row got into one");
});

test("everything, as lines that follow the schema; the panes are the same", async () => {
  const plain = await run("--output", "csv");
  const traced = await run("--output", "csv", "--trace", pathOf("trace.jsonl"));
  expect(traced).toEqual(plain);
  const schema = JSON.parse(readFileSync("docs/trace.schema.json", "utf8")) as never;
  const lines = contentsOf(pathOf("trace.jsonl")).trimEnd().split("\n");
  expect(lines.filter((line) => line.includes('"event":"added"'))).toHaveLength(4);
  for (const line of lines) expect(follows(schema, JSON.parse(line))).toBe(true);
});

test.each([
  [["--why", "a"], "write KEY@TIME"],
  [["--why", "a@soon"], "write KEY@TIME"],
  [["--why", "a,b@5000"], "write KEY@TIME"],
  [["--why", "a@5000", "--resume", "s"], "give it without --resume"],
  [["--trace", "t.jsonl", "--explain"], "give one of them"],
  [["--trace", rows], "also the input"],
])("%j is refused", async (args, reason) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(reason);
});
