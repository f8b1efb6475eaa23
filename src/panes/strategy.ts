import type { Combiner } from "../combine/combine-fn.ts";
import { list } from "../combine/list.ts";
import { show, TidemarkError } from "../errors.ts";
import { defaultTrigger } from "../triggers/build.ts";
import { unmergeablePart } from "../triggers/facts.ts";
import { unsafePart } from "../triggers/safety.ts";
import type { Trigger, TriggerJson } from "../triggers/trigger.ts";
import { type DurationInput, toDurationAtLeast } from "../watermark/duration.ts";
import type { FunctionIdentity } from "../watermark/identity.ts";
import type { DurationMs } from "../watermark/time.ts";
import type { WindowFn, WindowFnJson } from "../windows/window-fn.ts";
import { checkTimestampCombiner, type TimestampCombiner } from "./timestamp-combiner.ts";

/** How the panes of one window relate: deltas, totals, or totals that take the previous one back. */
export type Accumulation = "discarding" | "accumulating" | "retracting";
/** Whether a pane without new elements is made at the end (`onTime`) and at expiry (`closing`). */
export type EmptyPanes = "always" | "ifNonEmpty";
/**
 * What a window that expires leaves: a last pane whatever the trigger, even without new elements
 * (`always`) or only with them (`ifNonEmpty`); or what the trigger is due for, and no more (`never`, as
 * in Flink): elements that it is not due for come in no pane, and are counted as `unfired`.
 */
export type ClosingPanes = EmptyPanes | "never";

/** What, where, when and how: everything that decides which panes an element ends up in. */
export interface StrategyOptions<T, R> {
  /** Where in event time. */
  readonly windows: WindowFn<T>;
  /** When in processing time. Default: once the watermark passes the window's end, and for late data. */
  readonly trigger?: Trigger;
  /** How refinements relate. Default `discarding`. */
  readonly accumulation?: Accumulation;
  /** How long after its end a window takes late data. Default 0. */
  readonly allowedLateness?: DurationInput;
  /** Default `always`. */
  readonly onTime?: EmptyPanes;
  /** Default `ifNonEmpty`. */
  readonly closing?: ClosingPanes;
  /** Default `endOfWindow`. */
  readonly timestampCombiner?: TimestampCombiner;
  /** Accepts a trigger that finishes, after which a window drops its elements. Default false. */
  readonly allowUnsafeTriggers?: boolean;
  /** What is computed. Default: the list of the elements. */
  readonly combine?: Combiner<T, R>;
}

/** A complete, checked strategy. */
export interface Strategy<T, R> {
  readonly windows: WindowFn<T>;
  readonly trigger: Trigger;
  readonly accumulation: Accumulation;
  readonly allowedLatenessMs: DurationMs;
  readonly onTime: EmptyPanes;
  readonly closing: ClosingPanes;
  readonly timestampCombiner: TimestampCombiner;
  readonly combine: Combiner<T, R>;
}

/** A strategy as plain data: what snapshots compare. */
export interface StrategyJson {
  readonly windows: WindowFnJson;
  readonly trigger: TriggerJson;
  readonly accumulation: Accumulation;
  readonly allowedLateness: DurationMs;
  readonly onTime: EmptyPanes;
  readonly closing: ClosingPanes;
  readonly timestampCombiner: string | FunctionIdentity;
  readonly combine: FunctionIdentity;
}

/**
 * Checks and completes a strategy. Throws `UNSAFE_TRIGGER` for a trigger that finishes while data
 * may still come, and `INVALID_STRATEGY` or a more special code for a malformed part.
 */
export function strategy<T, R = T[]>(options: StrategyOptions<T, R>): Strategy<T, R> {
  const { windows, trigger = defaultTrigger() } = options;
  if (typeof windows?.assign !== "function") {
    throw new TidemarkError(
      "INVALID_STRATEGY",
      `windows is ${show(windows)}, which is no window function.`,
      windows,
    );
  }
  if (typeof trigger?.kind !== "string") {
    throw new TidemarkError(
      "INVALID_STRATEGY",
      `trigger is ${show(trigger)}, which is no trigger.`,
      trigger,
    );
  }
  if (windows.shape === "merging") refuseUnmergeable(trigger);
  const allowedLatenessMs = toDurationAtLeast(options.allowedLateness ?? 0, 0, "allowed lateness");
  if (options.allowUnsafeTriggers !== true) refuseUnsafe(trigger, allowedLatenessMs);
  return Object.freeze({
    windows,
    trigger,
    accumulation: oneOf("accumulation", options.accumulation ?? "discarding", [
      "discarding",
      "accumulating",
      "retracting",
    ]),
    allowedLatenessMs,
    onTime: oneOf("onTime", options.onTime ?? "always", ["always", "ifNonEmpty"]),
    closing: oneOf("closing", options.closing ?? "ifNonEmpty", ["always", "ifNonEmpty", "never"]),
    timestampCombiner: checkTimestampCombiner(options.timestampCombiner ?? "endOfWindow"),
    combine: checkCombiner(options.combine ?? (list<T>() as unknown as Combiner<T, R>)),
  });
}

/** The plain data of a strategy; functions are known by name and version. */
export function strategyToJson(strategy: Strategy<never, unknown>): StrategyJson {
  const { timestampCombiner, combine } = strategy;
  return {
    windows: strategy.windows.toJSON(),
    trigger: strategy.trigger.toJSON(),
    accumulation: strategy.accumulation,
    allowedLateness: strategy.allowedLatenessMs,
    onTime: strategy.onTime,
    closing: strategy.closing,
    timestampCombiner:
      typeof timestampCombiner === "string"
        ? timestampCombiner
        : { name: timestampCombiner.name, version: timestampCombiner.version },
    combine: { name: combine.name, version: combine.version },
  };
}

function refuseUnsafe(trigger: Trigger, allowedLatenessMs: DurationMs): void {
  const part = unsafePart(trigger, allowedLatenessMs);
  if (part === null) return;
  throw new TidemarkError(
    "UNSAFE_TRIGGER",
    `The trigger ${trigger} finishes with ${part}; the window is then closed and every later element in it is dropped.`,
    trigger,
  );
}

function refuseUnmergeable(trigger: Trigger): void {
  const part = unmergeablePart(trigger);
  if (part === null) return;
  const why =
    part.kind === "afterDelta"
      ? "of windows that become one none has the last value"
      : "it does not say that it can merge";
  throw new TidemarkError(
    "INVALID_TRIGGER",
    `The trigger ${trigger} has ${part}, which windows that merge cannot have: ${why}.`,
    trigger,
    part.kind === "afterDelta"
      ? "Use windows that do not merge, or another trigger."
      : "Set `merges` if its machine's onMerge is complete.",
  );
}

function oneOf<V extends string>(field: string, value: V, known: readonly V[]): V {
  if (known.includes(value)) return value;
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `${field} is ${show(value)}.`,
    value,
    `Use one of ${known.join(", ")}.`,
  );
}

function checkCombiner<T, R>(combine: Combiner<T, R>): Combiner<T, R> {
  if (typeof combine?.add === "function" && typeof combine.create === "function") return combine;
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `combine is ${show(combine)}, which is no combiner.`,
    combine,
  );
}
