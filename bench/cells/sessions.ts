import { sessions } from "tidemark/windows";
import { streaming } from "../contestant.ts";
import { engineOf } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { SessionsFloor } from "../floors/sessions.ts";
import { type BenchCell, entries } from "./cell.ts";

const GAP = 30_000;

/** The gap is three times a key's mean distance: 20 elements a session in the mean. */
const feeds: readonly FeedOptions[] = [
  { elements: 500_000, keys: 1, stepMs: 10_000 },
  { elements: 500_000, keys: 1_000, stepMs: 10 },
  { elements: 600_000, keys: 100_000, stepMs: 0.1 },
];

export const sessionCells: readonly BenchCell[] = feeds.flatMap((feed) =>
  entries.map((entry) => ({
    name: `sessions-${feed.keys}-${entry}`,
    feed,
    contestants: (plan) => [
      streaming("floor", (results) => new SessionsFloor(GAP, results)),
      engineOf({ windows: sessions(GAP) }, entry, plan),
    ],
  })),
);
