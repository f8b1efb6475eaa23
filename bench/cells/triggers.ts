import { afterCount, afterEach, afterWatermark, orFinally, repeatedly } from "tidemark/triggers";
import { streaming } from "../contestant.ts";
import { type Entry, engineOf, type Windowing } from "../engine.ts";
import { EarlyFloor } from "../floors/early.ts";
import { type BenchCell, base, entries, floor, LATENESS, MINUTE, minutes } from "./cell.ts";

const late = { share: 0.1, hopeless: 0.01, lateMs: LATENESS };

export const early: Windowing = {
  ...minutes,
  trigger: afterWatermark({ early: afterCount(10), late: afterCount(1) }),
};

function earlyCell(entry: Entry): BenchCell {
  return {
    name: `early-${entry}`,
    feed: { ...base, late },
    contestants: (plan) => [
      streaming("floor", (results) => new EarlyFloor(MINUTE, LATENESS, 10, entry, results)),
      engineOf(early, entry, plan),
    ],
  };
}

/** Counts first to `count`, then again and again to 20, until the window ends; then takes late ones. */
export function composite(count: number): Windowing {
  const counts = afterEach(afterCount(count), repeatedly(afterCount(20)));
  return { ...minutes, trigger: repeatedly(orFinally(counts, afterWatermark())) };
}

function compositeCell(entry: Entry): BenchCell {
  return {
    name: `composite-${entry}`,
    feed: base,
    contestants: (plan) => [
      floor("floor", "plain"),
      engineOf(composite(10), entry, plan),
      // Never gets so far, so that its panes are those of the plain loop.
      engineOf(composite(1_000_000), entry, plan, { name: "counting", group: "plain" }),
    ],
  };
}

/** Two engines beside each other that differ in one setting. */
function beside(name: string, usual: Windowing, other: Windowing, entry: Entry): BenchCell {
  return {
    name,
    feed: base,
    contestants: (plan) => [
      engineOf(usual, entry, plan, { name: "usual", group: "usual" }),
      engineOf(other, entry, plan),
    ],
  };
}

export const triggerCells: readonly BenchCell[] = [
  ...entries.map(earlyCell),
  ...entries.map(compositeCell),
  ...entries.flatMap((entry) => [
    beside(`earliest-${entry}`, minutes, { ...minutes, timestampCombiner: "earliest" }, entry),
    beside(`latest-${entry}`, minutes, { ...minutes, timestampCombiner: "latest" }, entry),
    beside(
      `retracting-${entry}`,
      { ...early, accumulation: "accumulating" },
      { ...early, accumulation: "retracting" },
      entry,
    ),
  ]),
];
