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
  start: EventTime;
  end: EventTime;
  ended: boolean;
  /** Expired or merged away: queues that still name it must pass over it. */
  dead = false;
  /** How many cells have a hold. */
  held = 0;
  /** As panes name it, once one has, until it changes. */
  named: Window | null = null;
  /** The watermark for which this span is queued: its end, once ended its expiry. */
  alarm: EventTime;

  constructor(start: EventTime, end: EventTime, alarm: EventTime, ended: boolean) {
    this.start = start;
    this.end = end;
    this.ended = ended;
    this.alarm = alarm;
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
  readonly expiry: EventTime;
  readonly order: number;

  constructor(window: Window, expiry: EventTime, ended: boolean, order: number) {
    super(window.start, window.end, ended ? expiry : window.end, ended);
    this.expiry = expiry;
    this.order = order;
  }
}

/** A window of one key. It may have grown since it was queued: then its alarm is too early. */
export class Session<K extends Key, A, R> extends Span {
  readonly key: K;
  readonly cell: Cell<A, R>;
  /** The key's open windows before and after this one. */
  older: Session<K, A, R> | null = null;
  newer: Session<K, A, R> | null = null;
  /** The last step in which elements of this session waited until all windows were known. */
  waited = 0;

  /** Its alarm is the caller's to set. */
  constructor(start: EventTime, end: EventTime, ended: boolean, key: K, cell: Cell<A, R>) {
    super(start, end, end, ended);
    this.key = key;
    this.cell = cell;
  }

  get order(): number {
    return this.cell.order;
  }
}

/** The plain window of a span: one object for all its panes. */
export function windowOf(span: Span): Window {
  span.named ??= { start: span.start, end: span.end };
  return span.named;
}
