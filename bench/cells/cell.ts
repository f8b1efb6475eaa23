import { fixed } from "tidemark/windows";
import { type Contestant, streaming } from "../contestant.ts";
import { type Entry, engineOf, type PlanWish, type Windowing } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { FixedFloor } from "../floors/fixed.ts";

export const MINUTE = 60_000;
export const LATENESS = 30_000;

/** What is counted, for each of what. */
export type Unit =
  | "ns per element"
  | "ns per live window and key"
  | "bytes per live window and key";

/** An input and those that are run on it; a process of its own. */
export interface BenchCell {
  readonly name: string;
  readonly feed: FeedOptions;
  /** Default `ns per element`. */
  readonly unit?: Unit;
  /** The first is what ratios are taken of. `plan` is what engines are to use. */
  contestants(plan: PlanWish): Contestant[];
  /** Something else that lives in the process and works before each round. */
  company?(): () => void;
}

/** Fixed minutes, a sum, string keys, 50 elements a pane: what all axes start from. */
export const base: FeedOptions = { elements: 1_000_000, keys: 1_000, stepMs: 1.2 };
export const minutes: Windowing = { windows: fixed(MINUTE), allowedLateness: LATENESS };

/** The plain hand-written loop, whose panes the default trigger's must equal. */
export function floor(name = "floor", group = "panes"): Contestant {
  return streaming(name, (results) => new FixedFloor(MINUTE, LATENESS, results), group);
}

/** The same loop as a measure of the machine's speed, where the engine does something else. */
export function yardstick(): Contestant {
  return floor("yardstick", "yardstick");
}

/** A cell that compares the engine with the machine's speed. */
export function alone(
  name: string,
  feed: FeedOptions,
  windowing: Windowing,
  entry: Entry = "batch",
): BenchCell {
  return {
    name,
    feed,
    contestants: (plan) => [yardstick(), engineOf(windowing, entry, plan)],
  };
}

export const entries = ["element", "batch"] as const satisfies readonly Entry[];
