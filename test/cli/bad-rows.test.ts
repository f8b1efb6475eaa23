import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contentsOf, file, pathOf, tidemark, words } from "./support.ts";

const good = "time,arr,k,v\n2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a,1\n";
const base = "--timestamp time --windows fixed(1m)";

/** What is wrong with the rows, with which options, and the one message that tells it. */
const badRows: [what: string, rows: string, options: string, message: string][] = [
  [
    "a time that is none",
    "yesterday,2024-01-01T00:00:01Z,a,1",
    "",
    'bad.csv:3: column time: the time "yesterday" is no ISO-8601 date and time; write it as 2015-04-01T12:00:26Z or 2015-04-01T12:00:26+02:00',
  ],
  [
    "a date that no calendar has",
    "2024-02-30T00:00:00Z,2024-01-01T00:00:01Z,a,1",
    "",
    'bad.csv:3: column time: the time "2024-02-30T00:00:00Z" has no valid date; correct the year, month or day',
  ],
  [
    "a time without offset",
    "2024-01-01T00:00:00,2024-01-01T00:00:01Z,a,1",
    "",
    'bad.csv:3: column time: the time "2024-01-01T00:00:00" does not say its offset from UTC; write it as 2015-04-01T12:00:26Z or 2015-04-01T12:00:26+02:00. Or say how to read it: give a zone (--zone), such as Europe/Berlin or UTC',
  ],
  [
    "a number as a time",
    "1704067200,2024-01-01T00:00:01Z,a,1",
    "",
    'bad.csv:3: column time: "1704067200" is no time; give --time-unit s or ms for times that are numbers',
  ],
  [
    "an empty time",
    ",2024-01-01T00:00:01Z,a,1",
    "",
    "bad.csv:3: column time: the cell is empty, not a time; fill it, or give --bad-rows skip to leave such rows out",
  ],
  [
    "an arrival that is none",
    "2024-01-01T00:00:00Z,now,a,1",
    "--arrival arr",
    'bad.csv:3: column arr: the time "now" is no ISO-8601 date and time; write it as 2015-04-01T12:00:26Z or 2015-04-01T12:00:26+02:00',
  ],
  [
    "an arrival before that of a row above",
    "2024-01-01T00:00:00Z,2024-01-01T00:00:00Z,a,1",
    "--arrival arr",
    'bad.csv:3: column arr: the arrival "2024-01-01T00:00:00Z" is before that of a row above it, 2024-01-01T00:00:01.000Z; sort the file by arr, or give --sort-arrival, which loads it whole',
  ],
  [
    "a number that is none",
    "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a,1O",
    "--aggregate sum(v)",
    'bad.csv:3: column v: "1O" is no number; write a number such as 4.5, or give --bad-rows skip to leave such rows out',
  ],
  [
    "an empty number",
    "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a,",
    "--aggregate sum(v)",
    "bad.csv:3: column v: the cell is empty, not a number; write a number such as 4.5, or give --bad-rows skip to leave such rows out",
  ],
  [
    "a short row",
    "2024-01-01T00:00:00Z,2024",
    "",
    'bad.csv:3: column k: the row "2024-01-01T00:00:00Z,2024" has 2 cells, not 4 as the header; complete it, or see whether the file is cut off',
  ],
  [
    "a row with a cell too many",
    "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a,1,5",
    "",
    'bad.csv:3: column v: the row "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a,1,5" has 5 cells, not 4 as the header; quote the cell that has a comma in it',
  ],
  [
    "text behind a closing quote",
    '2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,"a"b,1',
    "",
    'bad.csv:3: column k: there is text behind the closing quote of the cell, in the row "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,\\"a\\"b,1"; write a quote inside a quoted cell as ""',
  ],
  [
    "a quote in an unquoted cell",
    '2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a"b,1',
    "",
    'bad.csv:3: column k: there is a quote in a cell that is not quoted, in the row "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a\\"b,1"; quote the whole cell, and write the quote inside it as ""',
  ],
  [
    "a watermark that is no time",
    "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,soon,1",
    "--watermark 'column k' --bad-rows stop",
    // The row above it has no time in that column either.
    'bad.csv:2: column k: the time "a" is no ISO-8601 date and time; write it as 2015-04-01T12:00:26Z or 2015-04-01T12:00:26+02:00',
  ],
  [
    "a quote that is never closed",
    '2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,"a,1',
    "",
    'bad.csv:3: column k: a quote is opened and never closed, in the row "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,\\"a,1"; close it, or see whether the file is cut off',
  ],
];

/** Those that can be skipped. */
const skippable = badRows.slice(0, -2);

describe("a row that cannot be used", () => {
  test.each(badRows)("%s stops the run", async (_, rows, options, message) => {
    const path = file(`${good}${rows}\n`, "bad.csv");
    const result = await tidemark(["run", path, ...words(`${base} ${options}`)]);
    expect(result.stderr).toBe(`tidemark run: ${message}\n`);
    expect(result.code).toBe(2);
  });

  test.each(
    skippable,
  )("%s is skipped, counted and kept if asked for", async (_, rows, options, message) => {
    const path = file(`${good}${rows}\n`, "bad.csv");
    const result = await tidemark([
      "run",
      path,
      ...words(`${base} ${options} --bad-rows skip --bad-file`),
      pathOf("kept.csv"),
    ]);
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("rows read         2 = 1 bad + 0 unassigned + 1 assigned\n");
    const [header, kept = ""] = contentsOf(pathOf("kept.csv")).split("\n");
    expect(header).toBe("line,column,reason,row");
    expect(kept).toMatch(/^3,/);
    const cell =
      /["\n]/.test(rows) || rows.includes(",") ? `"${rows.replaceAll('"', '""')}"` : rows;
    expect(kept.endsWith(`,${cell}`)).toBe(true);
    expect(message).toContain(`column ${kept.split(",")[1]}:`);
  });

  test("a quote that is never closed ends the run also if bad rows are skipped", async () => {
    const row = "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z";
    const path = file(`${good}${row},"a,1\n${row},b,1\n`, "bad.csv");
    const kept = pathOf("none.csv");
    const result = await tidemark([
      "run",
      path,
      ...words(`${base} --bad-rows skip --bad-file`),
      kept,
    ]);
    expect(result).toEqual({
      code: 2,
      stdout: "",
      stderr: `tidemark run: bad.csv:3: column k: a quote is opened and never closed, in the row ${JSON.stringify(`${row},"a,1`)}; close it, or see whether the file is cut off\n`,
    });
    expect(existsSync(kept)).toBe(false);
  });

  test("a quote that is closed by one further down makes one bad row of all lines between", async () => {
    const row = "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z";
    const joined = `${row},"a,1\n${row},b,1\n${row},"c",1`;
    const path = file(`${good}${joined}\n${row},"c ""d""",1\n${row},e\n`, "bad.csv");
    const kept = pathOf("kept.csv");
    const { stdout } = await tidemark([
      "run",
      path,
      ...words(`${base} --bad-rows skip --aggregate list(k) --bad-file`),
      kept,
    ]);
    expect(stdout).toContain('["a","c \\"d\\""]');
    expect(stdout).toContain("rows read         4 = 2 bad + 0 unassigned + 2 assigned\n");
    const reason = `there is text behind the closing quote of the cell, in the row ${JSON.stringify(`${joined.slice(0, 57)}…`)} (lines 3 to 5)`;
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    expect(contentsOf(kept)).toContain(`\n3,k,${quoted(reason)},${quoted(joined)}\n7,v,`);
  });

  test("what was computed before it has been printed", async () => {
    const path = file(`${good}2024-01-01T00:05:00Z,,b,1\nx,,c,1\n`, "bad.csv");
    const result = await tidemark(["run", path, ...words(`${base} --output csv`)]);
    expect(result.stdout.split("\n").map((line) => line.slice(0, 24))).toEqual([
      "windowStart,windowEnd,co",
      "2024-01-01T00:00:00.000Z",
      "",
    ]);
    expect(result.code).toBe(2);
  });

  test("a file that was not finished does not appear", async () => {
    const path = file(`${good}x,,c,1\n`, "bad.csv");
    const late = pathOf("never.csv");
    expect((await tidemark(["run", path, ...words(base), "--late-file", late])).code).toBe(2);
    expect(existsSync(late)).toBe(false);
    expect(existsSync(`${late}.partial`)).toBe(false);
  });
});

describe("a JSON line that cannot be used", () => {
  const object = '{"time":"2024-01-01T00:00:00Z","k":"a","v":1}';

  test.each<[string, string, string, string]>([
    [
      "half a line",
      '{"time":"2024-01-01T00',
      "",
      'the line "{\\"time\\":\\"2024-01-01T00" is no complete JSON object; write one JSON object a line, or see whether the file is cut off',
    ],
    [
      "a list",
      "[1]",
      "",
      'the line "[1]" is no complete JSON object; write one JSON object a line, or see whether the file is cut off',
    ],
    [
      "a missing field",
      '{"tim":"2024-01-01T00:00:00Z"}',
      "",
      'column "time": there is no such column; did you mean tim? the columns are tim',
    ],
    [
      "a number as a time",
      '{"time":1704067200}',
      "",
      "column time: 1704067200 is no time; give --time-unit s or ms for times that are numbers",
    ],
    [
      "no number",
      '{"time":"2024-01-01T00:00:00Z","v":null}',
      "--aggregate max(v)",
      "column v: the cell is empty, not a number; write a number such as 4.5, or give --bad-rows skip to leave such rows out",
    ],
    [
      "an object as a key",
      '{"time":"2024-01-01T00:00:00Z","k":{}}',
      "--key k",
      "column k: {} cannot be a key; use text, a number or a boolean as a key",
    ],
    [
      "an object in a list",
      '{"time":"2024-01-01T00:00:00Z","k":{}}',
      "--aggregate list(k)",
      "column k: {} is no single value; name a column of text, numbers or booleans",
    ],
  ])("%s", async (_, line, options, message) => {
    const path = file(`${object}\n${line}`, "bad.jsonl");
    const args = ["run", path, ...words(`${base} ${options}`)];
    const stopped = await tidemark(args);
    expect(stopped).toMatchObject({ code: 2, stderr: `tidemark run: bad.jsonl:2: ${message}\n` });
    const kept = pathOf("kept.csv");
    const skipped = await tidemark([...args, "--bad-rows", "skip", "--bad-file", kept]);
    expect(skipped.stdout).toContain("rows read         2 = 1 bad + 0 unassigned + 1 assigned\n");
    expect(contentsOf(kept).split("\n")[1]).toContain(line.replaceAll('"', '""'));
  });
});
