import { existsSync, mkdirSync } from "node:fs";
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
    "a quote that is never closed",
    '2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,"a,1',
    "",
    'bad.csv:3: column k: a quote is opened and never closed, in the row "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,\\"a,1"; close it, or see whether the file is cut off',
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
];

describe("a row that cannot be used", () => {
  test.each(badRows)("%s stops the run", async (_, rows, options, message) => {
    const path = file(`${good}${rows}\n`, "bad.csv");
    const result = await tidemark(["run", path, ...words(`${base} ${options}`)]);
    expect(result.stderr).toBe(`tidemark run: ${message}\n`);
    expect(result.code).toBe(2);
  });

  test.each(badRows.slice(0, -1))("%s is skipped, counted and kept if asked for", async (_, rows, options, message) => {
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
    const cell = /["\n]/.test(rows) || rows.includes(",") ? `"${rows.replaceAll('"', '""')}"` : rows;
    expect(kept.endsWith(`,${cell}`)).toBe(true);
    expect(message).toContain(`column ${kept.split(",")[1]}:`);
  });

  test("a quote that is never closed costs only its own line", async () => {
    const row = "2024-01-01T00:00:00Z,2024-01-01T00:00:01Z";
    const path = file(`${good}${row},"a,1\n${row},b,1\n${row},"c ""d""",1\n`);
    const { stdout } = await tidemark(["run", path, ...words(`${base} --bad-rows skip --aggregate list(k)`)]);
    expect(stdout).toContain('["a","b","c \\"d\\""]');
    expect(stdout).toContain("rows read         4 = 1 bad + 0 unassigned + 3 assigned\n");
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
    ["half a line", '{"time":"2024-01-01T00', "", 'the line "{\\"time\\":\\"2024-01-01T00" is no complete JSON object; write one JSON object a line, or see whether the file is cut off'],
    ["a list", "[1]", "", 'the line "[1]" is no complete JSON object; write one JSON object a line, or see whether the file is cut off'],
    ["a missing field", '{"tim":"2024-01-01T00:00:00Z"}', "", 'column "time": there is no such column; did you mean tim? the columns are tim'],
    ["a number as a time", '{"time":1704067200}', "", "column time: 1704067200 is no time; give --time-unit s or ms for times that are numbers"],
    ["no number", '{"time":"2024-01-01T00:00:00Z","v":null}', "--aggregate max(v)", "column v: the cell is empty, not a number; write a number such as 4.5, or give --bad-rows skip to leave such rows out"],
    ["an object as a key", '{"time":"2024-01-01T00:00:00Z","k":{}}', "--key k", "column k: {} cannot be a key; use text, a number or a boolean as a key"],
    ["an object in a list", '{"time":"2024-01-01T00:00:00Z","k":{}}', "--aggregate list(k)", "column k: {} is no single value; name a column of text, numbers or booleans"],
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

describe("a file that cannot be used", () => {
  test.each<[string, string | Uint8Array, string, string]>([
    ["zero bytes", "", "x.csv", "x.csv: the file is empty; its first line must name the columns"],
    ["blank lines only", "\n\r\n", "x.csv", "x.csv: the file is empty; its first line must name the columns"],
    ["zero bytes of JSON lines", "", "x.jsonl", "x.jsonl: the file is empty; write one JSON object a line"],
    ["an unknown column", "tme,k\n", "x.csv", 'x.csv:1: column "time": there is no such column; did you mean tme? the columns are tme, k'],
    ["a column twice", "time,k,k\n", "x.csv", "x.csv:1: column k: the header has this column twice; give every column a name of its own"],
    ["a broken header", 'time,"k\n', "x.csv", 'x.csv:1: a quote is opened and never closed, in the row "time,\\"k"; close it, or see whether the file is cut off'],
    ["a binary file", Buffer.from("PK\u0003\u0004\0\0time,k"), "x.csv", "x.csv:1: there is a zero byte: this is no text file; give a CSV or JSONL file in UTF-8"],
    ["a zero byte further down", `${good}\0`, "x.csv", "x.csv:3: there is a zero byte: this is no text file; give a CSV or JSONL file in UTF-8"],
    ["text that is no UTF-8", Buffer.concat([Buffer.from(good), Buffer.from([0x4d, 0xfc, 0x6c, 0x6c])]), "x.csv", "x.csv:3: there is the byte 0xfc, which is no UTF-8: this is no text file; give a CSV or JSONL file in UTF-8"],
    ["a character cut in half", Buffer.from([...Buffer.from(good), 0xe2, 0x82]), "x.csv", "x.csv:3: there is the byte 0xe2, which is no UTF-8: this is no text file; give a CSV or JSONL file in UTF-8"],
    ["a name that does not tell the form", good, "x.txt", "x.txt: the name does not say whether this is CSV or JSONL; give --format csv or --format jsonl"],
  ])("%s", async (_, contents, name, message) => {
    const result = await tidemark(["run", file(contents, name), ...words(base), "--bad-rows", "skip"]);
    expect(result).toMatchObject({ code: 2, stderr: `tidemark run: ${message}\n` });
  });

  test("a missing file", async () => {
    const result = await tidemark(["run", pathOf("missing.csv"), ...words(base)]);
    expect(result).toEqual({
      code: 2,
      stdout: "",
      stderr: "tidemark run: missing.csv: there is no such file; check the name, or use - for standard input\n",
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

describe("options that cannot be used", () => {
  const path = file(good, "good.csv");

  test.each<[string, string]>([
    ["", "--timestamp is missing; name the column of the event time: --timestamp COL"],
    ["--timestamp time", "--windows is missing; give for example --windows 'fixed(1h)'"],
    ["--timestamp", "--timestamp has no value; write --timestamp COL"],
    ["--timestamp --windows fixed(1m)", "--timestamp has no value; write --timestamp COL"],
    [`${base} --triger default`, "unknown option --triger; did you mean --trigger? tidemark run --help lists the options"],
    [`${base} --qqqqqqqqqq`, "unknown option --qqqqqqqqqq; tidemark run --help lists the options"],
    [`${base} -x`, "unknown option -x; tidemark run --help lists the options"],
    [`${base} --output tabel`, '--output is "tabel"; did you mean table? use one of table, jsonl, csv'],
    [`${base} --mode accumulate`, '--mode is "accumulate"; did you mean accumulating? use one of discarding, accumulating, retracting'],
    [`${base} --windows global`, "--windows is given twice; give it once"],
    [`${base} --sort-arrival=yes`, '--sort-arrival takes no value, but was given "yes"; write --sort-arrival alone'],
    [`${base} more.csv`, '"more.csv" is a second file; give one file; quote a value that has spaces in it'],
    [`${base} --lateness 1x`, '--lateness: the allowed lateness "1x" is not a whole number of milliseconds; pass integer milliseconds, ISO-8601 such as "PT2M", or short text such as "1h30m"'],
    [`${base} --lateness P1M`, '--lateness: the allowed lateness "P1M" has months or years, which have no fixed length; give it in days or smaller units'],
    [`${base} --watermark bounded`, '--watermark is "bounded", but the bound is missing; use bounded 4h, monotonous, column NAME or end'],
    [`${base} --watermark 'bounded -1h'`, '--watermark: the bound of out-of-orderness "-1h" is less than 0 ms; pass zero or a positive length'],
    [`${base} --watermark 'bonded 4h'`, '--watermark is "bonded 4h"; did you mean bounded? use bounded 4h, monotonous, column NAME or end'],
    [`${base} --watermark 'end 3'`, '--watermark is "end 3", but end takes nothing, not "3"; use bounded 4h, monotonous, column NAME or end'],
    [`${base} --zone Europe/Belin`, '--zone: the time zone "Europe/Belin" is not known; name an IANA zone such as Europe/Berlin, or UTC'],
    [`${base} --zone UTC --time-unit s`, '--zone is "UTC", but times in s have no zone; leave --zone out, or give --time-unit iso'],
    [`${base} --key k,,v`, "--key has an empty name; write --key COL or --key COL,COL"],
    [`${base} --key k --key k`, '--key names "k" twice; name every column once'],
    [`${base} --sort-arrival`, "--sort-arrival has nothing to sort by; name the column of the arrival: --arrival COL"],
    [`${base} --bad-file x`, "--bad-file is given, but the first bad row stops the run; give --bad-rows skip too"],
    [`${base} --trigger 'repeatedly(afterProcessingTime(1m))'`, "the trigger repeatedly(afterProcessingTime(1m)) waits for processing time, which nothing here drives; name the column of the arrival: --arrival COL"],
    [`${base} --trigger 'afterCount(2)'`, "the trigger afterCount(2) finishes with afterCount(2); the window is then closed and every later element in it is dropped; wrap it in repeatedly(…), or give --allow-unsafe-triggers if losing that data is meant"],
  ])("%s", async (options, message) => {
    const result = await tidemark(["run", path, ...words(options)]);
    expect(result).toEqual({ code: 2, stdout: "", stderr: `tidemark run: ${message}\n` });
  });

  test.each<[string, RegExp]>([
    ["--windows 'fixd(1m)'", /^tidemark run: --windows: expected a window function .*\n {2}fixd\(1m\)\n {2}\^\ncorrect the text/],
    ["--windows 'fixed(1m' ", /^tidemark run: --windows: expected "," or "\)" at position 9/],
    ["--windows fixed(1m) --trigger 'repeatedly(afterCount(0))'", /^tidemark run: --trigger: expected a whole number from 1 at position 23/],
    ["--windows fixed(1m) --aggregate 'maxx(v)'", /^tidemark run: --aggregate: expected an aggregate/],
  ])("malformed text: %s", async (options, message) => {
    const result = await tidemark(["run", path, "--timestamp", "time", ...words(options)]);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(message);
  });

  test("files that would overwrite each other or the input", async () => {
    const late = await tidemark(["run", path, ...words(base), "--late-file", path]);
    expect(late.stderr).toBe("tidemark run: --late-file is good.csv, which is also the input; give every file a name of its own\n");
    const both = await tidemark(["run", path, ...words(`${base} --late-file x --snapshot ./x`)]);
    expect(both.stderr).toBe("tidemark run: --snapshot is ./x, which is also --late-file; give every file a name of its own\n");
  });

  test("a file in a directory that is not there", async () => {
    const result = await tidemark(["run", path, ...words(base), "--late-file", pathOf("no/late.csv")]);
    expect(result).toMatchObject({
      code: 2,
      stderr: "tidemark run: no/late.csv: the file cannot be made, because its directory does not exist; make the directory first\n",
    });
  });
});

describe("a strategy file that cannot be used", () => {
  test.each<[string, string]>([
    ["windows: [fixed(1m)\ntrigger: always\n", "s.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ]; correct the YAML"],
    ["- 1\n", "s.yaml: this is no mapping of fields; write for example windows: fixed(1h)"],
    ["window: fixed(1m)\n", 's.yaml: a strategy file has no field "window"; did you mean windows? the fields are windows, trigger, allowedLateness, accumulation, onTime, closing, timestampCombiner, allowUnsafeTriggers, aggregate, watermark'],
    ["windows: fixed(1m)\ncombine: sum\n", 's.yaml: a strategy file has no field "combine"; write aggregate: count, max(COL)'],
    ["trigger: always\n", "s.yaml: the strategy has no windows; add windows, such as windows: fixed(1m)"],
    ["windows: {fixed: {size: 1m}}\ntrigger: {repeatedly: {afterCount: 0}}\n", "s.yaml: trigger: afterCount(0) needs a whole number from 1; correct the trigger; docs/semantics.md lists every form"],
    ["windows: fixed(1m)\naggregate: 3\n", "s.yaml: aggregate is 3, which is no text; write aggregate as --aggregate has it"],
    ["windows: fixed(1m)\nwatermark: end\n", "s.yaml: the field watermark says what --watermark says too; say it in one of the two places"],
  ])("%j", async (yaml, message) => {
    const strategy = file(yaml, "s.yaml");
    const result = await tidemark(["run", file(good), "--timestamp", "time", "--strategy", strategy, "--watermark", "end"]);
    expect(result).toEqual({ code: 2, stdout: "", stderr: `tidemark run: ${message}\n` });
  });

  test("a missing one", async () => {
    const result = await tidemark(["run", file(good), "--timestamp", "time", "--strategy", pathOf("none.yaml")]);
    expect(result).toMatchObject({ code: 2, stderr: "tidemark run: none.yaml: there is no such file; check the name, or use - for standard input\n" });
  });
});

describe("commands", () => {
  test.each<[string[], string]>([
    [[], "tidemark: no command is given; tidemark --help lists the commands\n"],
    [["rum"], 'tidemark: there is no command "rum"; did you mean run? tidemark --help lists the commands\n'],
    [["run"], "tidemark run: no file is given; write tidemark run FILE …, or - for standard input\n"],
  ])("%j", async (args, stderr) => {
    expect(await tidemark(args)).toEqual({ code: 2, stdout: "", stderr });
  });
});
