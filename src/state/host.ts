import type { Clocks } from "../panes/engine.ts";
import type { Dropped } from "../panes/dropped.ts";
import type { Key } from "../panes/key.ts";
import type { Counters } from "../panes/ledger.ts";
import type { Pane } from "../panes/pane.ts";
import type { CellRecord } from "../panes/record.ts";
import type { EventTime, ProcessingTime } from "../watermark/time.ts";
import type { ElementEvent } from "./event.ts";
import type { KeyRecord } from "./key-record.ts";

/**
 * All that is stored of one key, as plain JSON data. Opaque to a host: store it, give it back
 * unaltered, never look inside.
 */
export interface KeyState {
  readonly version: 1;
  /** The fingerprint of the strategy; under another the state is refused. */
  readonly strategy: string;
  readonly clocks: Clocks;
  readonly sequence: number;
  readonly cells: readonly CellRecord<KeyRecord>[];
}

/**
 * One piece of work for one key: clocks, elements, or both. A timer is delivered as a work item
 * with clocks only.
 */
export interface WorkItem<K extends Key, T> {
  readonly key: K;
  /** One bundle, added after the clocks have moved. */
  readonly elements?: readonly Omit<ElementEvent<K, T>, "key">[];
  /**
   * The input watermark. A host that cannot tell leaves it out with elements, and gives the timer's
   * time with a timer: the latest timer delivered then stands for the watermark, and elements that
   * are late by the real one may be accepted.
   */
  readonly watermark?: EventTime;
  readonly processingTime?: ProcessingTime;
  /**
   * The output watermark of all keys as it was before this item, from `OutputWatermark`. Left out,
   * the key's own holds stand for it: what then may differ is timing near a window's end (a pane is
   * late that would have been on time, or the reverse), never contents.
   */
  readonly outputWatermark?: EventTime;
}

/** The instants at which a key wants to be woken; null means none. They replace the earlier ones. */
export interface KeyTimers {
  readonly watermark: EventTime | null;
  readonly processingTime: ProcessingTime | null;
}

/** The result of one work item. To be made durable as a whole or not at all. */
export interface Commit<K extends Key, T, R> {
  readonly key: K;
  /** What to store; null means that nothing is left of the key and its record is to be deleted. */
  readonly state: KeyState | null;
  readonly timers: KeyTimers;
  readonly panes: readonly Pane<K, R>[];
  readonly dropped: readonly Dropped<K, T>[];
  /** The key's earliest hold, to be reported to `OutputWatermark`; null if it holds nothing back. */
  readonly hold: EventTime | null;
  /** What this item has added to each counter. */
  readonly counters: Counters;
}

/**
 * A host owns storage, timers, threads and transport; the driver owns the meaning. Its contract:
 *
 * - Work items of one key are driven one after the other: the next begins after the commit of the
 *   last has succeeded. Items of different keys may run side by side, in any order.
 * - `load` returns what the last successful `commit` of that key stored, or null.
 * - `commit` makes state, timers, outputs and hold durable together, or throws and changes nothing;
 *   the item may then be driven again and gives the same result. It keeps no reference into state.
 * - A timer is delivered once its clock has reached the time asked for, before any elements that
 *   the host takes to come after that clock, with what the clock really reads. It may be delivered
 *   late, early or twice: the state decides. One that has been replaced need not be delivered.
 * - At the end of input every key that still has a record is driven with the watermark at
 *   `MAX_TIMESTAMP`.
 */
export interface SyncHost<K extends Key, T, R> {
  load(key: K): KeyState | null;
  commit(commit: Commit<K, T, R>): void;
}

/** A host whose storage answers later; the contract is that of `SyncHost`. */
export interface AsyncHost<K extends Key, T, R> {
  load(key: K): Promise<KeyState | null>;
  commit(commit: Commit<K, T, R>): Promise<void>;
}
