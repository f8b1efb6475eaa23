import { describe, expect, test } from "vitest";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import {
  compareWindows,
  contains,
  fixed,
  formatWindow,
  GLOBAL_WINDOW,
  globalWindows,
  interval,
  maxTimestamp,
  mergeOverlapping,
  sameWindow,
  sessions,
  sliding,
  type Window,
  type WindowFn,
  windowsFromJson,
} from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";

const window = (text: string): Window => {
  const [start, end] = text.split("..").map(Number) as [number, number];
  return { start, end };
};
const windows = (text: string): Window[] => (text === "" ? [] : text.split(" ").map(window));
const text = (of: readonly Window[]): string =>
  of.map(({ start, end }) => `${start}..${end}`).join(" ");

describe("intervals", () => {
  test.each([
    [interval(0, 10), { start: 0, end: 10 }, "inside the bounds of time nothing is cut"],
    [
      interval(MIN_TIMESTAMP - 3, 10),
      { start: MIN_TIMESTAMP, end: 10 },
      "nothing starts before time",
    ],
    [interval(0, MAX_TIMESTAMP + 3), { start: 0, end: MAX_TIMESTAMP }, "nothing ends after time"],
    [interval(MIN_TIMESTAMP, MAX_TIMESTAMP), GLOBAL_WINDOW, "the bounds themselves are inside"],
    [interval(-0, 5), { start: 0, end: 5 }, "there is no negative zero"],
    [interval(-5, -0), { start: -5, end: 0 }, "at the end neither"],
  ])("%o", (actual, expected, why) => {
    expect(actual, why).toStrictEqual(expected);
  });

  test("the last instant is one before the end", () => {
    expect(maxTimestamp(window("0..10"))).toBe(9);
  });

  test.each([
    ["0..10", "0..10", true, "windows are values"],
    ["0..10", "1..10", false, "the start counts"],
    ["0..10", "0..11", false, "the end counts"],
  ])("%s and %s the same: %s", (a, b, expected, why) => {
    expect(sameWindow(window(a), window(b)), why).toBe(expected);
  });

  test("the order is by end, then by start", () => {
    expect(text(windows("3..9 0..10 5..9 -4..2 1..10").sort(compareWindows))).toBe(
      "-4..2 3..9 5..9 0..10 1..10",
    );
    expect(compareWindows(window("1..5"), window("1..5"))).toBe(0);
  });

  test.each([
    [-1, false, "before the start"],
    [0, true, "the start belongs to it"],
    [9, true, "so does the last instant"],
    [10, false, "the end is the next window's"],
  ])("0..10 contains %i: %s", (timestamp, expected, why) => {
    expect(contains(window("0..10"), timestamp), why).toBe(expected);
  });

  test.each([
    [
      window("0..1000"),
      "[1970-01-01T00:00:00.000Z, 1970-01-01T00:00:01.000Z)",
      "ISO text, half-open",
    ],
    [GLOBAL_WINDOW, "[-∞, ∞)", "the ends of time have names"],
  ])("%o as text", (of, expected, why) => {
    expect(formatWindow(of), why).toBe(expected);
  });

  test("the global window cannot be changed", () => {
    expect(Object.isFrozen(GLOBAL_WINDOW)).toBe(true);
    expect(Object.isFrozen(globalWindows().assign(0, null))).toBe(true);
    expect(globalWindows()).toBe(globalWindows());
  });
});

describe("merging windows that overlap", () => {
  test.each([
    ["", "", "of nothing nothing"],
    ["0..10", "", "one window stays as it is"],
    ["0..10 10..20", "", "to touch is not to overlap"],
    ["0..10 9..19", "0..10+9..19=0..19", "one instant in common is enough"],
    ["0..10 0..10", "0..10+0..10=0..10", "equal windows are one"],
    [
      "0..30 5..10 20..25",
      "0..30+5..10+20..25=0..30",
      "a window inside another does not shrink it",
    ],
    ["0..10 20..30 8..22", "0..10+8..22+20..30=0..30", "a bridge joins both sides"],
    [
      "0..10 9..12 20..25 24..30 40..41",
      "0..10+9..12=0..12, 20..25+24..30=20..30",
      "groups are apart, loners are in none",
    ],
    [
      "5..8 0..6 0..3",
      "0..3+0..6+5..8=0..8",
      "the order given does not matter; parts come by start, then end",
    ],
    ["-5..0 -1..4", "-5..0+-1..4=-5..4", "zero is no boundary"],
  ])("%s", (given, expected, why) => {
    const merges = mergeOverlapping(windows(given));
    expect(
      merges
        .map(({ parts, result }) => `${text(parts).replaceAll(" ", "+")}=${text([result])}`)
        .join(", "),
      why,
    ).toBe(expected);
  });

  test("its input stays as it was", () => {
    const given = Object.freeze(windows("5..8 0..6"));
    expect(sessions(3).merge(given)).toHaveLength(1);
    expect(text(given)).toBe("5..8 0..6");
  });
});

describe("window functions are values", () => {
  const rows: readonly (readonly [WindowFn, string, unknown, string])[] = [
    [globalWindows(), "global", "global", "it has no parameters"],
    [
      fixed("2m"),
      "fixed(2m)",
      { fixed: { size: 120_000, offset: 0 } },
      "an offset of zero goes without saying",
    ],
    [
      fixed("PT1H", { offset: -1000 }),
      "fixed(1h, offset: 59m59s)",
      { fixed: { size: 3_600_000, offset: 3_599_000 } },
      "an offset is reduced modulo the size",
    ],
    [
      sliding(10, { period: 4 }),
      "sliding(10ms, period: 4ms)",
      { sliding: { size: 10, period: 4, offset: 0 } },
      "the period is named",
    ],
    [
      sliding("1h", { period: "10m", offset: "11m" }),
      "sliding(1h, period: 10m, offset: 1m)",
      { sliding: { size: 3_600_000, period: 600_000, offset: 60_000 } },
      "an offset is reduced modulo the period",
    ],
    [
      sessions("30m"),
      "sessions(30m)",
      { sessions: { gap: 1_800_000, touching: "separate" } },
      "how sessions that touch behave is part of the data",
    ],
  ];

  test.each(rows)("%s", (windowFn, expression, json, why) => {
    expect(String(windowFn), why).toBe(expression);
    expect(windowFn.toJSON(), why).toEqual(json);
    expect(String(windowsFromJson(json)), why).toBe(expression);
    expect(Object.isFrozen(windowFn)).toBe(true);
  });

  test.each<readonly [() => WindowFn, string, string, string, string]>([
    [
      () => fixed(10, { offset: 3 }),
      "fixed",
      "periodic",
      "sizeMs 10 periodMs 10 offsetMs 3",
      "its period is its size",
    ],
    [
      () => sliding(10, { period: 4, offset: 5 }),
      "sliding",
      "periodic",
      "sizeMs 10 periodMs 4 offsetMs 1",
      "every part for itself",
    ],
    [() => sessions(7), "sessions", "merging", "gapMs 7", "only sessions merge"],
    [() => globalWindows(), "global", "plain", "", "all of time"],
  ])("%s has a kind and a shape", (make, kind, shape, parts, why) => {
    const windowFn = make();
    const lengths = Object.entries(windowFn).filter(([name]) => name.endsWith("Ms"));
    expect([windowFn.kind, windowFn.shape, lengths.flat().join(" ")], why).toEqual([
      kind,
      shape,
      parts,
    ]);
  });

  test("sessions have no side-input window", () => {
    expect(sessions(5)).not.toHaveProperty("toSideInputWindow");
  });

  test.each([
    [() => fixed(0), "window size", "no window without a length"],
    [() => fixed("1mo"), "window size", "months have no fixed length"],
    [() => fixed(10, { offset: 0.5 }), "window offset", "offsets are whole"],
    [() => sliding(0, { period: 1 }), "window size", "no window without a length"],
    [() => sliding(10, { period: 0 }), "window period", "no period without a length"],
    [() => sliding(10, { period: 5, offset: Number.NaN }), "window offset", "offsets are numbers"],
    [() => sessions(0), "session gap", "no session without a gap"],
    [() => sessions(-1), "session gap", "no gap backwards"],
    [
      () => fixed(3e14 + 1),
      "window size 300000000000001 is longer than 300000000000000 ms",
      "bounds would not be exact",
    ],
    [
      () => sliding(3e14 + 1, { period: 1 }),
      "Use globalWindows() for all of time",
      "of sliding windows neither",
    ],
    [() => sliding(1, { period: 3e14 + 1 }), "window period", "nor their period"],
    [() => sessions(3e14 + 1), "session gap", "nor a gap"],
  ])("%s", (make, named, why) => {
    expect(expectError("INVALID_DURATION", make, named).message, why).toContain(named);
  });
});

describe("windowsFromJson", () => {
  test.each([
    [{ fixed: { size: "10s" } }, "fixed(10s)", "durations in any form, offset optional"],
    [{ fixed: { size: 10, offset: "3ms" } }, "fixed(10ms, offset: 3ms)", "offset given"],
    [{ sliding: { size: "10s", period: "PT1S" } }, "sliding(10s, period: 1s)", "offset optional"],
    [
      { sliding: { size: 10, period: 5, offset: 6 } },
      "sliding(10ms, period: 5ms, offset: 1ms)",
      "offset given",
    ],
    [{ sessions: { gap: "1m" } }, "sessions(1m)", "touching optional"],
    [{ sessions: { gap: 1, touching: "separate" } }, "sessions(1ms)", "touching as it is"],
  ])("%o", (json, expression, why) => {
    expect(String(windowsFromJson(json)), why).toBe(expression);
  });

  test.each([
    [null, "null is no window function", "nothing"],
    ["fixed", '"fixed" is no window function', "a name without parameters"],
    [7, "7 is no window function", "a number"],
    [undefined, "undefined is no window function", "nothing at all"],
    [{}, "{} is no window function", "an empty object"],
    [{ fixed: { size: 1 }, sessions: { gap: 1 } }, "is no window function", "two at once"],
    [{ hopping: { size: 1 } }, '{"hopping":{"size":1}} is no window function', "an unknown name"],
    [{ custom: { name: "x", version: 1 } }, "is no window function", "code is not in data"],
    [{ __proto__: null, constructor: {} }, "is no window function", "not even inherited names"],
    [{ fixed: 10 }, "10", "parameters have names"],
    [{ fixed: null }, "null", "no parameters"],
    [{ fixed: [10] }, '"0"', "a list has no names"],
    [{ fixed: {} }, 'lacks its parameter "size"', "the size is missing"],
    [{ fixed: { size: 1, period: 1 } }, "period", "fixed windows have no period"],
    [{ sliding: { size: 1 } }, "period", "the period is missing"],
    [{ sliding: { period: 1 } }, "size", "the size is missing"],
    [{ sliding: { size: 1, period: 1, every: 1 } }, "every", "an unknown parameter"],
    [{ sessions: {} }, "gap", "the gap is missing"],
    [{ sessions: { gap: 1, touching: "join" } }, 'touching: "join"', "a misspelt one"],
  ])("%o is refused", (json, named, why) => {
    const error = expectError("INVALID_WINDOWS", () => windowsFromJson(json), named);
    expect(error.remedy, why).toMatch(
      /^Use global, fixed: \{size, offset\?\}, sliding: \{size, period, offset\?\}, cumulate: \{step, max, offset\?\} or sessions: \{gap.*\}\.$/,
    );
  });
});
