import { Buckets } from "./buckets.ts";
import { isSessions } from "../windows/sessions.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import type { Plan } from "./plan.ts";
import { MergingWindows } from "./merging-windows.ts";
import { Sessions } from "./sessions.ts";
import type { Strategy } from "./strategy.ts";

/** How cells are laid out and found; every plan makes the same panes. */
export type PlanName = "general" | "sessions";

/** The plan of an engine, and for each plan that would be better why it is not that one. */
export interface PlanChoice {
  readonly name: PlanName;
  readonly because: readonly string[];
}

/** What `choosePlan` has chosen, ready to run. */
export interface ChosenPlan<K extends Key, T, R> {
  readonly plan: Plan<K, T, R>;
  readonly choice: PlanChoice;
}

/**
 * The best plan for a strategy. `only` asks for the general one, which can run every strategy: by
 * it the others are tested.
 */
export function choosePlan<K extends Key, T, R>(
  strategy: Strategy<T, R>,
  core: Core<K, T, R>,
  only: "general" | null = null,
): ChosenPlan<K, T, R> {
  const { windows } = strategy;
  if (windows.shape === "merging") {
    if (isSessions(windows) && only === null) {
      return { plan: new Sessions(core, windows.gapMs), choice: { name: "sessions", because: [] } };
    }
    const reason =
      only === null ? "sessions: windows merge by a function of your own" : "asked for";
    const plan = new MergingWindows(core, windows);
    return { plan, choice: { name: "general", because: [reason] } };
  }
  const plan = new Buckets(core, windows);
  return { plan, choice: { name: "general", because: only === null ? [] : ["asked for"] } };
}
