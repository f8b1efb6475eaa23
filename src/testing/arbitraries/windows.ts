import fc from "fast-check";
import type { CaseWindows } from "../cases/case.ts";
import { type Weights, weighted } from "./weighted.ts";

export type WindowKind = "fixed" | "sessions" | "sliding" | "global" | "calendar";

const usual: Readonly<Record<WindowKind, number>> = {
  fixed: 3,
  sessions: 6,
  sliding: 3,
  global: 1,
  // Days are out of reach for scripts that last some milliseconds.
  calendar: 0,
};

export const windowKinds: readonly WindowKind[] = Object.freeze(Object.keys(usual) as WindowKind[]);

const offset = fc.integer({ min: -12, max: 12 });

/** In 2011 each of them had a change of its clocks, most at midnight. */
const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Australia/Lord_Howe",
  "Asia/Beirut",
  "America/St_Johns",
);
const start = fc.constantFrom("1970-01-01", "1970-01-31");

const calendars = fc.oneof(
  { withCrossShrink: true },
  fc.record({ days: fc.integer({ min: 1, max: 3 }), zone, start: fc.constant("1970-01-01") }),
  fc.record({ weeks: fc.constant(1), zone, start: fc.constantFrom("1969-12-29", "1970-01-04") }),
  fc.record({ months: fc.integer({ min: 1, max: 2 }), zone, start }),
);

/**
 * Windows of 5 to 20 ms with offsets on both sides of zero; sliding ones overlap, or leave gaps.
 * Sessions are the most frequent, because they can go wrong in the most ways. Calendar windows are
 * drawn only where they are given a weight: they are of 1 day to 2 months, in zones whose clocks are
 * set in strange ways, and need scripts that last as long.
 */
export function windows(weights: Weights<WindowKind> = {}): fc.Arbitrary<CaseWindows> {
  return weighted<WindowKind, CaseWindows>(usual, weights, {
    fixed: fc.record({ fixed: fc.record({ size: fc.constantFrom(10, 7), offset }) }),
    sessions: fc.record({ sessions: fc.record({ gap: fc.constantFrom(10, 5) }) }),
    sliding: fc.record({
      sliding: fc.record({
        size: fc.constantFrom(10, 6, 20),
        period: fc.constantFrom(5, 7, 10),
        offset,
      }),
    }),
    global: fc.constant("global"),
    calendar: fc.record({ calendar: calendars }),
  });
}
