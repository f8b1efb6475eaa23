import { Buckets } from "./buckets.ts";
import { type CumulateWindowFn, isCumulate } from "../windows/cumulate.ts";
import { isSessions } from "../windows/sessions.ts";
import type { PeriodicWindowFn } from "../windows/window-fn.ts";
import { ColumnWindows } from "./columns/column-windows.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import { MergingWindows } from "./merging-windows.ts";
import type { Plan } from "./plan.ts";
import { Sessions } from "./sessions.ts";
import { WhileExact } from "./slices/while-exact.ts";
import type { Strategy } from "./strategy.ts";
import { MAX_TIMESTAMP } from "../watermark/time.ts";

/** How cells are laid out and found; every plan makes the same panes. */
export type PlanName = "columnar" | "general" | "sessions" | "sliced";

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
 * Why the best plan must not be taken. `general` asks for the general one, which can run every
 * strategy: by it the others are tested. `cells` says that cells are what is stored, one by one.
 */
export type Only = "general" | "cells" | null;

const orders: Readonly<Record<NonNullable<Only>, string>> = {
  general: "asked for",
  cells: "its cells are stored one by one",
};

/** The best plan for a strategy. */
export function choosePlan<K extends Key, T, R>(
  strategy: Strategy<T, R>,
  core: Core<K, T, R>,
  only: Only = null,
): ChosenPlan<K, T, R> {
  const { windows } = strategy;
  if (windows.shape === "merging") {
    if (isSessions(windows) && only !== "general")
      return { plan: new Sessions(core, windows.gapMs), choice: { name: "sessions", because: [] } };
    const whose =
      windows.kind === "custom"
        ? "windows merge by a function of your own"
        : "sessions are not of one gap, are cut, or merge where they touch";
    const why = only === null ? whose : orders[only];
    const plan = new MergingWindows(core, windows);
    return { plan, choice: { name: "general", because: [why] } };
  }
  if (isCumulate(windows)) return ofOverlapping(windows, strategy, core, only);
  if (windows.shape === "plain" && windows.consecutive !== true) {
    const because =
      only === null ? ["windows are not of one size at one distance"] : [orders[only]];
    return { plan: new Buckets<K, T, R>(core, windows), choice: { name: "general", because } };
  }
  if (windows.shape === "periodic" && windows.periodMs < windows.sizeMs)
    return ofOverlapping(windows, strategy, core, only);
  const because = only === null ? whyNotColumnar(strategy, core) : [orders[only]];
  if (because.length > 0)
    return { plan: new Buckets<K, T, R>(core, windows), choice: { name: "general", because } };
  const plan = new ColumnWindows(core, windows, keepsCells(strategy));
  return { plan, choice: { name: "columnar", because } };
}

function ofOverlapping<K extends Key, T, R>(
  windows: PeriodicWindowFn | CumulateWindowFn,
  strategy: Strategy<T, R>,
  core: Core<K, T, R>,
  only: Only,
): ChosenPlan<K, T, R> {
  const because = only === null ? whyNotSliced(strategy, core) : [orders[only]];
  if (because.length > 0)
    return { plan: new Buckets<K, T, R>(core, windows), choice: { name: "general", because } };
  const plan = new WhileExact(core, windows, keepsCells(strategy));
  return { plan, choice: { name: "sliced", because } };
}

/** Whether more is to be known of windows that have fired than that. */
function keepsCells({ closing, accumulation }: Strategy<never, unknown>): boolean {
  return closing === "always" || accumulation === "retracting";
}

/** What would tell overlapping windows that share their contents from windows that do not. */
function whyNotSliced<K extends Key, T, R>(
  strategy: Strategy<T, R>,
  core: Core<K, T, R>,
): readonly string[] {
  const { combine } = strategy;
  const reasons: string[] = [];
  if ((combine.mergesExactly ?? false) === false)
    reasons.push(`the combiner ${combine.name} does not promise to merge exactly`);
  return [...reasons, ...whyNotColumnar(strategy, core)];
}

/** What would tell the keys of a window apart before its end, but for what they contain. */
function whyNotColumnar<K extends Key, T, R>(
  { trigger, timestampCombiner, closing }: Strategy<T, R>,
  core: Core<K, T, R>,
): readonly string[] {
  const reasons: string[] = [];
  if (!core.trigger.sleepsUntilEnd)
    reasons.push(`the trigger ${trigger} may be due, or learn something, before a window's end`);
  if (closing === "never" && !isDueAtEnd(core))
    reasons.push(`the trigger ${trigger} gives up what a window has at its expiry`);
  if (!core.stamps.dependsOnlyOnWindow) {
    const name = typeof timestampCombiner === "string" ? timestampCombiner : timestampCombiner.name;
    reasons.push(`the timestamp combiner ${name} depends on the elements`);
  }
  return reasons;
}

function isDueAtEnd<K extends Key, T, R>({ trigger, now }: Core<K, T, R>): boolean {
  return trigger.root.isDue(trigger.blank.slice(), { ...now, watermark: MAX_TIMESTAMP });
}
