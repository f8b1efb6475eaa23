import fc from "fast-check";
import { Duration } from "luxon";
import { describe, expect, test } from "vitest";
import { toDurationAtLeast } from "../../src/watermark/duration.ts";
import {
  type DurationInput,
  formatDuration,
  MAX_TIMESTAMP,
  toDurationMs,
} from "../../src/watermark/index.ts";
import { law } from "../support/property.ts";
import { errorOf } from "./errors-of.ts";

describe("accepted", () => {
  test.each<[DurationInput, number, string]>([
    [250, 250, "milliseconds"],
    [-0, 0, "-0 is 0"],
    [-5, -5, "offsets may be negative"],
    [2 * MAX_TIMESTAMP, 2 * MAX_TIMESTAMP, "all of time"],
    ["0s", 0, "zero"],
    ["-0s", 0, "also with a sign"],
    ["250ms", 250, "short text: each unit"],
    ["2s", 2000, "seconds"],
    ["2m", 120_000, "m is minutes"],
    ["2h", 7_200_000, "hours"],
    ["1d", 86_400_000, "a day is 24 hours"],
    ["1w", 604_800_000, "a week is seven days"],
    ["1h30m", 5_400_000, "several units"],
    ["1w1d1h1m1s1ms", 694_861_001, "all units"],
    ["90m", 5_400_000, "a unit need not be normalised"],
    ["-1h30m", -5_400_000, "the sign is for the whole"],
    ["PT2M", 120_000, "ISO-8601"],
    ["P1D", 86_400_000, "P1D is 24 hours"],
    ["P1W", 604_800_000, "weeks"],
    ["P1W2DT3H4M5.006S", 788_645_006, "all units"],
    ["-PT1M", -60_000, "negative"],
    ["-P1D", -86_400_000, "negative days"],
    ["PT0S", 0, "zero"],
    ["PT1.5H", 5_400_000, "fractions of any unit"],
    ["PT0.5M", 30_000, "half a minute"],
    ["PT0.001S", 1, "a millisecond"],
    ["PT1.2300S", 1230, "zeros at the end say nothing"],
    ["PT1.0000000000000000S", 1000, "however many"],
    ["PT8639999999999.999S", 8_639_999_999_999_999, "exact near the bounds"],
    ["P0.0000000125W", 0.0000000125 * 604_800_000, "7.56 ms is not whole"],
  ])("%s is %d ms: %s", (input, ms) => {
    if (Number.isInteger(ms)) expect(Object.is(toDurationMs(input), ms)).toBe(true);
    else expect(errorOf(() => toDurationMs(input)).code).toBe("INVALID_DURATION");
  });
});

describe("refused", () => {
  test.each<[unknown, string]>([
    [1.5, "a fraction of a millisecond"],
    [Number.NaN, "no number"],
    [Number.POSITIVE_INFINITY, "forever"],
    [2 * MAX_TIMESTAMP + 2, "longer than time"],
    [-2 * MAX_TIMESTAMP - 2, "longer than time, backwards"],
    ["", "empty"],
    ["-", "a sign only"],
    ["5", "no unit"],
    ["m", "no number"],
    ["1.5h", "short text has whole numbers"],
    ["1h 30m", "no blanks"],
    ["x1h", "text before"],
    ["1hx", "text after"],
    ["30m1h", "units must descend"],
    ["1h1h", "and not repeat"],
    ["--1h", "two signs"],
    ["1y", "no years"],
    ["P", "no part"],
    ["PT", "no part"],
    ["P1DT", "T without a time"],
    ["xPT1S", "text before"],
    ["PT1Sx", "text after"],
    ["PT1", "no unit"],
    ["PT.5S", "no digit before the point"],
    ["PT5.S", "no digit after it"],
    ["PT1.2.3S", "two points"],
    ["PT1S1M", "wrong order"],
    ["P1D2W", "wrong order"],
    ["P1H", "hours without T"],
    ["xP1M", "text before, whatever follows"],
    ["P-1D", "inner signs"],
    ["pt1s", "lower case"],
    ["PT0.0001S", "a tenth of a millisecond"],
    ["PT0.0000000000001S", "however little"],
    [`PT${"9".repeat(26)}S`, "far beyond time, and unread"],
    [`PT0.${"0".repeat(26)}S`, "far too fine, and unread"],
    [null, "nothing"],
    [undefined, "nothing"],
    [true, "no length"],
    [{}, "no Duration"],
    [{ toObject: 5 }, "no Duration either"],
    [{ toObject: () => ({ fortnights: 1 }) }, "an unknown unit"],
    [{ toObject: () => ({ toString: 1 }) }, "an inherited name is no unit"],
    [{ toObject: () => ({ hours: "1" }) }, "text for a count"],
    [{ toObject: () => ({ hours: Number.NaN }) }, "NaN for a count"],
    [{ isValid: false, toObject: () => ({ hours: 1 }) }, "an invalid Duration"],
  ])("%s: %s", (input) => {
    const error = errorOf(() => toDurationMs(input as DurationInput, "gap"));
    expect(error.code).toBe("INVALID_DURATION");
    expect(error.value).toBe(input);
    expect(error.message).toMatch(
      /^The gap .* is not a whole number of milliseconds\. Pass integer/,
    );
  });

  test("the error says duration where nothing better is known", () => {
    expect(errorOf(() => toDurationMs("x")).message).toMatch(/^The duration "x" is not/);
  });

  test.each<[unknown, string]>([
    ["P1M", "months in text"],
    ["P1Y", "years in text"],
    ["P12M", "a year of months"],
    ["-P2Y3M4D", "with other units and a sign"],
    ["P1MT1H", "with a time"],
    [Duration.fromObject({ months: 1 }), "months: Luxon alone would say 30 days"],
    [Duration.fromObject({ years: 1 }), "years"],
    [Duration.fromObject({ quarters: 1 }), "quarters"],
    [Duration.fromISO("P1M2D"), "with days"],
    [Duration.fromObject({ months: -1 }), "negative"],
  ])("%s: %s", (input) => {
    const error = errorOf(() => toDurationMs(input as DurationInput, "size"));
    expect(error.code).toBe("INVALID_DURATION");
    expect(error.message).toMatch(
      /^The size "-?P.*" has months or years, which have no fixed length\. Give it in days/,
    );
  });
});

describe("Luxon's Duration", () => {
  test.each<[Duration, number, string]>([
    [Duration.fromMillis(5), 5, "milliseconds"],
    [Duration.fromISO("PT2M"), 120_000, "from ISO"],
    [Duration.fromObject({ weeks: 1, days: 1, hours: 1 }), 694_800_000, "several units"],
    [Duration.fromObject({ months: 0, years: 0, hours: 1 }), 3_600_000, "no months are no harm"],
    [Duration.fromObject({ hours: 1.5 }), 5_400_000, "fractions"],
    [Duration.fromObject({ seconds: 1.005 }), 1005, "exact, though 1.005 * 1000 is not"],
    [Duration.fromObject({ seconds: -1.005 }), -1005, "negative"],
    [Duration.fromObject({ hours: 1, minutes: -30 }), 1_800_000, "signs of their own"],
    [Duration.fromObject({}), 0, "empty"],
  ])("%s is %d ms: %s", (duration, ms) => {
    expect(toDurationMs(duration)).toBe(ms);
  });

  test("a count of undefined is none", () => {
    expect(toDurationMs({ toObject: () => ({ months: undefined, hours: 1 }) })).toBe(3_600_000);
  });

  test("an invalid one is refused", () => {
    expect(errorOf(() => toDurationMs(Duration.invalid("why"))).code).toBe("INVALID_DURATION");
  });

  test("less than a millisecond is refused", () => {
    const duration = Duration.fromObject({ milliseconds: 0.5 });
    expect(errorOf(() => toDurationMs(duration)).message).toContain("not a whole number");
  });
});

test.each<[number, string, string]>([
  [0, "0s", "zero has a unit"],
  [1, "1ms", "milliseconds"],
  [60_000, "1m", "exact units only"],
  [5_400_000, "1h30m", "several"],
  [604_800_000, "7d", "weeks are written as days"],
  [90_061_001, "1d1h1m1s1ms", "all units"],
  [-5_400_000, "-1h30m", "one sign"],
])("formatDuration(%d) = %s: %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

law(
  "toDurationMs reads what formatDuration writes",
  fc.oneof(
    fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
    fc.integer({ min: -1e6, max: 1e6 }),
    fc.integer({ min: 0, max: 1e6 }).map((n) => 2 * MAX_TIMESTAMP - 2 * n),
  ),
  (ms) => {
    expect(toDurationMs(formatDuration(ms))).toBe(ms + 0);
  },
);

const part = fc.integer({ min: 0, max: 9999 });
law(
  "ISO text is read as Luxon reads it",
  fc.tuple(part, part, part, part, fc.integer({ min: 0, max: 999 })),
  ([days, hours, minutes, seconds, ms]) => {
    const text = `P${days}DT${hours}H${minutes}M${seconds}.${String(ms).padStart(3, "0")}S`;
    expect(toDurationMs(text)).toBe(Duration.fromISO(text).toMillis());
  },
);

test("toDurationAtLeast draws the line", () => {
  expect(toDurationAtLeast("1ms", 1, "size")).toBe(1);
  expect(toDurationAtLeast(0, 0, "lateness")).toBe(0);
  const size = errorOf(() => toDurationAtLeast("0s", 1, "size"));
  expect(size.code).toBe("INVALID_DURATION");
  expect(size.message).toBe('The size "0s" is less than 1 ms. Pass a positive length.');
  expect(size.value).toBe("0s");
  const lateness = errorOf(() => toDurationAtLeast(-1, 0, "lateness"));
  expect(lateness.message).toBe(
    "The lateness -1 is less than 0 ms. Pass zero or a positive length.",
  );
  expect(errorOf(() => toDurationAtLeast(1.5, 1, "size")).message).toMatch(/^The size 1\.5 is not/);
});
