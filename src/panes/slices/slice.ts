import type { DurationMs, EventTime } from "../../watermark/time.ts";
import type { Key } from "../key.ts";
import type { Span } from "../span.ts";

/** The length of windows, and the distance of their starts. */
export interface PeriodicWindows {
  readonly sizeMs: DurationMs;
  readonly periodMs: DurationMs;
}

/** Stands where there are no contents; accumulators may be anything. */
export const NOTHING: unique symbol = Symbol("nothing");

/**
 * A stretch of time that no window begins or ends in, `[start, end)`: all its instants have the same
 * windows, and a window is made of whole slices. What it holds is in columns, with one line for each
 * key, in the order in which they came.
 */
export class Slice<K extends Key> {
  readonly start: EventTime;
  readonly end: EventTime;
  /** The starts of its first and its last window. */
  readonly first: EventTime;
  readonly last: EventTime;
  /** When the first of its windows ends: until then no element in it is late for any. */
  readonly firstEnd: EventTime;
  /** How many windows it has. */
  readonly windows: number;

  /** How many lines there are; columns may be longer. */
  size = 0;
  readonly tracks: Track<K>[];
  readonly accumulators: unknown[];
  /** How many elements there are. */
  readonly counts: number[];
  /** For the stacks: what the key has in the slices of the front that follow. */
  readonly rests: unknown[];

  /** `old` is a slice that is not used any more; its columns are, so that they need not grow anew. */
  constructor(
    [start, end]: readonly [EventTime, EventTime],
    [first, last]: readonly [EventTime, EventTime],
    { sizeMs, periodMs }: PeriodicWindows,
    old: Slice<K> | null,
  ) {
    this.start = start;
    this.end = end;
    this.first = first;
    this.last = last;
    this.firstEnd = first + sizeMs;
    this.windows = (last - first) / periodMs + 1;
    this.tracks = old === null ? [] : old.tracks;
    this.accumulators = old === null ? [] : old.accumulators;
    this.counts = old === null ? [] : old.counts;
    this.rests = old === null ? [] : old.rests;
  }

  /** A new line. Returns its place. */
  begin(track: Track<K>, accumulator: unknown): number {
    const line = this.size++;
    this.tracks[line] = track;
    this.accumulators[line] = accumulator;
    this.counts[line] = 0;
    this.rests[line] = NOTHING;
    return line;
  }
}

/** One key, and where in which slices it is, in the order of time. */
export class Track<K extends Key> {
  readonly key: K;
  /** The latest slice, if an element in it has nowhere else to go, and the key's line there. */
  slice: Slice<K> | null = null;
  line = -1;
  /** For the stacks: what is in the front and in the back. */
  top: unknown = NOTHING;
  back: unknown = NOTHING;
  /** For the stacks: which front `top` is of, or -1 if both are to be made anew. */
  turn = -1;
  /** The slices that are or were in live windows; those before `from` are in none. */
  readonly slices: Slice<K>[] = [];
  readonly lines: number[] = [];
  from = 0;
  /** The last of the windows that were restored before their end, each with a cell of the key. */
  beside: Span | null = null;

  constructor(key: K) {
    this.key = key;
  }

  /** Whether there may be cells of the key in windows that have not ended. */
  get hasBeside(): boolean {
    if (this.beside?.ended === true || this.beside?.dead === true) this.beside = null;
    return this.beside !== null;
  }

  /** Whether there may be one in a window that has this slice. */
  isBeside(slice: Slice<K>): boolean {
    return this.hasBeside && slice.start < (this.beside as Span).end;
  }

  get isEmpty(): boolean {
    return this.from === this.slices.length;
  }

  /** The place in `slices` of the first one that does not start before an instant. */
  placeOf(instant: EventTime): number {
    const { slices } = this;
    let { from } = this;
    let to = slices.length;
    // Mostly it is one of the latest.
    for (let step = 1; from < to; step *= 2) {
      const at = Math.max(from, to - step);
      if ((slices[at] as Slice<K>).start < instant) {
        from = at + 1;
        break;
      }
      to = at;
    }
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((slices[middle] as Slice<K>).start < instant) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** A slice in which the key has not been, at its place in `slices`. Returns the key's line there. */
  enter(place: number, slice: Slice<K>, accumulator: unknown): number {
    const line = slice.begin(this, accumulator);
    if (place === this.slices.length) {
      this.slices.push(slice);
      this.lines.push(line);
      this.slice = this.isBeside(slice) ? null : slice;
      this.line = line;
    } else {
      this.slices.splice(place, 0, slice);
      this.lines.splice(place, 0, line);
    }
    return line;
  }

  /** The first slice is in no live window any more. True if it was the only one. */
  leave(): boolean {
    this.from += 1;
    if (this.isEmpty) return true;
    if (this.from >= 32 && 2 * this.from >= this.slices.length) {
      this.slices.splice(0, this.from);
      this.lines.splice(0, this.from);
      this.from = 0;
    }
    return false;
  }
}
