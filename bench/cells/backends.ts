import { Engine } from "tidemark/panes";
import { ByBatch, engineOf, outputTo, strategyOf } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { FixedFloor } from "../floors/fixed.ts";
import { hostOf } from "../subjects/host.ts";
import { weighed } from "../subjects/memory.ts";
import { persistentOf } from "../subjects/persistent.ts";
import { restoring, snapshotting } from "../subjects/snapshot.ts";
import { type BenchCell, base, floor, LATENESS, MINUTE, minutes } from "./cell.ts";

/** Every element is the first of another key and window: the keys take turns, ten minutes long. */
const live: FeedOptions = {
  elements: 1_000_000,
  keys: 100_000,
  stepMs: 0.6,
  regular: true,
  choose: "inTurn",
  disorder: 0,
  watermarkEvery: Number.POSITIVE_INFINITY,
};

const bundles: FeedOptions = { ...base, elements: 300_000, batch: 10_000, watermarkEvery: 10_000 };

export const backendCells: readonly BenchCell[] = [
  {
    name: "memory",
    unit: "bytes per live window and key",
    feed: live,
    contestants: (plan) => [
      weighed("floor", (results) => new FixedFloor(MINUTE, LATENESS, results)),
      weighed(
        "engine",
        (results) => new ByBatch(new Engine(strategyOf(minutes), outputTo(results), plan)),
      ),
    ],
  },
  {
    name: "persistent",
    feed: { ...base, elements: 100_000 },
    contestants: () => [floor(), persistentOf(minutes, "engine", false)],
  },
  {
    name: "persistent-kept",
    feed: { ...live, elements: 100_000 },
    contestants: () => [
      persistentOf(minutes, "unkept", false),
      persistentOf(minutes, "engine", true),
    ],
  },
  {
    name: "host",
    feed: bundles,
    contestants: (plan) => [
      engineOf(minutes, "batch", plan, { name: "in memory" }),
      hostOf(minutes),
    ],
  },
  {
    name: "snapshot",
    unit: "ns per live window and key",
    feed: { ...live, elements: 100_000 },
    contestants: () => [snapshotting(minutes), restoring(minutes)],
  },
];
