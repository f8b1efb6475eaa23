import type { Dropped } from "../panes/dropped.ts";
import type { Key } from "../panes/key.ts";
import type { WatermarkStrategy } from "../watermark/generator.ts";
import type { ProcessingTime, TimestampInput } from "../watermark/time.ts";
import type { RunSnapshot } from "./run-snapshot.ts";

/**
 * A host's clock. The library reads it only when an element arrives and when a timer that it has
 * asked for goes off.
 */
export interface Clock {
  /** Processing time in integer milliseconds. */
  now(): ProcessingTime;
  /**
   * Calls `wake` once, as soon as the clock has reached `at`; returns how to call that off. A call
   * that comes early or after it was called off does no harm.
   */
  wakeAt(at: ProcessingTime, wake: () => void): () => void;
}

/** The part of an `AbortSignal` that is used. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** How to read an element, and what moves the clocks. */
export interface FeedOptions<T, K extends Key> {
  /** What elements are grouped by. */
  readonly key: (value: T) => K;
  /** When it happened: integer milliseconds or a `Date`. */
  readonly timestamp: (value: T) => TimestampInput;
  /** How the watermark follows from the elements. */
  readonly watermark: WatermarkStrategy<T>;
  /** When it was observed. Drives processing time, for replays that repeat exactly. */
  readonly arrival?: (value: T) => TimestampInput;
  /** Drives processing time instead of `arrival`, so that deadlines fire while the source is silent. */
  readonly clock?: Clock;
  /** Hears of every element that did not get into a window. */
  readonly onDropped?: (dropped: Dropped<K, T>) => void;
  /** Goes on from a snapshot of an earlier run of the same windowing. */
  readonly resume?: RunSnapshot;
}

export interface RunOptions<T, K extends Key> extends FeedOptions<T, K> {
  /** Ends the run with the signal's reason and closes the source. */
  readonly signal?: AbortSignalLike;
}
