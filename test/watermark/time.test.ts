import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ceilTo,
  floorMod,
  floorTo,
  formatInstant,
  isInstant,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  saturatingAdd,
  toInstant,
  toTimestamp,
  toWatermark,
} from "../../src/watermark/index.ts";
import { law } from "../support/property.ts";
import { errorOf } from "./errors-of.ts";

const instants = fc.oneof(
  fc.integer({ min: MIN_TIMESTAMP, max: MAX_TIMESTAMP }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: 0, max: 1000 }).map((n) => MIN_TIMESTAMP + n),
  fc.integer({ min: 0, max: 1000 }).map((n) => MAX_TIMESTAMP - n),
);
const periods = fc.oneof(
  fc.integer({ min: 1, max: 100 }),
  fc.integer({ min: 1, max: 1e9 }),
  fc.integer({ min: 1, max: MAX_TIMESTAMP }),
);

describe("the bounds of time", () => {
  test("are the range of Date", () => {
    expect(new Date(MAX_TIMESTAMP).getTime()).toBe(8.64e15);
    expect(new Date(MAX_TIMESTAMP + 1).getTime()).toBeNaN();
    expect(new Date(MIN_TIMESTAMP).getTime()).toBe(-8.64e15);
    expect(new Date(MIN_TIMESTAMP - 1).getTime()).toBeNaN();
  });

  test.each<[number, number, number, string]>([
    [1, 2, 3, "inside, a sum"],
    [MAX_TIMESTAMP - 1, 1, MAX_TIMESTAMP, "up to the end"],
    [MAX_TIMESTAMP, 1, MAX_TIMESTAMP, "and no further"],
    [MAX_TIMESTAMP, MAX_TIMESTAMP, MAX_TIMESTAMP, "even where the sum is inexact"],
    [MAX_TIMESTAMP, -1, MAX_TIMESTAMP - 1, "the end is a number like any other"],
    [MIN_TIMESTAMP + 1, -1, MIN_TIMESTAMP, "down to the start"],
    [MIN_TIMESTAMP, -1, MIN_TIMESTAMP, "and no further"],
    [MIN_TIMESTAMP, -2 * MAX_TIMESTAMP, MIN_TIMESTAMP, "even where the sum is inexact"],
  ])("saturatingAdd(%d, %d) = %d: %s", (a, b, sum) => {
    expect(saturatingAdd(a, b)).toBe(sum);
  });
});

describe("floor", () => {
  test.each<[number, number, number, string]>([
    [7, 5, 2, "as %"],
    [-1, 10, 9, "toward minus infinity: -1 is the last of [-10, 0)"],
    [-10, 10, 0, "a multiple leaves nothing"],
    [0, 10, 0, "zero"],
    [-0, 10, 0, "never -0"],
  ])("floorMod(%d, %d) = %d: %s", (a, b, expected) => {
    expect(Object.is(floorMod(a, b), expected)).toBe(true);
  });

  test.each<[number, number, number, number, number, string]>([
    [4999, 5000, 0, 0, 5000, "inside a period"],
    [5000, 5000, 0, 5000, 5000, "an aligned instant is its own floor and ceiling"],
    [-1, 10_000, 0, -10_000, 0, "before the epoch"],
    [-7001, 7000, 0, -14_000, -7000, "FLINK-26334: not a start after the element"],
    [4899, 5000, -100, -100, 4900, "negative offset"],
    [4900, 5000, -100, 4900, 4900, "negative offset, aligned"],
    [0, 4, 1, -3, 1, "offset above the instant (Hazelcast's frames)"],
    [1, 4, 1, 1, 1, "offset, aligned"],
    [5, 4, 9, 5, 5, "an offset beyond the period counts modulo the period"],
    [6, 4, 4, 4, 8, "an offset of a whole period is none"],
    [6, 4, -9, 3, 7, "a negative one too"],
    [
      MAX_TIMESTAMP,
      10,
      3,
      MAX_TIMESTAMP - 7,
      MAX_TIMESTAMP,
      "the ceiling is cut to the end of time",
    ],
    [MIN_TIMESTAMP, 10, 3, MIN_TIMESTAMP - 7, MIN_TIMESTAMP + 3, "the floor is not cut"],
    [8.63e15 + 1, 2e15, -1e15, 7e15, MAX_TIMESTAMP, "instant - offset is beyond 2^53"],
    [
      MAX_TIMESTAMP - 1,
      2,
      -1e15 + 1,
      MAX_TIMESTAMP - 1,
      MAX_TIMESTAMP - 1,
      "odd, aligned, beyond 2^53",
    ],
    [MIN_TIMESTAMP + 1, 2, 1e15, MIN_TIMESTAMP, MIN_TIMESTAMP + 2, "the same at the other end"],
    [1, 2, MAX_TIMESTAMP, 0, 2, "an offset as large as time"],
  ])("%d in periods of %d at %d is from %d to %d: %s", (instant, period, offset, floor, ceiling) => {
    expect(floorTo(instant, period, offset)).toBe(floor);
    expect(ceilTo(instant, period, offset)).toBe(ceiling);
  });

  law(
    "is exact for every instant, period and offset (against BigInt)",
    fc.tuple(instants, periods, instants),
    ([instant, period, offset]) => {
      const [i, p, o] = [BigInt(instant), BigInt(period), BigInt(offset)];
      const past = (((i - o) % p) + p) % p;
      const floor = i - past;
      const ceiling = past === 0n ? i : floor + p;
      if (floor >= BigInt(-Number.MAX_SAFE_INTEGER)) {
        expect(floorTo(instant, period, offset)).toBe(Number(floor));
      }
      expect(ceilTo(instant, period, offset)).toBe(
        ceiling > BigInt(MAX_TIMESTAMP) ? MAX_TIMESTAMP : Number(ceiling),
      );
    },
  );
});

describe("what is an instant", () => {
  test.each<[unknown, boolean, string]>([
    [0, true, "the epoch"],
    [MAX_TIMESTAMP, true, "the end of time"],
    [MIN_TIMESTAMP, true, "the first instant"],
    [MAX_TIMESTAMP + 1, false, "after the end"],
    [MIN_TIMESTAMP - 1, false, "before the start"],
    [1.5, false, "a fraction"],
    [Number.NaN, false, "no number"],
    [Number.POSITIVE_INFINITY, false, "infinity is not the end of time"],
    ["0", false, "text"],
    [0n, false, "bigint"],
    [null, false, "nothing"],
  ])("isInstant(%s) = %s: %s", (value, expected) => {
    expect(isInstant(value)).toBe(expected);
    const input = value as number;
    if (expected) {
      expect(toInstant(input)).toBe(value);
      expect(toWatermark(input)).toBe(value);
      return;
    }
    expect(errorOf(() => toInstant(input)).code).toBe("INVALID_TIMESTAMP");
    expect(errorOf(() => toTimestamp(input)).code).toBe("INVALID_TIMESTAMP");
    expect(errorOf(() => toWatermark(input)).code).toBe("INVALID_WATERMARK");
  });

  test("-0 becomes 0", () => {
    for (const read of [toInstant, toTimestamp, toWatermark]) {
      expect(Object.is(read(-0), 0)).toBe(true);
    }
  });

  test("a Date counts by its time, an invalid one is refused", () => {
    expect(toInstant(new Date(5))).toBe(5);
    expect(toTimestamp(new Date(5))).toBe(5);
    expect(toWatermark(new Date(5))).toBe(5);
    const invalid = new Date(Number.NaN);
    expect(errorOf(() => toInstant(invalid)).message).toContain("Date(NaN)");
    expect(errorOf(() => toWatermark(invalid)).message).toContain("Date(NaN)");
  });

  test("an element cannot be at the end of time", () => {
    expect(toTimestamp(MAX_TIMESTAMP - 1)).toBe(MAX_TIMESTAMP - 1);
    const error = errorOf(() => toTimestamp(MAX_TIMESTAMP));
    expect(error.code).toBe("INVALID_TIMESTAMP");
    expect(error.message).toContain("The timestamp 8640000000000000 is the end of time");
    expect(error.value).toBe(MAX_TIMESTAMP);
  });

  test("errors name what was meant and what was given", () => {
    expect(errorOf(() => toInstant(1.5)).message).toMatch(/^The instant 1\.5 is not an integer/);
    expect(errorOf(() => toInstant(1.5, "arrival")).message).toMatch(/^The arrival 1\.5 is/);
    expect(errorOf(() => toTimestamp(1.5)).message).toMatch(/^The timestamp 1\.5 is/);
    const error = errorOf(() => toWatermark(1.5));
    expect(error.message).toMatch(/^The watermark 1\.5 is not an integer/);
    expect(error.value).toBe(1.5);
    expect(errorOf(() => toWatermark(1.5, "mark")).message).toMatch(/^The mark 1\.5 is/);
  });
});

test.each<[number, string, string]>([
  [0, "1970-01-01T00:00:00.000Z", "ISO text"],
  [-1, "1969-12-31T23:59:59.999Z", "before the epoch"],
  [MIN_TIMESTAMP, "-∞", "the start has a name"],
  [MIN_TIMESTAMP + 1, "-271821-04-20T00:00:00.001Z", "the next instant has not"],
  [MIN_TIMESTAMP - 5, "-∞", "beyond it too"],
  [MAX_TIMESTAMP, "∞", "the end has a name"],
  [MAX_TIMESTAMP - 1, "+275760-09-12T23:59:59.999Z", "the instant before has not"],
  [MAX_TIMESTAMP + 5, "∞", "beyond it too"],
])("formatInstant(%d) = %s: %s", (instant, text) => {
  expect(formatInstant(instant)).toBe(text);
});
