import type { EventTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import type { Cell } from "./cell.ts";
import type { Key } from "./key.ts";

/**
 * A live window with what its cells share: whether it has ended, when it is to be looked at, and
 * how many of its cells hold the output watermark. Rows and sessions are the two kinds. Only a
 * session's bounds and place in the order ever change, while it has not ended.
 */
export abstract class Span {
  /** Expired or merged away: queues that still name it must pass over it. */
  dead = false;
  /** How many cells have a hold. */
  held = 0;
  /** The watermark for which this span is queued: its end, once ended its expiry. */
  alarm: EventTime = 0;
  /** As panes name it, once one has, until it changes. */
  named: Window | null = null;
  // Numbers from the beginning: a field that has been undefined once takes a new box for each time.
  start: EventTime = 0;
  end: EventTime = 0;
  ended: boolean;

  constructor(start: EventTime, end: EventTime, alarm: EventTime, ended: boolean) {
    this.alarm = alarm;
    this.start = start;
    this.end = end;
    this.ended = ended;
  }

  /** Breaks ties between equal windows of different keys. */
  abstract get order(): number;
}

/** A window that all keys share: one alarm and one map for any number of keys. */
export class Row<K extends Key, A, R> extends Span {
  /** In the order of first sight. */
  readonly cells: Map<K, Cell<A, R>> = new Map();
  /** Another row of the same start but another end. */
  sibling: Row<K, A, R> | null = null;
  readonly expiry: EventTime = 0;
  readonly order: number = 0;

  constructor(window: Window, expiry: EventTime, ended: boolean, order: number) {
    super(window.start, window.end, ended ? expiry : window.end, ended);
    this.expiry = expiry;
    this.order = order;
  }
}

/**
 * A window of one key. It may have grown since it was queued: then its alarm is too early. What most
 * elements look at stands together, here and in `Span`: there may be a great many sessions.
 */
export class Session<K extends Key, A, R> extends Span {
  readonly cell: Cell<A, R>;
  /** The key's open window before this one. */
  older: Session<K, A, R> | null = null;
  /** The last step in which a bundle had elements of this session. */
  touched = 0;
  /** The last step in which some of these waited until all windows were known. */
  waited = 0;
  /** While a bundle is taken, what it was before, or `LONGER`; null if nothing has changed yet. */
  before: Window | null = null;
  /** The key's open window after this one. */
  newer: Session<K, A, R> | null = null;
  readonly key: K;

  /** Its alarm is the caller's to set. */
  constructor(start: EventTime, end: EventTime, ended: boolean, key: K, cell: Cell<A, R>) {
    super(start, end, end, ended);
    this.cell = cell;
    this.key = key;
  }

  get order(): number {
    return this.cell.order;
  }
}

/** In place of the bounds that a session had before: it has only got longer, which needs no care. */
export const LONGER: Window = Object.freeze({ start: 0, end: 0 });

/** The plain window of a span: one object for all its panes. */
export function windowOf(span: Span): Window {
  span.named ??= { start: span.start, end: span.end };
  return span.named;
}
