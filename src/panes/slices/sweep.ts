import type { Combiner } from "../../combine/combine-fn.ts";
import type { Window } from "../../windows/interval.ts";
import type { Slice } from "./slice.ts";

/** What a sweep merges: the contents of one slice. */
export interface Summand {
  readonly slice: Slice;
  readonly accumulator: unknown;
}

/** The combiner of a plan, and how often it has merged. */
export interface Merger {
  readonly combine: Combiner<never, unknown>;
  merges: number;
}

/**
 * The contents of one window after the other, each put together from its slices, with fewer than
 * three merges for each slice and window on the average, however many slices a window has.
 *
 * Windows are asked for in ascending order, so slices come in at one end and go out at the other: a
 * queue made of two stacks. The front has for each of its slices what is in it and all that follow
 * in the front, made once when the front was empty. The back has one accumulator for what has come
 * since. A window is the top of the front merged with the back.
 *
 * The slices are a sorted list that the caller keeps. It may grow at its end, and otherwise only
 * from the end of the last window on; after any other change call `reset`.
 */
export class Sweep {
  /** The last one is the top; it belongs to the first slice of the window. */
  private readonly front: unknown[] = [];
  private back: unknown = null;
  /** How many slices are in the back. */
  private backs = 0;
  /** The place of the first slice that is in neither. */
  private next = 0;
  private last: Window | null = null;

  /** Whether slices at an instant are in a window that has been asked for. */
  hasPassed(instant: number): boolean {
    return this.last !== null && instant < this.last.end;
  }

  reset(): void {
    this.front.length = 0;
    this.backs = 0;
    this.next = 0;
    this.last = null;
  }

  /** `count` slices are taken from the start of the list; only while the front is empty. */
  forget(count: number): void {
    this.next = Math.max(0, this.next - count);
    this.backs = Math.min(this.backs, this.next);
  }

  /** Lets the slices go that are before a window. True if the front is empty then. */
  leave(slices: readonly Summand[], window: Window): boolean {
    const { front } = this;
    if (this.last !== null && window.start <= this.last.start) this.reset();
    let first = this.next - this.backs - front.length;
    while (front.length > 0 && (slices[first] as Summand).slice.start < window.start) {
      front.pop();
      first += 1;
    }
    return front.length === 0;
  }

  /**
   * The contents of the window that was left to, which has at least one slice. They may be shared
   * with others: only to be looked at, unless `isOwn`.
   */
  contents(slices: readonly Summand[], window: Window, isOwn: boolean, merger: Merger): unknown {
    const { front } = this;
    this.last = window;
    if (front.length === 0) this.turn(slices, window, merger);
    else this.follow(slices, window, merger);
    const top = front[front.length - 1];
    if (this.backs === 0 && !isOwn) return top;
    // What is on top is needed no more if its slice is in no later window.
    const first = slices[this.next - this.backs - front.length] as Summand;
    const mine = first.slice.last <= window.start ? top : copy(top, merger);
    return this.backs === 0 ? mine : merge(mine, this.back, merger);
  }

  /** The back and what has come since become the front. */
  private turn(slices: readonly Summand[], { start, end }: Window, merger: Merger): void {
    let from = this.next - this.backs;
    let to = this.next;
    while (to < slices.length && (slices[to] as Summand).slice.start < end) to++;
    while (from < to && (slices[from] as Summand).slice.start < start) from++;
    this.next = to;
    this.backs = 0;
    this.back = null;
    let suffix: unknown = null;
    for (let at = to - 1; at >= from; at--) {
      const own = copy((slices[at] as Summand).accumulator, merger);
      suffix = at === to - 1 ? own : merge(own, suffix, merger);
      this.front.push(suffix);
    }
  }

  /** What has come since goes into the back. */
  private follow(slices: readonly Summand[], { end }: Window, merger: Merger): void {
    for (; this.next < slices.length; this.next++) {
      const { slice, accumulator } = slices[this.next] as Summand;
      if (slice.start >= end) return;
      this.back =
        this.backs === 0 ? copy(accumulator, merger) : merge(this.back, accumulator, merger);
      this.backs += 1;
    }
  }
}

function merge(a: unknown, b: unknown, merger: Merger): unknown {
  merger.merges += 1;
  return merger.combine.merge(a, b);
}

/** An accumulator that no one else has; those that cannot be changed need no copy. */
function copy(accumulator: unknown, merger: Merger): unknown {
  if (typeof accumulator !== "object" || accumulator === null) return accumulator;
  return merge(merger.combine.create(), accumulator, merger);
}
