import { show, TidemarkError } from "../errors.ts";
import { type FunctionIdentity, identityOf } from "../watermark/identity.ts";
import { type EventTime, isInstant } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";

/** A timestamp combiner of your own. Results must be integer milliseconds. */
export interface CustomTimestampCombiner extends FunctionIdentity {
  /** What one element contributes; cut to the window's last instant. */
  readonly assign: (timestamp: EventTime, window: Window) => EventTime;
  /** The timestamp of two contributions. Commutative and associative. */
  readonly combine: (a: EventTime, b: EventTime) => EventTime;
}

/**
 * How the timestamps of a pane's elements become the pane's. Until the pane is made the output
 * watermark is held at it.
 */
export type TimestampCombiner = "endOfWindow" | "earliest" | "latest" | CustomTimestampCombiner;

/** A timestamp combiner made to run. */
export interface CompiledTimestampCombiner {
  /** True for `endOfWindow`, whose result no element can change. */
  readonly dependsOnlyOnWindow: boolean;
  assign(timestamp: EventTime, window: Window): EventTime;
  combine(a: EventTime, b: EventTime): EventTime;
}

const endOfWindow: CompiledTimestampCombiner = {
  dependsOnlyOnWindow: true,
  assign: (_timestamp, window) => window.end - 1,
  combine: (a) => a,
};
const earliest: CompiledTimestampCombiner = {
  dependsOnlyOnWindow: false,
  assign: (timestamp, window) => Math.min(timestamp, window.end - 1),
  combine: Math.min,
};
const latest: CompiledTimestampCombiner = { ...earliest, combine: Math.max };

export function compileTimestampCombiner(combiner: TimestampCombiner): CompiledTimestampCombiner {
  if (combiner === "endOfWindow") return endOfWindow;
  if (combiner === "earliest") return earliest;
  if (combiner === "latest") return latest;
  const sound = (instant: EventTime): EventTime => {
    if (isInstant(instant)) return instant;
    throw new TidemarkError(
      "INVALID_TIMESTAMP",
      `The timestamp combiner ${combiner.name} returned ${show(instant)}.`,
      instant,
    );
  };
  return {
    dependsOnlyOnWindow: false,
    assign: (timestamp, window) =>
      Math.min(sound(combiner.assign(timestamp, window)), window.end - 1),
    combine: (a, b) => sound(combiner.combine(a, b)),
  };
}

/** The combiner itself if it is one; `INVALID_STRATEGY` otherwise. */
export function checkTimestampCombiner(combiner: TimestampCombiner): TimestampCombiner {
  if (combiner === "endOfWindow" || combiner === "earliest" || combiner === "latest")
    return combiner;
  if (typeof combiner?.assign === "function" && typeof combiner.combine === "function") {
    return Object.freeze({
      ...identityOf(combiner, "timestamp combiner"),
      assign: combiner.assign,
      combine: combiner.combine,
    });
  }
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `${show(combiner)} is no timestamp combiner.`,
    combiner,
    "Use endOfWindow, earliest, latest, or { name, version, assign, combine }.",
  );
}
