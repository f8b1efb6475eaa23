import { Crowd } from "../crowd.ts";
import { type Entry, engineOf } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { type BenchCell, base, entries, floor, LATENESS, minutes } from "./cell.ts";

/** 50 000 elements a window; with 100 000 keys ten times as many, 5 for each pane. */
const feeds: readonly FeedOptions[] = [
  { ...base, keys: 1 },
  base,
  { ...base, keys: 100_000, stepMs: 0.12 },
];

const late = { share: 0.1, hopeless: 0.01, lateMs: LATENESS };

function cell(name: string, feed: FeedOptions, entry: Entry): BenchCell {
  return {
    name,
    feed,
    contestants: (plan) => [floor(), engineOf(minutes, entry, plan)],
  };
}

/** Says how far apart two runs of the same code are on this machine. */
const noise: BenchCell = {
  name: "noise",
  feed: base,
  contestants: () => [floor(), floor("engine")],
};

/** The same with five other pipelines in the process, which no longer lets V8 assume anything. */
function crowded(entry: "element" | "batch"): BenchCell {
  return {
    ...cell(`crowded-${entry}`, base, entry),
    company: () => {
      const crowd = new Crowd();
      return () => crowd.work();
    },
  };
}

export const fixedCells: readonly BenchCell[] = [
  noise,
  ...feeds.flatMap((feed) =>
    entries.map((entry) => cell(`fixed-${feed.keys}-${entry}`, feed, entry)),
  ),
  cell("fixed-1000-coded", base, "coded"),
  cell("fixed-fractions-element", { ...base, fractions: true }, "element"),
  cell("fixed-late-element", { ...base, late }, "element"),
  ...entries.map(crowded),
];
