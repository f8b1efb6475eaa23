import fc from "fast-check";
import type { CaseWindows } from "../cases/case.ts";
import { type Weights, weighted } from "./weighted.ts";

export type WindowKind = "fixed" | "sessions" | "sliding" | "global";

const usual: Readonly<Record<WindowKind, number>> = {
  fixed: 3,
  sessions: 6,
  sliding: 3,
  global: 1,
};

export const windowKinds: readonly WindowKind[] = Object.freeze(Object.keys(usual) as WindowKind[]);

const offset = fc.integer({ min: -12, max: 12 });

/**
 * Windows of 5 to 20 ms with offsets on both sides of zero; sliding ones overlap, or leave gaps.
 * Sessions are the most frequent, because they can go wrong in the most ways.
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
  });
}
