import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "../../../src/testing/arbitraries/cases.ts";
import { buildStrategy } from "../../../src/testing/cases/build.ts";
import type { Case } from "../../../src/testing/cases/case.ts";
import { conform } from "../../../src/testing/conform/conform.ts";
import { run } from "../../../src/testing/conform/judge.ts";
import { simplerCases } from "../../../src/testing/conform/shrink.ts";
import { towardZero } from "../../../src/testing/conform/toward-zero.ts";
import { MAX_TIMESTAMP } from "../../../src/watermark/time.ts";
import { law } from "../../support/property.ts";
import { engineOf } from "./support.ts";

/** Grows with everything that a simpler case must have less of. */
function sizeOf({ strategy, steps }: Case): number {
  const numbers = JSON.stringify([strategy, steps], (_name, value) =>
    value === MAX_TIMESTAMP ? 0 : value,
  );
  const digits = [...numbers.matchAll(/-?\d+/g)].map(([text]) => Math.abs(Number(text)));
  return numbers.length * 1_000 + digits.reduce((a, b) => a + b, 0);
}

describe("simpler cases", () => {
  law("are all valid, and none is the case itself", cases(), (input) => {
    const own = JSON.stringify(input);
    for (const simpler of simplerCases(input)) {
      buildStrategy(simpler.strategy);
      expect(JSON.stringify(simpler)).not.toBe(own);
    }
  });

  law("taking any of them again and again ends", fc.tuple(cases(), fc.nat()), ([input, pick]) => {
    let current: Case | undefined = input;
    for (let turn = 0; current !== undefined; turn++) {
      expect(turn).toBeLessThan(1_000);
      const candidates: Case[] = [...simplerCases(current)];
      current = candidates[(pick + turn) % Math.max(candidates.length, 1)];
    }
  });

  test("numbers go toward zero", () => {
    expect(towardZero(9)).toEqual([0, 4, 8]);
    expect(towardZero(-3)).toEqual([0, -1, -2]);
    expect(towardZero(1)).toEqual([0]);
    expect(towardZero(0)).toEqual([]);
  });

  test("a big failing case becomes as small as its fault", async () => {
    // The fault: two elements of key j in one bundle, whatever else there is.
    const faulty = engineOf((input) => {
      const isHit = input.steps.some(
        (step) => "elements" in step && step.elements.filter(([, , key]) => key === "j").length > 1,
      );
      if (isHit) throw new Error("hit");
      return run(input);
    });
    const drawn = fc.sample(cases(), { seed: 4, numRuns: 200 });
    const report = await conform(faulty, {
      cases: drawn.map((input, at) => ({ name: String(at), input })),
      shrinks: 3,
    });
    expect(report.failed).toBeGreaterThan(3);
    for (const { minimal } of report.failures.slice(0, 3)) {
      expect(minimal?.input.steps).toEqual([
        {
          elements: [
            [1, 0, "j"],
            [1, 0, "j"],
          ],
        },
      ]);
      expect(minimal?.input.strategy.trigger).toBe("default");
      expect(sizeOf(minimal?.input as Case)).toBeLessThan(500_000);
    }
    expect(report.failures[3]?.minimal).toBeNull();
  });
});
