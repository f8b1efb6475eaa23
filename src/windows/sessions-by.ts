import type { DurationInput } from "../watermark/duration.ts";
import { type FunctionIdentity, formatIdentity, identityOf } from "../watermark/identity.ts";
import type { EventTime } from "../watermark/time.ts";
import type { Window } from "./interval.ts";
import type { LatenessOf } from "./lateness.ts";
import { toWindowLength } from "./length.ts";
import { type SessionOptions, SessionRules } from "./session-options.ts";
import type { Merge, MergingWindowFn, WindowFnJson } from "./window-fn.ts";

export interface SessionsByOptions<T> extends SessionOptions, FunctionIdentity {
  /** The gap after one element: a duration of at least a millisecond. Pure. */
  readonly gapOf: (value: T, timestamp: EventTime) => DurationInput;
}

class SessionsBy<T> implements MergingWindowFn<T> {
  readonly kind = "sessionsBy";
  readonly shape = "merging";
  readonly identity: FunctionIdentity;
  private readonly gapOf: SessionsByOptions<T>["gapOf"];
  readonly lateness: LatenessOf;
  private readonly rules: SessionRules;

  constructor(options: SessionsByOptions<T>) {
    this.identity = identityOf(options, "session gap");
    this.gapOf = options.gapOf;
    this.rules = new SessionRules(options);
    this.lateness = this.rules.lateness;
  }

  assign(timestamp: EventTime, value: T): readonly Window[] {
    const gap = this.gapOf(value, timestamp);
    const gapMs = toWindowLength(gap, `gap that ${this.identity.name} gives`);
    return [this.rules.claim(timestamp, gapMs)];
  }

  merge(windows: readonly Window[]): readonly Merge[] {
    return this.rules.merge(windows);
  }

  toJSON(): WindowFnJson {
    return { sessions: { gapOf: this.identity, ...this.rules.toJSON() } };
  }

  toString(): string {
    return `sessionsBy(${formatIdentity(this.identity)}${this.rules})`;
  }
}

/**
 * Sessions whose gap depends on the element: an element claims `[t, t + gapOf(value))`. A key's
 * overlapping claims are one window, whatever the order in which they arrive. An element with a short
 * gap does not shorten what others claim.
 *
 * Throws `INVALID_STRATEGY` without a name and version, and for malformed options as `sessions` does.
 * A gap that is no duration is refused with `INVALID_DURATION` when its element is added.
 */
export function sessionsBy<T>(options: SessionsByOptions<T>): MergingWindowFn<T> {
  return Object.freeze(new SessionsBy(options));
}
