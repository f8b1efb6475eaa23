import type { TriggerState } from "../triggers/machine.ts";
import type { EventTime, ProcessingTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import type { EmittedPane } from "./pane.ts";

/** A cell that holds no watermark back, or waits for no deadline. */
export const NONE: number = Number.POSITIVE_INFINITY;

/** Shared by all that owe no retraction. */
export const noneOwed: readonly never[] = Object.freeze([]);

/** What exists only once a window has emitted a pane or was made by a merge. */
export class Past<R> {
  /** The index of the last pane; -1 before the first. */
  index = -1;
  /** The index of the last pane that was not early; -1 before the first such. */
  onTimeIndex = -1;
  /** The last pane, while it may have to be retracted. */
  emitted: EmittedPane<R> | null = null;
  /** Panes of windows that were merged in, to be retracted before the next pane. */
  owed: readonly EmittedPane<R>[] = noneOwed;
  replaces: readonly Window[] = [];
}

/** All that is known of one key in one window. */
export class Cell<A, R> {
  accumulator: A;
  /** How many elements have come since the last pane. */
  fresh = 0;
  past: Past<R> | null = null;
  /** The place of this cell in the order of first sight; never that of another cell. */
  order = 0;
  /** Where the pending pane holds the output watermark, or `NONE`. */
  hold: EventTime = NONE;
  trigger: TriggerState;
  /** The trigger has finished: what comes is dropped. */
  closed = false;
  /** The deadline for which a wake-up is queued, or `NONE`. */
  wake: ProcessingTime = NONE;
  /** Elements that the trigger has not been told of. */
  untold = 0;
  /** How many of those there may be: with so many it is told, and asked. Plans need not make use of it. */
  patience = 0;
  /** What a store calls this cell; of no meaning to anybody else. */
  name: object | null = null;
  /** The step that has last touched this cell, so that no list has it twice. */
  step = 0;
  /** In what place a bundle has touched it, if the step is one. */
  place = 0;

  constructor(accumulator: A, trigger: TriggerState, order: number) {
    this.accumulator = accumulator;
    this.trigger = trigger;
    this.order = order;
  }
}

/** Makes a new cell what a cell without new elements is that has fired, or has been closed by that. */
export function likeFired<R>(cell: Cell<unknown, R>, fired: Cell<unknown, R>): void {
  cell.fresh = 0;
  cell.closed = fired.closed;
  cell.trigger = fired.trigger.slice();
  if (fired.past === null) return;
  cell.past = new Past<R>();
  cell.past.index = fired.past.index;
  cell.past.onTimeIndex = fired.past.onTimeIndex;
}
