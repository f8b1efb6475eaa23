import { type DurationInput, formatDuration } from "../watermark/duration.ts";
import type { DurationMs, EventTime } from "../watermark/time.ts";
import { interval, type Window } from "./interval.ts";
import type { LatenessOf } from "./lateness.ts";
import { toWindowLength } from "./length.ts";
import { mergeOverlapping } from "./merge.ts";
import { type SessionOptions, SessionRules } from "./session-options.ts";
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

/** Sessions that touch, or are cut. */
class RuledSessions implements MergingWindowFn {
  readonly kind = "ruledSessions";
  readonly shape = "merging";
  readonly gapMs: DurationMs;
  readonly lateness: LatenessOf;
  private readonly rules: SessionRules;

  constructor(gapMs: DurationMs, rules: SessionRules) {
    this.gapMs = gapMs;
    this.rules = rules;
    this.lateness = rules.lateness;
  }

  assign(timestamp: EventTime): readonly Window[] {
    return [this.rules.claim(timestamp, this.gapMs)];
  }

  merge(windows: readonly Window[]): readonly Merge[] {
    return this.rules.merge(windows);
  }

  toJSON(): WindowFnJson {
    return { sessions: { gap: this.gapMs, ...this.rules.toJSON() } };
  }

  toString(): string {
    return `sessions(${formatDuration(this.gapMs)}${this.rules})`;
  }
}

/**
 * Periods of activity: an element claims `[t, t + gap)`, and a key's overlapping claims are one
 * window. Sessions at a distance of exactly the gap stay apart, as in Beam, unless `touching` says
 * otherwise. Throws `INVALID_DURATION` or `INVALID_WINDOWS` for a malformed argument.
 */
export function sessions(gap: DurationInput): SessionWindowFn;
export function sessions(gap: DurationInput, options: SessionOptions): MergingWindowFn;
export function sessions(gap: DurationInput, options: SessionOptions = {}): MergingWindowFn {
  const gapMs = toWindowLength(gap, "session gap");
  const rules = new SessionRules(options);
  return Object.freeze(rules.isPlain ? new SessionWindows(gapMs) : new RuledSessions(gapMs, rules));
}
