import { type DurationInput, formatDuration } from "../watermark/duration.ts";
import type { DurationMs, EventTime } from "../watermark/time.ts";
import { toWindowLength } from "./length.ts";
import { interval, type Window } from "./interval.ts";
import { mergeOverlapping } from "./merge.ts";
import type { Merge, MergingWindowFn, WindowFnJson } from "./window-fn.ts";

/** Sessions as the engine knows them: intervals that merge where they overlap. */
export interface SessionWindowFn extends MergingWindowFn {
  readonly kind: "sessions";
  readonly gapMs: DurationMs;
}

/** Whether windows are sessions, of which all is known: that their intervals merge where they overlap. */
export function isSessions(windows: { readonly kind: string }): windows is SessionWindowFn {
  return windows.kind === "sessions";
}

class SessionWindows implements SessionWindowFn {
  readonly kind = "sessions";
  readonly shape = "merging";
  readonly gapMs: DurationMs;

  constructor(gapMs: DurationMs) {
    this.gapMs = gapMs;
  }

  assign(timestamp: EventTime): readonly Window[] {
    return [interval(timestamp, timestamp + this.gapMs)];
  }

  merge(windows: readonly Window[]): readonly Merge[] {
    return mergeOverlapping(windows);
  }

  toJSON(): WindowFnJson {
    return { sessions: { gap: this.gapMs, touching: "separate" } };
  }

  toString(): string {
    return `sessions(${formatDuration(this.gapMs)})`;
  }
}

/**
 * Periods of activity: an element claims `[t, t + gap)`, and a key's overlapping claims are one
 * window. Sessions at a distance of exactly the gap stay apart, as in Beam.
 */
export function sessions(gap: DurationInput): SessionWindowFn {
  return Object.freeze(new SessionWindows(toWindowLength(gap, "session gap")));
}
