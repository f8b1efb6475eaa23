import type { Dropped } from "../panes/dropped.ts";
import type { Key } from "../panes/key.ts";
import type { Pane } from "../panes/pane.ts";
import type { Strategy } from "../panes/strategy.ts";
import type { EventTime, ProcessingTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";

/** What a subject has put out. */
export interface Taken {
  readonly panes: readonly Pane<Key, unknown>[];
  readonly dropped: readonly Dropped<Key, unknown>[];
}

/** One key's window as a subject knows it. */
export interface SubjectWindow {
  readonly key: Key;
  readonly window: Window;
  /** Its trigger has finished, and it has not expired. */
  readonly closed: boolean;
}

/**
 * A running engine as transcripts and laws see it. Calls come one after the other; each of
 * `elements`, `advance` and `checkpoint` has finished, outputs included, when it returns. Whatever
 * such a call throws counts as its outcome, and the subject is not used again.
 */
export interface Subject {
  /** Hands over one bundle. Timestamps are before the end of time. */
  elements(
    bundle: readonly {
      readonly key: Key;
      readonly value: unknown;
      readonly timestamp: EventTime;
    }[],
  ): void;
  /** Moves one clock, or both before any timer is delivered. A step back is ignored. */
  advance(to: { readonly watermark?: EventTime; readonly processingTime?: ProcessingTime }): void;
  /**
   * Writes all state out as text, forgets it, and goes on from the text. Nothing may change, but for the input
   * watermark if one is given: for engines that do not store it.
   */
  checkpoint(watermark?: EventTime): void;
  /** What came out since the last take, panes and drops each in their order. */
  take(): Taken;
  readonly outputWatermark: EventTime;
  /** The earliest hold of one key, or of all; null if there is none. */
  earliestHold(key?: Key): EventTime | null;
  /** The windows that are live or closed. */
  windows(): readonly SubjectWindow[];
  /** True if no contents, timer or hold is left; marks of closed windows do not count. */
  isEmpty(): boolean;
}

/** Starts an engine with a strategy: both clocks at the beginning of time, no state. */
export type Backend = (strategy: Strategy<unknown, unknown>) => Subject;
