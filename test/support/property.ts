import fc from "fast-check";
import { test } from "vitest";
import type { Law } from "../../src/testing/laws/law.ts";

// The environment is the only way to tell a test run how long to be and where to start.
const runs = Number(process.env["TIDEMARK_RUNS"] ?? 300);
const seed = Number(process.env["TIDEMARK_SEED"] ?? 20_150_801);
const timeoutMs = 3_600_000;

/** Declares a property as a test: `TIDEMARK_RUNS` random inputs from `TIDEMARK_SEED` on. */
export function law<T>(name: string, input: fc.Arbitrary<T>, holds: (input: T) => void): void {
  // oxlint-disable-next-line vitest/valid-title -- the name is the law's
  test(
    name,
    () => {
      fc.assert(
        fc.property(input, (value) => {
          holds(value);
        }),
        { numRuns: runs, seed },
      );
    },
    timeoutMs,
  );
}

/** Declares a law of the kit as a test, with as many random cases from the same seed. */
export function lawTest(of: Law): void {
  test(`Law ${of.number}: ${of.name}`, () => of.check({ runs, seed }), timeoutMs);
}
