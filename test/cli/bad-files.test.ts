import { mkdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { file, pathOf, tidemark, words } from "./support.ts";

const good = "time,arr,k,v\n2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a,1\n";
const base = "--timestamp time --windows fixed(1m)";

describe("a file that cannot be used", () => {
  test.each<[string, string | Uint8Array, string, string]>([
    ["zero bytes", "", "x.csv", "x.csv: the file is empty; its first line must name the columns"],
    [
      "blank lines only",
      "\n\r\n",
      "x.csv",
      "x.csv: the file is empty; its first line must name the columns",
    ],
    [
      "zero bytes of JSON lines",
      "",
      "x.jsonl",
      "x.jsonl: the file is empty; write one JSON object a line",
    ],
    [
      "an unknown column",
      "tme,k\n",
      "x.csv",
      'x.csv:1: column "time": there is no such column; did you mean tme? the columns are tme, k',
    ],
    [
      "a column twice",
      "time,k,k\n",
      "x.csv",
      "x.csv:1: column k: the header has this column twice; give every column a name of its own",
    ],
    [
      "a broken header",
      'time,"k\n',
      "x.csv",
      'x.csv:1: a quote is opened and never closed, in the row "time,\\"k"; close it, or see whether the file is cut off',
    ],
    [
      "a binary file",
      Buffer.from("PK\u0003\u0004\0\0time,k"),
      "x.csv",
      "x.csv:1: there is a zero byte: this is no text file; give a CSV or JSONL file in UTF-8",
    ],
    [
      "a zero byte further down",
      `${good}\0`,
      "x.csv",
      "x.csv:3: there is a zero byte: this is no text file; give a CSV or JSONL file in UTF-8",
    ],
    [
      "text that is no UTF-8",
      Buffer.concat([Buffer.from(good), Buffer.from([0x4d, 0xfc, 0x6c, 0x6c])]),
      "x.csv",
      "x.csv:3: there is the byte 0xfc, which is no UTF-8: this is no text file; give a CSV or JSONL file in UTF-8",
    ],
    [
      "a character cut in half",
      Buffer.from([...Buffer.from(good), 0xe2, 0x82]),
      "x.csv",
      "x.csv:3: there is the byte 0xe2, which is no UTF-8: this is no text file; give a CSV or JSONL file in UTF-8",
    ],
    [
      "a name that does not tell the form",
      good,
      "x.txt",
      "x.txt: the name does not say whether this is CSV or JSONL; give --format csv or --format jsonl",
    ],
  ])("%s", async (_, contents, name, message) => {
    const result = await tidemark([
      "run",
      file(contents, name),
      ...words(base),
      "--bad-rows",
      "skip",
    ]);
    expect(result).toMatchObject({ code: 2, stderr: `tidemark run: ${message}\n` });
  });

  test("a missing file", async () => {
    const result = await tidemark(["run", pathOf("missing.csv"), ...words(base)]);
    expect(result).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "tidemark run: missing.csv: there is no such file; check the name, or use - for standard input\n",
    });
  });

  test("a directory", async () => {
    mkdirSync(pathOf("folder.csv"), { recursive: true });
    const result = await tidemark(["run", pathOf("folder.csv"), ...words(base)]);
    expect(result).toMatchObject({
      code: 2,
      stderr: "tidemark run: folder.csv: this is a directory; name a file in it\n",
    });
  });

  test("a header without rows is fine", async () => {
    const result = await tidemark(["run", file("time,k\n"), ...words(`${base} --key k`)]);
    expect(result).toEqual({
      code: 0,
      stderr: "",
      stdout: `k             from               to                 pane               count

rows read         0 = 0 bad + 0 unassigned + 0 assigned
assignments       0 = 0 accepted + 0 late + 0 closed
panes             0 = 0 early + 0 on time + 0 late
watermark lag     unknown without --arrival
behind watermark  0 rows
`,
    });
  });
});
