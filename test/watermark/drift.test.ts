import { describe, expect, test } from "vitest";
import {
  driftReport,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  WatermarkInputs,
} from "../../src/watermark/index.ts";
import { errorOf } from "./errors-of.ts";

describe("drift", () => {
  test.each<[Record<string, number>, number, number | null, [string, number][], string]>([
    [{ a: 0, b: 10, c: 11 }, 10, 0, [["c", 11]], "more than the drift, not as much as it"],
    [
      { a: 20, b: 5, c: 30 },
      10,
      5,
      [
        ["a", 15],
        ["c", 25],
      ],
      "in the order given",
    ],
    [{ a: 5, b: 5 }, 0, 5, [], "side by side"],
    [{ a: 5, b: 6 }, 0, 5, [["b", 1]], "no drift allowed"],
    [{ a: -5, b: 6 }, 10, -5, [["b", 11]], "across the epoch"],
    [{}, 0, null, [], "no inputs, no minimum"],
    [{ a: 5 }, 0, 5, [], "one is never ahead of itself"],
    [
      { a: MIN_TIMESTAMP, b: 0 },
      1e12,
      MIN_TIMESTAMP,
      [["b", MAX_TIMESTAMP]],
      "an input without a watermark holds all others",
    ],
    [
      { a: 0, b: MAX_TIMESTAMP },
      10,
      0,
      [],
      "an ended input is not ahead: there is nothing to pause",
    ],
    [{ a: MAX_TIMESTAMP }, 10, MAX_TIMESTAMP, [], "all have ended"],
    [
      { a: 0, b: MAX_TIMESTAMP - 1 },
      10,
      0,
      [["b", MAX_TIMESTAMP - 1]],
      "just before the end it is",
    ],
  ])("%j, %d allowed: minimum %d, ahead %j: %s", (watermarks, maxDriftMs, minimum, ahead) => {
    expect(driftReport(watermarks, maxDriftMs)).toEqual({
      minimum,
      maxDriftMs,
      ahead: ahead.map(([input, aheadMs]) => ({ input, watermark: watermarks[input], aheadMs })),
    });
  });

  test("takes durations of any form and the active inputs of a combination", () => {
    const inputs = new WatermarkInputs(["slow", "fast", "away"]);
    inputs.idle("away");
    inputs.advance("slow", 0);
    inputs.advance("fast", 60_001);
    expect(driftReport(inputs.activeWatermarks(), "1m")).toEqual({
      minimum: 0,
      maxDriftMs: 60_000,
      ahead: [{ input: "fast", watermark: 60_001, aheadMs: 60_001 }],
    });
  });

  test("refuses a negative drift and what is no watermark", () => {
    const drift = errorOf(() => driftReport({}, -1));
    expect(drift.code).toBe("INVALID_DURATION");
    expect(drift.message).toContain("The drift -1 is less than 0 ms");
    const watermark = errorOf(() => driftReport({ a: Number.NaN }, 1));
    expect(watermark.code).toBe("INVALID_WATERMARK");
    expect(watermark.message).toContain("The watermark of input a NaN");
  });
});
