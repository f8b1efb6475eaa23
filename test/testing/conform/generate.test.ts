import { describe, expect, test } from "vitest";
import type { Case } from "../../../src/testing/cases/case.ts";
import type { Capabilities } from "../../../src/testing/conform/capabilities.ts";
import { casesWithin, generate } from "../../../src/testing/conform/generate.ts";

const drawn = (can: Capabilities, from = 0, to = 1_000): Case[] =>
  [...generate(casesWithin(can), 1, from, to)].map(({ input }) => input);

describe("random cases", () => {
  test("depend on seed and number alone", () => {
    const all = drawn({}, 0, 1_200);
    expect(drawn({}, 490, 510)).toEqual(all.slice(490, 510));
    expect(drawn({}, 1_199, 1_200)).toEqual(all.slice(1_199));
    expect([...generate(casesWithin({}), 2, 0, 5)].map(({ input }) => input)).not.toEqual(
      all.slice(0, 5),
    );
  });

  test("stay within capabilities", () => {
    const can: Capabilities = {
      windows: ["sessions"],
      triggers: ["afterCount", "repeatedly"],
      accumulation: ["retracting"],
      closing: ["always"],
      onTime: ["ifNonEmpty"],
      timestampCombiner: ["latest"],
      combine: ["mean"],
      allowedLateness: false,
      keys: false,
      processingTime: false,
      triggerDepth: 2,
      earliest: 100,
    };
    for (const { strategy, steps } of drawn(can)) {
      expect(strategy).toMatchObject({
        windows: { sessions: {} },
        accumulation: "retracting",
        closing: "always",
        onTime: "ifNonEmpty",
        timestampCombiner: "latest",
        combine: "mean",
        allowedLateness: 0,
      });
      expect(JSON.stringify(strategy.trigger)).toMatch(
        /^(\{"repeatedly":)?\{"afterCount":\d+\}\}?$/,
      );
      const text = JSON.stringify(steps);
      expect(text).not.toContain("processingTime");
      expect(text).not.toContain('"j"');
      for (const step of steps) {
        if ("elements" in step)
          for (const [, timestamp] of step.elements) expect(timestamp).toBeGreaterThanOrEqual(100);
      }
    }
  });

  test("have every window, mode and trigger where nothing is restricted", () => {
    const text = JSON.stringify(drawn({}));
    const words = [
      ["global", "fixed", "sliding", "sessions", "discarding", "accumulating", "retracting"],
      ["endOfWindow", "earliest", "latest", "list", "sum", "count", "min", "max", "mean"],
      ["default", "never", "always", "afterCount", "afterWatermark", "early", "late"],
      ["afterProcessingTime", "alignTo", "afterSynchronizedProcessingTime", "repeatedly"],
      ["afterAll", "afterAny", "afterEach", "orFinally", "advanceTogether"],
    ];
    for (const word of words.flat()) expect(text).toContain(`"${word}"`);
  });
});
