import type { EventTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import type { Cell } from "./cell.ts";
import type { Key } from "./key.ts";
import type { Span } from "./span.ts";
import type { Work } from "./work.ts";

/** The elements of one bundle, column by column; all columns have the same length. */
export interface Bundle<K extends Key, T> {
  readonly keys: ArrayLike<K>;
  readonly values: ArrayLike<T>;
  readonly timestamps: ArrayLike<EventTime>;
}

/** The same with keys as places in a dictionary, which may get longer but must not change otherwise. */
export interface CodedBundle<K extends Key, T> {
  readonly codes: ArrayLike<number>;
  readonly dictionary: ArrayLike<K>;
  readonly values: ArrayLike<T>;
  readonly timestamps: ArrayLike<EventTime>;
}

/** A live cell together with what it belongs to. */
export interface Place<K extends Key, R> {
  readonly span: Span;
  readonly key: K;
  readonly cell: Cell<unknown, R>;
}

/**
 * How cells are laid out and found. A plan owns the spans and their cells; all rules about one cell
 * are the core's. Inputs have been checked before they get here.
 */
export interface Plan<K extends Key, T, R> {
  /**
   * Adds an element that changes nothing but the contents of a cell: no trigger hears of it, no hold
   * and no timer moves, so that it needs no step. Returns false, with nothing done, for any other.
   */
  addQuietly(key: K, value: T, timestamp: EventTime): boolean;
  /** How many elements have been added so; the ledger does not know of them. */
  readonly quiet: number;
  /** One element as a bundle of its own. */
  add(key: K, value: T, timestamp: EventTime): void;
  /** `inLatest` tells that all timestamps are known to be in the `latest` window. */
  addBundle(bundle: Bundle<K, T>, inLatest: boolean): void;
  /** Without it codes are turned into keys before. */
  addCoded?(bundle: CodedBundle<K, T>, inLatest: boolean): void;
  /** The window that was used last and has not ended: most elements are in it. */
  readonly latest?: Window | null;
  /** Whether `addBundle` refuses keys that are none before it changes anything. */
  readonly refusesKeys?: boolean;
  /** The watermark has reached a span's alarm: its end, or its expiry, or both. */
  onAlarm(span: Span): void;
  /** A trigger's deadline has been reached in a cell that is open. */
  onDeadline(span: Span, key: K, cell: Cell<unknown, R>): void;
  /** How often a cell or a key's merge set has been looked up. */
  readonly cellReads: number;
  /** What it has done otherwise than one addition for each accepted assignment, in one cell for each place. */
  readonly work?: Partial<Work>;
  /** Why it goes on as the general plan, or null as long as it does not. */
  readonly retired?: string | null;
  /** All cells, those of closed windows included, in the order of first sight. */
  places(): Place<K, R>[];
  /** The cells of one key, without looking at other keys' where windows merge. */
  placesOf(key: K): Place<K, R>[];
  /** Puts back a cell that `places` has listed; to be called in that order, on an empty plan. */
  restore(key: K, start: EventTime, end: EventTime, cell: Cell<unknown, R>): void;
}
