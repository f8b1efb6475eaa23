import type { FunctionIdentity } from "../watermark/identity.ts";
import type { DurationMs, EventTime } from "../watermark/time.ts";
import type { Window } from "./interval.ts";
import type { LatenessOf } from "./lateness.ts";

/** Windows to become one. `parts` are some of the windows given; `result` takes their place. */
export interface Merge {
  readonly parts: readonly Window[];
  readonly result: Window;
}

/** How long calendar windows are: a whole number, from 1, of one of these. Exactly one is given. */
export interface CalendarLength {
  readonly days?: number;
  readonly weeks?: number;
  readonly months?: number;
  readonly quarters?: number;
  readonly years?: number;
}

/** Calendar windows as plain data: their length, an IANA zone, and a date such as `2015-04-01`. */
export interface CalendarJson extends CalendarLength {
  readonly zone: string;
  readonly start: string;
}

/** Sessions as plain data: with a gap, or with the function that gives it. */
export interface SessionsJson {
  readonly gap?: DurationMs;
  readonly gapOf?: FunctionIdentity;
  readonly touching: "separate" | "merge";
  readonly maxDuration?: DurationMs;
  readonly offset?: DurationMs;
  readonly lateness?: "merged";
}

/** Plain data that stands for a window function; what transcripts and snapshots hold. */
export type WindowFnJson =
  | "global"
  | { readonly fixed: { readonly size: DurationMs; readonly offset: DurationMs } }
  | {
      readonly sliding: {
        readonly size: DurationMs;
        readonly period: DurationMs;
        readonly offset: DurationMs;
      };
    }
  | {
      readonly cumulate: {
        readonly step: DurationMs;
        readonly max: DurationMs;
        readonly offset: DurationMs;
      };
    }
  | { readonly sessions: SessionsJson }
  | { readonly staggered: { readonly windows: WindowFnJson; readonly offsetOf: FunctionIdentity } }
  | { readonly calendar: CalendarJson }
  | { readonly custom: FunctionIdentity };

interface WindowFnBase<in T> {
  readonly kind: string;
  /**
   * The windows of one element, ascending (end, then start); called once per element, and a pure
   * function of its arguments. An empty result leaves the element unassigned.
   */
  assign(timestamp: EventTime, value: T): readonly Window[];
  /** The window of a side input that an element of `window` reads, where that is defined. */
  toSideInputWindow?(window: Window): Window;
  toJSON(): WindowFnJson;
  /** The expression that makes this window function: `fixed(2m)`. */
  toString(): string;
}

/** Windows of one length that start every `periodMs`, for every key alike. */
export interface PeriodicWindowFn extends WindowFnBase<unknown> {
  readonly shape: "periodic";
  readonly sizeMs: DurationMs;
  readonly periodMs: DurationMs;
  readonly offsetMs: DurationMs;
}

/**
 * Windows that follow each other as fixed ones do, but need not be of one length: every timestamp has
 * exactly one, for every key and value alike, and no two overlap. `assign` is called only for elements
 * that are not in a window known already.
 */
export interface ConsecutiveWindowFn extends WindowFnBase<unknown> {
  readonly shape: "plain";
  readonly consecutive: true;
}

/** Windows that stay as they were assigned. */
export interface PlainWindowFn<in T = unknown> extends WindowFnBase<T> {
  readonly shape: "plain";
  readonly consecutive?: false;
  /** Declares that a window may lie elsewhere than its element's timestamp. */
  readonly mayExcludeTimestamp?: boolean;
}

/** Windows of one key that may become one as elements arrive. */
export interface MergingWindowFn<in T = unknown> extends WindowFnBase<T> {
  readonly shape: "merging";
  readonly mayExcludeTimestamp?: boolean;
  /**
   * What must not have expired when an element comes: the window it was assigned, `proto`, if absent; or
   * the one that this is merged into, `merged`.
   */
  readonly lateness?: LatenessOf;
  /**
   * Which of a key's windows become one: disjoint groups, each with a result that covers its parts.
   * A pure function of the set: `windows` are distinct and sorted (end, then start), and the final
   * partition must not depend on the order in which elements arrived. Windows that are named in no
   * group stay as they are.
   */
  merge(windows: readonly Window[]): readonly Merge[];
}

/** Where in event time an element belongs. */
export type WindowFn<T = unknown> =
  | PeriodicWindowFn
  | ConsecutiveWindowFn
  | PlainWindowFn<T>
  | MergingWindowFn<T>;
