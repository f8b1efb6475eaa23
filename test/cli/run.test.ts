import { describe, expect, test } from "vitest";
import { contentsOf, file, pathOf, run, tidemark, words } from "./support.ts";

/**
 * Event times of a minute-sized story: a comes in time, b early enough for its window, c behind the
 * watermark but in time for the lateness, d after its window has expired.
 */
const story = `time,arr,who,points
2024-01-01T00:00:10Z,2024-01-01T00:00:11Z,a,5
2024-01-01T00:01:20Z,2024-01-01T00:01:30Z,a,7
2024-01-01T00:00:50Z,2024-01-01T00:01:40Z,b,3
2024-01-01T00:05:00Z,2024-01-01T00:05:00Z,a,1
2024-01-01T00:00:30Z,2024-01-01T00:05:10Z,b,9
2024-01-01T00:04:30Z,2024-01-01T00:06:00Z,b,2
`;
const options =
  "--timestamp time --arrival arr --key who --windows fixed(1m) --watermark 'bounded 30s' --lateness 2m --aggregate 'sum(points), count'";

describe("the three forms of the output", () => {
  test("a table, with the summary below it", async () => {
    const result = await run(story, options);
    expect(result).toEqual({
      code: 0,
      stderr: "",
      stdout: `who           from               to                 pane             sum(points)    count
a             2024-01-01T00:00Z  2024-01-01T00:01Z  on time 0, last            5        1
b             2024-01-01T00:00Z  2024-01-01T00:01Z  on time 0, last            3        1
a             2024-01-01T00:01Z  2024-01-01T00:02Z  on time 0, last            7        1
b             2024-01-01T00:04Z  2024-01-01T00:05Z  on time 0, last            2        1
a             2024-01-01T00:05Z  2024-01-01T00:06Z  on time 0, last            1        1

rows read         6 = 0 bad + 0 unassigned + 6 assigned
assignments       6 = 5 accepted + 1 late + 0 closed
panes             5 = 0 early + 5 on time + 0 late
watermark lag     mean 47s, max 1m30s (arrival less watermark)
behind watermark  1 row came after bounded(30s) had passed it, by 4m
late              1 dropped: its window had expired, 2m (--lateness) after its end,
                  by 1m30s
                  1 in [2024-01-01T00:00Z, 2024-01-01T00:01Z), by 1m30s
`,
    });
  });

  test("JSON lines with the field names of transcripts, the summary on stderr", async () => {
    const result = await run(story, `${options} --output jsonl`);
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/^rows read {9}6 = 0 bad/);
    const panes = result.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(panes).toHaveLength(5);
    expect(panes[1]).toEqual({
      key: "b",
      window: [1704067200000, 1704067260000],
      value: { "sum(points)": 3, count: 1 },
      timestamp: 1704067259999,
      timing: "onTime",
      index: 0,
      onTimeIndex: 0,
      first: true,
      last: true,
      retraction: false,
      replaces: [],
    });
  });

  test("one aggregate is the value itself, and no key is the key all", async () => {
    const { stdout } = await run(
      story,
      "--timestamp time --windows global --watermark end --output jsonl",
    );
    expect(JSON.parse(stdout)).toMatchObject({ key: "all", value: 6, window: [-8.64e15, 8.64e15] });
  });

  test("CSV with a header", async () => {
    const result = await run(story, `${options} --output csv`);
    expect(result.stdout.split("\n").slice(0, 2)).toEqual([
      "who,windowStart,windowEnd,sum(points),count,timestamp,timing,index,onTimeIndex,first,last,retraction,replaces",
      "a,2024-01-01T00:00:00.000Z,2024-01-01T00:01:00.000Z,5,1,2024-01-01T00:00:59.999Z,onTime,0,0,true,true,false,",
    ]);
  });

  test("a key of several columns, quotes and all", async () => {
    const csv =
      'time,a,b\n2024-01-01T00:00:00Z,"x,y","say ""hi"""\n2024-01-01T00:00:00Z,"x","y,say ""hi"""\n';
    const base = "--timestamp time --windows global --key a,b";
    const table = await run(csv, base);
    expect(table.stdout.split("\n").slice(0, 3)).toEqual([
      "a             b             from               to                 pane               count",
      'x,y           say "hi"      -∞                 ∞                  on time 0, last        1',
      'x             y,say "hi"    -∞                 ∞                  on time 0, last        1',
    ]);
    const lines = await run(csv, `${base} --output jsonl`);
    expect(
      lines.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).key),
    ).toEqual([
      ["x,y", 'say "hi"'],
      ["x", 'y,say "hi"'],
    ]);
    const cells = await run(csv, `${base} --output csv`);
    expect(cells.stdout.split("\n")[1]).toMatch(/^"x,y","say ""hi""",-∞,∞,1,/);
  });
});

describe("what is computed", () => {
  const one = "--timestamp time --windows global --watermark end --output csv";
  const valuesOf = ({ stdout }: { stdout: string }): string =>
    (stdout.split("\n")[1] ?? "").replace(/^-∞,∞,(.*),2\d\d.*|^-∞,∞,(.*),\+275.*$/, "$1$2");

  test("all aggregates", async () => {
    const result = await run(
      story,
      `${one} --aggregate 'count,sum(points),mean(points),min(points),max(points),list(who),distinct(who)'`,
    );
    expect(valuesOf(result)).toBe(
      '6,27,4.5,1,9,"[""a"",""a"",""b"",""a"",""b"",""b""]","[""a"",""b""]"',
    );
  });

  test("a column with a name that must be quoted", async () => {
    const result = await run(
      'time,"depth (km)"\n2024-01-01T00:00:00Z,-1.5e1\n',
      `${one} --aggregate 'mean("depth (km)")'`,
    );
    expect(result.stdout.split("\n")[0]).toContain('windowEnd,"mean(""depth (km)"")",timestamp');
    expect(valuesOf(result)).toBe("-15");
  });

  test("the same column as a number and as it is", async () => {
    const result = await run(
      "time,v\n2024-01-01T00:00:00Z,01\n",
      `${one} --aggregate 'sum(v), list(v)'`,
    );
    expect(valuesOf(result)).toBe('1,"[""01""]"');
  });

  test("retractions come before the pane that replaces them", async () => {
    const { stdout } = await run(
      story,
      "--timestamp time --windows sessions(1m) --mode retracting --lateness 1h --watermark monotonous --trigger repeatedly(afterCount(1))",
    );
    const lines = stdout.slice(0, stdout.indexOf("\n\n")).split("\n").slice(1);
    expect(
      lines.map((line) =>
        line.replaceAll("2024-01-01T00:", "").replaceAll(":00.000Z", "").replaceAll(/ +/g, " "),
      ),
    ).toEqual([
      "00:10.000Z 01:10.000Z early 0 + 1",
      "01:20.000Z 02:20.000Z early 0 + 1",
      // 00:50 makes one session of the two.
      "00:10.000Z 01:10.000Z early 0 - 1",
      "01:20.000Z 02:20.000Z early 0 - 1",
      "00:10.000Z 02:20.000Z early 0 + 3",
      "05 06 early 0 + 1",
      "00:10.000Z 02:20.000Z early 0 - 3",
      "00:10.000Z 02:20.000Z late 1 + 4",
      "05 06 early 0 - 1",
      "04:30.000Z 06 early 0 + 2",
      "04:30.000Z 06 early 0 - 2",
      "04:30.000Z 06 on time 1, last + 2",
    ]);
    expect(stdout).toContain(
      "panes             7 = 5 early + 1 on time + 1 late, and 5 retractions\n",
    );
  });

  test("rows in no window are unassigned", async () => {
    const { stdout } = await run(
      story,
      "--timestamp time --windows 'sliding(1m, period: 5m)' --watermark end",
    );
    expect(stdout).toContain("rows read         6 = 0 bad + 2 unassigned + 4 assigned\n");
  });

  test("a strategy file in YAML is the same as the options", async () => {
    const yaml = file(
      "windows: {fixed: {size: PT1M}}\nallowedLateness: 2m\naggregate: sum(points), count\nwatermark: bounded 30s\n",
      "strategy.yaml",
    );
    const fromFile = await tidemark([
      "run",
      file(story),
      ...words("--timestamp time --arrival arr --key who --strategy"),
      yaml,
    ]);
    expect(fromFile).toEqual(await run(story, options));
  });

  test("a closing trigger drops what comes later, and the summary says so", async () => {
    const { stdout } = await run(
      story,
      "--timestamp time --windows global --trigger 'afterCount(4)' --allow-unsafe-triggers --watermark end",
    );
    expect(stdout).toContain("assignments       6 = 4 accepted + 0 late + 2 closed\n");
    expect(stdout).toContain(
      "closed            2 dropped: the trigger afterCount(4) had finished\n                  2 in [-∞, ∞)\n",
    );
  });
});

describe("processing time", () => {
  test("is the arrival, and moves before the row is added", async () => {
    const csv = `time,arr
2024-01-01T00:00:00Z,2024-01-01T00:00:00Z
2024-01-01T00:00:01Z,2024-01-01T00:00:10Z
2024-01-01T00:00:02Z,2024-01-01T00:00:11Z
`;
    const { stdout } = await run(
      csv,
      "--timestamp time --arrival arr --windows global --trigger 'repeatedly(afterProcessingTime(10s))' --watermark end --output jsonl",
    );
    // The first pane is due as the second row arrives, before it is in.
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).value),
    ).toEqual([1, 2]);
  });

  test("--sort-arrival loads the file and says so", async () => {
    const [header, ...rows] = story.trimEnd().split("\n");
    const shuffled = [header, ...rows.reverse()].join("\n");
    const result = await run(shuffled, `${options} --sort-arrival`);
    expect(result.stdout).toBe((await run(story, options)).stdout);
    expect(result.stderr).toMatch(
      /^tidemark run: --sort-arrival loads the whole of input-\d+\.csv\n$/,
    );
  });
});

describe("the watermark", () => {
  const csv = `time,wm
2024-01-01T00:00:10Z,
2024-01-01T00:00:20Z,2024-01-01T00:01:00Z
2024-01-01T00:00:30Z,2024-01-01T00:00:00Z
2024-01-01T00:02:00Z,
`;

  test.each([
    ["monotonous", "4 = 4 accepted + 0 late", "0 rows"],
    ["'bounded 1m'", "4 = 4 accepted + 0 late", "0 rows"],
    ["'bounded(1m)'", "4 = 4 accepted + 0 late", "0 rows"],
    ["end", "4 = 4 accepted + 0 late", "0 rows"],
    // A column may fall back, which the watermark does not.
    ["'column wm'", "4 = 3 accepted + 1 late", "1 row came after column wm had passed it, by 30s"],
  ])("%s", async (watermark, assignments, behind) => {
    const { stdout } = await run(
      csv,
      `--timestamp time --windows fixed(1m) --watermark ${watermark}`,
    );
    expect(stdout).toContain(`assignments       ${assignments} + 0 closed\n`);
    expect(stdout).toContain(`behind watermark  ${behind}\n`);
  });
});

describe("how times are written", () => {
  const windowOf = ({ stdout }: { stdout: string }): string => JSON.parse(stdout).timestamp;
  const base = "--timestamp t --windows fixed(1ms) --output jsonl";

  test.each([
    ["1517365101.235", "--time-unit s", 1517365101235],
    ["-0.5", "--time-unit s", -500],
    ["1517365101235", "--time-unit ms", 1517365101235],
    ["1517365101.000", "--time-unit ms", 1517365101000 / 1000],
    ["2018-01-31T02:18:21.235Z", "", 1517365101235],
    ["2018-01-31T03:18:21.235+01:00", "", 1517365101235],
    ["2018-01-31T03:18:21.235", "--zone Europe/Berlin", 1517365101235],
    ["2018-07-31T03:18:21", "--zone Europe/Berlin", Date.UTC(2018, 6, 31, 1, 18, 21)],
  ])("%s %s", async (text, options, ms) => {
    expect(windowOf(await run(`t\n${text}\n`, `${base} ${options}`))).toBe(ms);
    const line = JSON.stringify({ t: options.includes("unit") ? Number(text) : text });
    expect(
      windowOf(await tidemark(["run", file(line, "t.jsonl"), ...words(`${base} ${options}`)])),
    ).toBe(ms);
  });

  test.each([
    "0.0005",
    "1e9",
    "0x10",
    " 1",
    "8640000000000",
  ])("%s seconds are refused", async (text) => {
    expect(await run(`t\n${text}\n`, `${base} --time-unit s`)).toMatchObject({ code: 2 });
  });
});

describe("--late-file", () => {
  test("gets the rows as they were, with the reason", async () => {
    const late = pathOf("late.csv");
    await tidemark(["run", file(story), ...words(options), "--late-file", late]);
    expect(contentsOf(late)).toBe(`time,arr,who,points,reason,windowStart,windowEnd,lateBy
2024-01-01T00:00:30Z,2024-01-01T00:05:10Z,b,9,late,2024-01-01T00:00:00.000Z,2024-01-01T00:01:00.000Z,1m30s
`);
  });

  test("gets rows that are in no window or in a closed one too", async () => {
    const late = pathOf("late.csv");
    await tidemark([
      "run",
      file(story),
      ...words(
        "--timestamp time --windows 'sliding(30s, period: 1m)' --trigger afterCount(1) --allow-unsafe-triggers --watermark end --late-file",
      ),
      late,
    ]);
    expect(
      contentsOf(late)
        .split("\n")
        .slice(1, -1)
        .map((line) => line.split(",").slice(4)),
    ).toEqual([
      ["unassigned", "", "", ""],
      ["unassigned", "", "", ""],
      ["unassigned", "", "", ""],
    ]);
    await tidemark([
      "run",
      file(story),
      ...words(
        "--timestamp time --windows global --trigger afterCount(5) --allow-unsafe-triggers --watermark end --late-file",
      ),
      late,
    ]);
    expect(contentsOf(late).split("\n")[1]).toBe(
      "2024-01-01T00:04:30Z,2024-01-01T00:06:00Z,b,2,closed,-∞,∞,",
    );
  });

  test("keeps every digit of a JSON line", async () => {
    const late = pathOf("late.jsonl");
    const lines = '{"t":100,"id":12345678901234567890}\n{"t":1, "id":98765432109876543210 }\n';
    await tidemark([
      "run",
      file(lines, "t.jsonl"),
      ...words("--timestamp t --time-unit ms --windows fixed(10ms) --late-file"),
      late,
    ]);
    expect(contentsOf(late)).toBe(
      '{"t":1, "id":98765432109876543210,"reason":"late","window":[0,10],"lateBy":90}\n',
    );
  });

  test("a row in several windows is there once for each that did not take it", async () => {
    const late = pathOf("late.csv");
    await tidemark([
      "run",
      file("t\n100\n1\n"),
      ...words("--timestamp t --time-unit ms --windows 'sliding(10ms, period: 5ms)' --late-file"),
      late,
    ]);
    expect(contentsOf(late)).toBe(`t,reason,windowStart,windowEnd,lateBy
1,late,1969-12-31T23:59:59.995Z,1970-01-01T00:00:00.005Z,95ms
1,late,1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.010Z,90ms
`);
  });
});

describe("where the input comes from", () => {
  test("standard input in pieces of any size", async () => {
    const expected = await run(story, options);
    const bytes = Buffer.from(`\ufeff${story.replaceAll("\n", "\r\n")}`);
    for (const size of [1, 2, 7, 64]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(await tidemark(["run", "-", ...words(options)], pieces)).toEqual(expected);
    }
  });

  test("JSON lines give the same as CSV", async () => {
    const [, ...rows] = story.trimEnd().split("\n");
    const lines = rows.map((row) => {
      const [time, arr, who, points] = row.split(",");
      return JSON.stringify({ points: Number(points), who, arr, time, more: [] });
    });
    const result = await tidemark(
      ["run", "-", "--format", "jsonl", ...words(options)],
      [lines.join("\n")],
    );
    expect(result).toEqual(await run(story, options));
  });
});

test("a list of JSON cells keeps text, numbers, booleans and null apart", async () => {
  const lines = ['"1"', "1", "-0", "true", "null"].map((v) => `{"t":0,"v":${v}}\n`).join("");
  const args = words("--timestamp t --time-unit ms --windows global --aggregate list(v)");
  const path = file(lines, "cells.jsonl");
  const { stdout } = await tidemark(["run", path, ...args, "--output", "jsonl"]);
  expect(JSON.parse(stdout).value).toEqual(["1", 1, 0, true, null]);
  const state = pathOf("state.json");
  expect(await tidemark(["run", path, ...args, "--snapshot", state])).toMatchObject({ code: 0 });
  const infinite = await tidemark(["run", file('{"t":0,"v":1e999}\n', "inf.jsonl"), ...args]);
  expect(infinite.stderr).toContain("inf.jsonl:1: column v: Infinity is no single value;");
});

test("--help tells every option and --version the version", async () => {
  const help = await tidemark(["run", "--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  for (const name of ["--timestamp COL", "--late-file FILE", "--resume FILE"])
    expect(help.stdout).toContain(name);
  for (const line of help.stdout.split("\n")) expect(line.length).toBeLessThan(100);
  expect((await tidemark(["--help"])).stdout).toContain("transcript FILE…");
  expect((await tidemark(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

describe("--explain", () => {
  const planOf = async (more: string): Promise<string> => {
    const { code, stderr } = await run(story, `${options} --explain ${more}`);
    expect(code).toBe(0);
    return stderr;
  };

  test("says the plan, and what the run has cost", async () => {
    expect(
      await planOf(""),
    ).toBe(`plan              columnar: until its end a window is columns, in which each key is a line
work of 6 rows
  added to an accumulator       5 (0.833 a row)
  accumulators merged           0 (0 a row)
  cells looked up               5 (0.833 a row)
  cells or lines made           5 (0.833 a row)
  timers set                    4 (0.667 a row)
  timers fired                  4 (0.667 a row)
  triggers asked                0 (0 a row)
  output watermarks worked out  4 (0.667 a row)
`);
  });

  test("says why there is no better one", async () => {
    expect(await planOf("--trigger 'repeatedly(afterCount(2))'")).toContain(
      "general: each key has a cell in each of its windows\n                  no better one because the trigger repeatedly(afterCount(2)) may be due",
    );
  });
});
