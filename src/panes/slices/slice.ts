import type { DurationMs, EventTime } from "../../watermark/time.ts";
import { type Key, named } from "../key.ts";
import type { Span } from "../span.ts";

/**
 * How windows follow each other: each has a slot, an instant by which they are in order, one every
 * `periodMs`, and ends `spanMs` after it.
 */
export interface Slots {
  readonly spanMs: DurationMs;
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
  /** The slots of its first and its last window. */
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
  /** Where each key has been before: a slice, and the line there. It may be one that is gone. */
  readonly befores: (Slice<K> | null)[];
  readonly lines: number[];

  /**
   * Columns are those of `old`, a slice that is not used any more, or are made for as many lines as
   * are expected: growing would be a good part of the cost.
   */
  constructor(
    [start, end]: readonly [EventTime, EventTime],
    [first, last]: readonly [EventTime, EventTime],
    { spanMs, periodMs }: Slots,
    old: Slice<K> | null,
    expected: number,
  ) {
    this.start = start;
    this.end = end;
    this.first = first;
    this.last = last;
    this.firstEnd = first + spanMs;
    this.windows = (last - first) / periodMs + 1;
    this.tracks = old?.tracks ?? new Array(expected);
    this.accumulators = old?.accumulators ?? new Array(expected);
    this.counts = old?.counts ?? new Array(expected);
    this.rests = old?.rests ?? new Array(expected);
    this.befores = old?.befores ?? new Array(expected);
    this.lines = old?.lines ?? new Array(expected);
  }

  /** A new line. Returns its place. */
  begin(track: Track<K>, accumulator: unknown, before: Slice<K> | null, line: number): number {
    const place = this.size++;
    this.tracks[place] = track;
    this.accumulators[place] = accumulator;
    this.counts[place] = 0;
    this.rests[place] = NOTHING;
    this.befores[place] = before;
    this.lines[place] = line;
    return place;
  }
}

/** One key, and where it is in slices: a chain that begins at the latest one. */
export class Track<K extends Key> {
  readonly key: K;
  /** The latest slice that has the key, and the key's line there. */
  slice: Slice<K> | null = null;
  line = -1;
  /** In how many slices it is. */
  size = 0;
  /** For the stacks: what is in the front and in the back. */
  top: unknown = NOTHING;
  back: unknown = NOTHING;
  /** For the stacks: which front `top` is of, or -1 if both are to be made anew. */
  turn = -1;
  /** The last of the windows that were restored before their end, each with a cell of the key. */
  beside: Span | null = null;

  constructor(key: K) {
    this.key = named(key);
  }

  /** Whether there may be cells of the key in windows that have not ended. */
  get hasBeside(): boolean {
    if (this.beside === null) return false;
    if (this.beside.ended || this.beside.dead) this.beside = null;
    return this.beside !== null;
  }

  /** Whether there may be one in a window that has this slice. */
  isBeside(slice: Slice<K>): boolean {
    return this.hasBeside && slice.start < (this.beside as Span).end;
  }

  /** The key's lines in slices from an instant on, the latest first. */
  since(instant: EventTime): { readonly slices: Slice<K>[]; readonly lines: number[] } {
    const slices: Slice<K>[] = [];
    const lines: number[] = [];
    let { slice, line } = this;
    while (slices.length < this.size && slice !== null && slice.start >= instant) {
      slices.push(slice);
      lines.push(line);
      const before: Slice<K> | null = slice.befores[line] as Slice<K> | null;
      line = slice.lines[line] as number;
      slice = before;
    }
    return { slices, lines };
  }
}

/** Where a key has a line in a slice, or would have one; and the slices beside it in its chain. */
export class Place<K extends Key> {
  /** The line, or -1. */
  line = -1;
  before: Slice<K> | null = null;
  after: Slice<K> | null = null;
  private beforeLine = -1;
  private afterLine = -1;

  find(track: Track<K>, wanted: Slice<K>): void {
    let { slice, line } = track;
    let left = track.size;
    this.after = null;
    for (; left > 0 && (slice as Slice<K>).start > wanted.start; left--) {
      const { befores, lines } = slice as Slice<K>;
      this.after = slice;
      this.afterLine = line;
      slice = befores[line] as Slice<K> | null;
      line = lines[line] as number;
    }
    // What the chain has beyond its length is gone.
    this.before = left > 0 ? slice : null;
    this.beforeLine = line;
    this.line = left > 0 && slice === wanted ? line : -1;
  }

  /** Makes the line that was not found. */
  begin(track: Track<K>, slice: Slice<K>, accumulator: unknown): number {
    const line = slice.begin(track, accumulator, this.before, this.beforeLine);
    track.size += 1;
    if (this.after === null) {
      track.slice = slice;
      track.line = line;
    } else {
      this.after.befores[this.afterLine] = slice;
      this.after.lines[this.afterLine] = line;
    }
    return line;
  }
}
