import type { EventTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import type { Cell } from "./cell.ts";
import type { Key } from "./key.ts";

/**
 * A live window with what its cells share: whether it has ended, when it expires, and how many of
 * its cells hold the output watermark. Rows and sessions are the two kinds.
 */
export abstract class Span {
  readonly start: EventTime;
  readonly end: EventTime;
  readonly expiry: EventTime;
  /** Breaks ties between equal windows of different keys. */
  readonly order: number;
  ended: boolean;
  /** Expired or merged away: queues that still name it must pass over it. */
  dead = false;
  /** How many cells have a hold. */
  held = 0;
  /** As panes name it, once one has. */
  named: Window | null = null;
  /** The watermark at which this span is next to be looked at. */
  alarm: EventTime;

  constructor(window: Window, expiry: EventTime, ended: boolean, order: number) {
    this.start = window.start;
    this.end = window.end;
    this.expiry = expiry;
    this.ended = ended;
    this.order = order;
    this.alarm = ended ? expiry : window.end;
  }
}

/** A window that all keys share: one alarm and one map for any number of keys. */
export class Row<K extends Key, A, R> extends Span {
  /** In the order of first sight. */
  readonly cells: Map<K, Cell<A, R>> = new Map();
  /** Another row of the same start but another end. */
  sibling: Row<K, A, R> | null = null;
}

/** A window of one key. */
export class Session<K extends Key, A, R> extends Span {
  readonly key: K;
  readonly cell: Cell<A, R>;

  constructor(window: Window, expiry: EventTime, ended: boolean, key: K, cell: Cell<A, R>) {
    super(window, expiry, ended, cell.order);
    this.key = key;
    this.cell = cell;
  }
}

/** The plain window of a span: one object for all its panes. */
export function windowOf(span: Span): Window {
  span.named ??= { start: span.start, end: span.end };
  return span.named;
}
