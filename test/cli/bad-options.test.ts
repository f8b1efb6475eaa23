import { describe, expect, test } from "vitest";
import { file, pathOf, tidemark, words } from "./support.ts";

const good = "time,arr,k,v\n2024-01-01T00:00:00Z,2024-01-01T00:00:01Z,a,1\n";
const base = "--timestamp time --windows fixed(1m)";

describe("options that cannot be used", () => {
  const path = file(good, "good.csv");

  test.each<[string, string]>([
    ["", "--timestamp is missing; name the column of the event time: --timestamp COL"],
    ["--timestamp time", "--windows is missing; give for example --windows 'fixed(1h)'"],
    ["--timestamp", "--timestamp has no value; write --timestamp COL"],
    ["--timestamp --windows fixed(1m)", "--timestamp has no value; write --timestamp COL"],
    [
      `${base} --triger default`,
      "unknown option --triger; did you mean --trigger? tidemark run --help lists the options",
    ],
    [`${base} --qqqqqqqqqq`, "unknown option --qqqqqqqqqq; tidemark run --help lists the options"],
    [`${base} -x`, "unknown option -x; tidemark run --help lists the options"],
    [
      `${base} --output tabel`,
      '--output is "tabel"; did you mean table? use one of table, jsonl, csv',
    ],
    [
      `${base} --mode accumulate`,
      '--mode is "accumulate"; did you mean accumulating? use one of discarding, accumulating, retracting',
    ],
    [`${base} --windows global`, "--windows is given twice; give it once"],
    [
      `${base} --sort-arrival=yes`,
      '--sort-arrival takes no value, but was given "yes"; write --sort-arrival alone',
    ],
    [
      `${base} more.csv`,
      '"more.csv" is a second file; give one file; quote a value that has spaces in it',
    ],
    [
      `${base} --lateness 1x`,
      '--lateness: the allowed lateness "1x" is not a whole number of milliseconds; pass integer milliseconds, ISO-8601 such as "PT2M", or short text such as "1h30m"',
    ],
    [
      `${base} --lateness P1M`,
      '--lateness: the allowed lateness "P1M" has months or years, which have no fixed length; give it in days or smaller units',
    ],
    [
      `${base} --watermark bounded`,
      '--watermark is "bounded", but the bound is missing; use bounded 4h, percentile 99, monotonous, column NAME or end',
    ],
    [
      `${base} --watermark 'bounded -1h'`,
      '--watermark: the bound of out-of-orderness "-1h" is less than 0 ms; pass zero or a positive length',
    ],
    [
      `${base} --watermark 'bonded 4h'`,
      '--watermark is "bonded 4h"; did you mean bounded? use bounded 4h, percentile 99, monotonous, column NAME or end',
    ],
    [
      `${base} --watermark 'end 3'`,
      '--watermark is "end 3", but end takes nothing, not "3"; use bounded 4h, percentile 99, monotonous, column NAME or end',
    ],
    [
      `${base} --zone Europe/Belin`,
      '--zone: the time zone "Europe/Belin" is not known; name an IANA zone such as Europe/Berlin, or UTC',
    ],
    [
      `${base} --zone UTC --time-unit s`,
      '--zone is "UTC", but times in s have no zone; leave --zone out, or give --time-unit iso',
    ],
    [`${base} --key k,,v`, "--key has an empty name; write --key COL or --key COL,COL"],
    [`${base} --key k --key k`, '--key names "k" twice; name every column once'],
    [
      `${base} --sort-arrival`,
      "--sort-arrival has nothing to sort by; name the column of the arrival: --arrival COL",
    ],
    [
      `${base} --bad-file x`,
      "--bad-file is given, but the first bad row stops the run; give --bad-rows skip too",
    ],
    [
      `${base} --trigger 'repeatedly(afterProcessingTime(1m))'`,
      "the trigger repeatedly(afterProcessingTime(1m)) waits for processing time, which nothing here drives; name the column of the arrival: --arrival COL",
    ],
    [
      `${base} --trigger 'afterCount(2)'`,
      "the trigger afterCount(2) finishes with afterCount(2); the window is then closed and every later element in it is dropped; wrap it in repeatedly(…), or give --allow-unsafe-triggers if losing that data is meant",
    ],
  ])("%s", async (options, message) => {
    const result = await tidemark(["run", path, ...words(options)]);
    expect(result).toEqual({ code: 2, stdout: "", stderr: `tidemark run: ${message}\n` });
  });

  test.each<[string, RegExp]>([
    [
      "--windows 'fixd(1m)'",
      /^tidemark run: --windows: expected a window function .*\n {2}fixd\(1m\)\n {2}\^\ncorrect the text/,
    ],
    ["--windows 'fixed(1m' ", /^tidemark run: --windows: expected "," or "\)" at position 9/],
    [
      "--windows fixed(1m) --trigger 'repeatedly(afterCount(0))'",
      /^tidemark run: --trigger: expected a whole number from 1 at position 23/,
    ],
    [
      "--windows fixed(1m) --aggregate 'maxx(v)'",
      /^tidemark run: --aggregate: expected an aggregate/,
    ],
  ])("malformed text: %s", async (options, message) => {
    const result = await tidemark(["run", path, "--timestamp", "time", ...words(options)]);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(message);
  });

  test("files that would overwrite each other or the input", async () => {
    const late = await tidemark(["run", path, ...words(base), "--late-file", path]);
    expect(late.stderr).toBe(
      "tidemark run: --late-file is good.csv, which is also the input; give every file a name of its own\n",
    );
    const both = await tidemark(["run", path, ...words(`${base} --late-file x --snapshot ./x`)]);
    expect(both.stderr).toBe(
      "tidemark run: --snapshot is ./x, which is also --late-file; give every file a name of its own\n",
    );
  });

  test("a file in a directory that is not there", async () => {
    const result = await tidemark([
      "run",
      path,
      ...words(base),
      "--late-file",
      pathOf("no/late.csv"),
    ]);
    expect(result).toMatchObject({
      code: 2,
      stderr:
        "tidemark run: no/late.csv: the file cannot be made, because its directory does not exist; make the directory first\n",
    });
  });
});

describe("a strategy file that cannot be used", () => {
  test.each<[string, string]>([
    [
      "windows: [fixed(1m)\ntrigger: always\n",
      "s.yaml:2: Flow sequence in block collection must be sufficiently indented and end with a ]; correct the YAML",
    ],
    ["- 1\n", "s.yaml: this is no mapping of fields; write for example windows: fixed(1h)"],
    [
      "window: fixed(1m)\n",
      's.yaml: a strategy file has no field "window"; did you mean windows? the fields are windows, trigger, allowedLateness, accumulation, onTime, closing, timestampCombiner, allowUnsafeTriggers, aggregate, watermark',
    ],
    [
      "windows: fixed(1m)\ncombine: sum\n",
      's.yaml: a strategy file has no field "combine"; write aggregate: count, max(COL)',
    ],
    [
      "trigger: always\n",
      "s.yaml: the strategy has no windows; add windows, such as windows: fixed(1m)",
    ],
    [
      "windows: {fixed: {size: 1m}}\ntrigger: {repeatedly: {afterCount: 0}}\n",
      "s.yaml: trigger: afterCount(0) needs a whole number from 1; correct the trigger; docs/semantics.md lists every form",
    ],
    [
      "windows: fixed(1m)\naggregate: 3\n",
      "s.yaml: aggregate is 3, which is no text; write aggregate as --aggregate has it",
    ],
    [
      "windows: fixed(1m)\nwatermark: end\n",
      "s.yaml: the field watermark says what --watermark says too; say it in one of the two places",
    ],
  ])("%j", async (yaml, message) => {
    const strategy = file(yaml, "s.yaml");
    const result = await tidemark([
      "run",
      file(good),
      "--timestamp",
      "time",
      "--strategy",
      strategy,
      "--watermark",
      "end",
    ]);
    expect(result).toEqual({ code: 2, stdout: "", stderr: `tidemark run: ${message}\n` });
  });

  test("a missing one", async () => {
    const result = await tidemark([
      "run",
      file(good),
      "--timestamp",
      "time",
      "--strategy",
      pathOf("none.yaml"),
    ]);
    expect(result).toMatchObject({
      code: 2,
      stderr:
        "tidemark run: none.yaml: there is no such file; check the name, or use - for standard input\n",
    });
  });
});

describe("commands", () => {
  test.each<[string[], string]>([
    [[], "tidemark: no command is given; tidemark --help lists the commands\n"],
    [
      ["rum"],
      'tidemark: there is no command "rum"; did you mean run? tidemark --help lists the commands\n',
    ],
    [
      ["run"],
      "tidemark run: no file is given; write tidemark run FILE …, or - for standard input\n",
    ],
  ])("%j", async (args, stderr) => {
    expect(await tidemark(args)).toEqual({ code: 2, stdout: "", stderr });
  });
});
