import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fromFlinkWatermark,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  toFlinkWatermark,
} from "../../src/watermark/index.ts";
import { law } from "../support/property.ts";
import { errorOf } from "./errors-of.ts";

describe("Flink's watermark", () => {
  test.each<[number, number, string]>([
    [9999, 10_000, "completes [0, 10000) there and here"],
    [-1, 0, "across the epoch"],
    [-5, -4, "before the epoch"],
    [2 ** 63, MAX_TIMESTAMP, "Long.MAX_VALUE, as JavaScript has it, is the end of input"],
    [-(2 ** 63), MIN_TIMESTAMP, "Long.MIN_VALUE is no watermark yet"],
    [MAX_TIMESTAMP, MAX_TIMESTAMP, "there is nothing after the end of time"],
    [MAX_TIMESTAMP - 1, MAX_TIMESTAMP, "nor before its first instant"],
    [MIN_TIMESTAMP, MIN_TIMESTAMP + 1, "one after the first instant"],
    [MIN_TIMESTAMP - 1, MIN_TIMESTAMP, "the first instant"],
  ])("%d is %d: %s", (flink, ours) => {
    expect(Object.is(fromFlinkWatermark(flink), ours)).toBe(true);
  });

  test.each<[number, number, string]>([
    [10_000, 9999, "one less"],
    [0, -1, "across the epoch"],
    [MIN_TIMESTAMP, MIN_TIMESTAMP - 1, "no promise about the first instant either"],
    [MAX_TIMESTAMP, MAX_TIMESTAMP - 1, "all that a number of ours can say"],
  ])("from ours %d: %d: %s", (ours, flink) => {
    expect(toFlinkWatermark(ours)).toBe(flink);
  });

  law(
    "there and back is the same",
    fc.integer({ min: MIN_TIMESTAMP, max: MAX_TIMESTAMP }),
    (watermark) => {
      expect(fromFlinkWatermark(toFlinkWatermark(watermark))).toBe(watermark);
    },
  );

  test("has to be an integer", () => {
    for (const bad of [Number.NaN, 0.5, Number.POSITIVE_INFINITY]) {
      const error = errorOf(() => fromFlinkWatermark(bad));
      expect(error.code).toBe("INVALID_WATERMARK");
      expect(error.message).toContain(`Flink's watermark ${bad} is not an integer`);
      expect(error.value).toBe(bad);
      expect(errorOf(() => toFlinkWatermark(bad)).code).toBe("INVALID_WATERMARK");
    }
    expect(errorOf(() => toFlinkWatermark(MAX_TIMESTAMP + 1)).code).toBe("INVALID_WATERMARK");
  });
});
