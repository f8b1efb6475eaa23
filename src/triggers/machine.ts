import type { EventTime, ProcessingTime } from "../watermark/time.ts";

/**
 * What a trigger remembers of one open window: plain numbers, two for each node of the tree at the
 * node's position. The even one says whether the node has finished; the odd one is the node's cell
 * (a count, a deadline, a phase). It is data: it can be copied, stored and compared.
 */
export type TriggerState = number[];

/** Both clocks as the current step sees them, and the bounds of the window that is asked about. */
export interface Moment {
  watermark: EventTime;
  processingTime: ProcessingTime;
  start: EventTime;
  end: EventTime;
  /** The element's value, while the trigger is told of one and says that it reads values. */
  value: unknown;
}

/** Makes the machine of a trigger's node, of which `parts` are the machines of the parts. */
export type MakeMachine = (at: number, parts: readonly Machine[]) => Machine;

/** No number of elements makes it due. */
export const NEVER: number = Number.POSITIVE_INFINITY;

/** A cell that holds no deadline. */
export const NO_DEADLINE: number = Number.POSITIVE_INFINITY;

/**
 * One node of a trigger, made to run. A node has no state of its own: it reads and writes the
 * `TriggerState` it is given. The engine guarantees that `onFire` follows an `isDue` that was true
 * at the same moment, and that `onMerge` is given only open windows, at least one.
 */
export abstract class Machine {
  readonly at: number;
  readonly children: readonly Machine[];
  /** The value of this node's cell in a new window. */
  readonly blank: number = 0;

  constructor(at: number, children: readonly Machine[] = []) {
    this.at = at;
    this.children = children;
  }

  /**
   * Elements have been added to the window, one after the other; a trigger that reads values is told of
   * each by itself.
   */
  abstract onElements(state: TriggerState, count: number, now: Moment): void;

  abstract isDue(state: TriggerState, now: Moment): boolean;

  /** A pane is made of what the window holds: count from here, finish, or start again. */
  abstract onFire(state: TriggerState, now: Moment): void;

  /**
   * The windows of `parts` have become one. `state` is fresh, but carries the finished flags of the
   * part that the merged window equals, if there is one; the bounds of `now` are the merged window's.
   */
  abstract onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void;

  /**
   * How many elements it takes at least until the node may be due: if fewer come, the window has not
   * ended, and processing time stands still, it is not. One that is due already takes 0 or 1.
   */
  abstract patience(state: TriggerState): number;

  /** The pane that this node was following is gone; whether it has finished stays. */
  clear(state: TriggerState): void {
    for (const child of this.children) child.clear(state);
  }

  /** Back to the beginning, finished or not. */
  reset(state: TriggerState): void {
    this.setFinished(state, false);
    this.setCell(state, this.blank);
    for (const child of this.children) child.reset(state);
  }

  /** The earliest deadline still held that is later than `after`, or `NO_DEADLINE`. */
  nextDeadline(state: TriggerState, after: ProcessingTime): ProcessingTime {
    let earliest = NO_DEADLINE;
    for (const child of this.children) {
      const deadline = child.nextDeadline(state, after);
      if (deadline < earliest) earliest = deadline;
    }
    return earliest;
  }

  /**
   * The earliest watermark from `from` on, and before the end of a window, at which it is to be asked,
   * or `NO_DEADLINE`.
   */
  nextWatermark(state: TriggerState, start: EventTime, end: EventTime, from: EventTime): EventTime {
    let earliest = NO_DEADLINE;
    for (const child of this.children) {
      const watermark = child.nextWatermark(state, start, end, from);
      if (watermark < earliest) earliest = watermark;
    }
    return earliest;
  }

  isFinished(state: TriggerState): boolean {
    return state[2 * this.at] === 1;
  }

  /** For this node and the one it is part of. */
  setFinished(state: TriggerState, finished: boolean): void {
    state[2 * this.at] = finished ? 1 : 0;
  }

  protected cell(state: TriggerState): number {
    return state[2 * this.at + 1] as number;
  }

  protected setCell(state: TriggerState, value: number): void {
    state[2 * this.at + 1] = value;
  }

  /** The further cells of a node that has several: `nth` from 1. */
  protected cellAt(state: TriggerState, nth: number): number {
    return state[2 * (this.at + nth) + 1] as number;
  }

  protected setCellAt(state: TriggerState, nth: number, value: number): void {
    state[2 * (this.at + nth) + 1] = value;
  }

  protected get first(): Machine {
    return this.children[0] as Machine;
  }
}
