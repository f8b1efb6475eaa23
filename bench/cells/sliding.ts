import { sliding } from "tidemark/windows";
import { type Contestant, streaming } from "../contestant.ts";
import { engineOf } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { SlidingBucketsFloor } from "../floors/sliding-buckets.ts";
import { SlidingSlicesFloor } from "../floors/sliding-slices.ts";
import { type BenchCell, entries, yardstick } from "./cell.ts";

const PERIOD = 1_000;

function slices(overlap: number, name = "floor"): Contestant {
  return streaming(name, (results) => new SlidingSlicesFloor(overlap * PERIOD, PERIOD, results));
}

/**
 * A new window every second, which lasts as many seconds as windows overlap, and a stated number of
 * elements for each key and second. There are many more seconds than windows overlap, and no end:
 * so there are as many panes at every overlap.
 */
const densities: Readonly<Record<string, FeedOptions>> = {
  "one-key": { elements: 1_000_000, keys: 1, stepMs: 1, ends: false },
  "20-each": { elements: 1_000_000, keys: 20, stepMs: 2.5, ends: false },
  "2-each": { elements: 1_000_000, keys: 200, stepMs: 2.5, ends: false },
};

export const overlaps: readonly number[] = [1, 6, 60, 600];

function overlapCell(density: string, overlap: number): BenchCell {
  return {
    name: `overlap-${density}-${overlap}`,
    feed: densities[density] as FeedOptions,
    contestants: (plan) => [
      yardstick(),
      slices(overlap, "slices"),
      engineOf({ windows: sliding(overlap * PERIOD, { period: PERIOD }) }, "batch", plan),
    ],
  };
}

/** 5 elements for each key and second, and a fifth of a pane for each element. */
const thousand: FeedOptions = { elements: 500_000, keys: 1_000, stepMs: 0.2, ends: false };

export const slidingCells: readonly BenchCell[] = [
  ...Object.keys(densities).flatMap((density) =>
    overlaps.map((overlap) => overlapCell(density, overlap)),
  ),
  ...entries.map(
    (entry): BenchCell => ({
      name: `sliding-60-${entry}`,
      feed: thousand,
      contestants: (plan) => [
        slices(60),
        engineOf({ windows: sliding(60 * PERIOD, { period: PERIOD }) }, entry, plan),
      ],
    }),
  ),
  {
    name: "sliding-6-buckets",
    feed: thousand,
    contestants: (plan) => [
      streaming("floor", (results) => new SlidingBucketsFloor(6 * PERIOD, PERIOD, results)),
      engineOf({ windows: sliding(6 * PERIOD, { period: PERIOD }) }, "batch", plan),
    ],
  },
];
