import { show, TidemarkError } from "../errors.ts";
import type { FunctionIdentity } from "./identity.ts";
import type { PlainData } from "./plain.ts";
import type { DurationMs, EventTime } from "./time.ts";

/** Plain data that stands for a watermark strategy. */
export type WatermarkStrategyJson =
  | "monotonous"
  | { readonly bounded: DurationMs }
  | { readonly punctuated: FunctionIdentity }
  | { readonly perfect: readonly EventTime[] }
  | {
      readonly percentile: {
        readonly percent: number;
        readonly warmUp: number;
        readonly memory: number;
        readonly accuracy: number;
        readonly atMost?: DurationMs;
      };
    };

/**
 * How a watermark is derived from the elements that arrive. A frozen value; each run of it keeps
 * its state in a generator of its own, so one strategy serves any number of inputs.
 */
export interface WatermarkStrategy<in T = unknown> {
  readonly kind: "monotonous" | "bounded" | "punctuated" | "perfect" | "percentile";
  /** A generator that has seen nothing yet. */
  start(): WatermarkGenerator<T>;
  toJSON(): WatermarkStrategyJson;
  /** The expression that makes this strategy: `bounded(4h)`. */
  toString(): string;
}

/**
 * A watermark strategy at work on one input. It reads no clock: an input that falls silent keeps
 * its watermark until the host declares it idle (see `WatermarkInputs`) or advances it itself.
 */
export interface WatermarkGenerator<in T = unknown> {
  /** The watermark so far; `MIN_TIMESTAMP` before any element. */
  readonly watermark: EventTime;
  /** How many watermarks were ignored because they would have gone back. */
  readonly regressions: number;
  /**
   * Takes note of one element, in order of arrival, and returns the watermark **after** it, which
   * is never less than the one before. Hand the element to the engine first and this watermark
   * afterwards, or an element could be late by its own doing. When it throws, nothing has changed.
   */
  onElement(timestamp: EventTime, value: T): EventTime;
  /** The state as plain data that shares nothing with the generator. */
  snapshot(): PlainData;
  /**
   * Takes up the state of a snapshot, in place of its own. Throws `INVALID_SNAPSHOT` for data that
   * `snapshot` cannot have written and `STRATEGY_MISMATCH` for that of another strategy; then
   * nothing has changed.
   */
  restore(snapshot: unknown): void;
}

/**
 * Refuses the state of one strategy under another; both are compared, and named, by their text. To
 * be called before the other fields are read: another strategy has other fields.
 */
export function requireStrategy(snapshot: unknown, strategy: string): void {
  const known =
    typeof snapshot === "object" && snapshot !== null && Object.hasOwn(snapshot, "strategy");
  const taken = known ? (snapshot as { strategy: unknown }).strategy : strategy;
  if (taken === strategy) return;
  throw new TidemarkError(
    "STRATEGY_MISMATCH",
    `The watermark snapshot was taken under ${show(taken)}, not under ${show(strategy)}.`,
    taken,
  );
}
