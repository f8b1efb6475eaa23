import { fixed, sessions, sliding } from "tidemark/windows";
import type { BenchCell } from "../cells/cell.ts";
import { streaming, type Subject } from "../contestant.ts";
import { engineOf, type Windowing } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { FixedFloor } from "../floors/fixed.ts";
import { SessionsFloor } from "../floors/sessions.ts";
import { SlidingSlicesFloor } from "../floors/sliding-slices.ts";
import type { Results } from "../results.ts";
import type { Peer } from "./peer.ts";

/** What all peers are given: sums over windows of one kind, nothing late, the default trigger. */
export interface Workload {
  readonly name: string;
  readonly kind: "fixed" | "sliding" | "sessions";
  readonly feed: FeedOptions;
  readonly windowing: Windowing;
  /** The same windows for the peers: `fixed:SIZE`, `sliding:SIZE:PERIOD` or `sessions:GAP`. */
  readonly windows: string;
  /** How many of the elements each peer gets; those that are not named get all. */
  readonly elements: Partial<Record<Peer, number>>;
  byHand(results: Results): Subject;
}

const SECOND = 1_000;

function fixedWorkload(keys: number, elements: number, stepMs: number, beam: number): Workload {
  return {
    name: `fixed, ${keys} ${keys === 1 ? "key" : "keys"}`,
    kind: "fixed",
    feed: { elements, keys, stepMs, boundMs: 200 },
    windowing: { windows: fixed(SECOND) },
    windows: `fixed:${SECOND}`,
    elements: { "beam-java": beam, pondjs: keys > 1_000 ? 5_000 : 20_000 },
    byHand: (results) => new FixedFloor(SECOND, 0, results),
  };
}

/**
 * Odd, while all timestamps are even: no element comes exactly a gap after another, where the peers
 * do not agree on whether they touch.
 */
const GAP = 30_001;

export const workloads: readonly Workload[] = [
  fixedWorkload(1, 2_000_000, 20, 500_000),
  fixedWorkload(1_000, 2_000_000, 0.02, 300_000),
  fixedWorkload(100_000, 4_000_000, 0.001, 200_000),
  {
    name: "sliding 60 s / 1 s, 1000 keys",
    kind: "sliding",
    feed: { elements: 400_000, keys: 1_000, stepMs: 1, ends: false },
    windowing: { windows: sliding(60 * SECOND, { period: SECOND }) },
    windows: `sliding:${60 * SECOND}:${SECOND}`,
    elements: { flink: 100_000, "beam-java": 20_000 },
    byHand: (results) => new SlidingSlicesFloor(60 * SECOND, SECOND, results),
  },
  {
    name: "sessions, 1000 keys",
    kind: "sessions",
    feed: { elements: 1_000_000, keys: 1_000, stepMs: 10, grainMs: 2 },
    windowing: { windows: sessions(GAP) },
    windows: `sessions:${GAP}`,
    elements: { flink: 500_000, "beam-java": 200_000 },
    byHand: (results) => new SessionsFloor(GAP, results),
  },
];

export function workloadNamed(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`There is no workload ${name}.`);
  return found;
}

/** A workload as a cell: the loop by hand and both entries of the engine, on so many elements. */
export function cellOf({ name, feed, windowing, byHand }: Workload, elements: number): BenchCell {
  return {
    name,
    feed: { ...feed, elements },
    contestants: (plan) => [
      streaming("by hand", byHand),
      engineOf(windowing, "element", plan, { name: "element" }),
      engineOf(windowing, "batch", plan),
    ],
  };
}
