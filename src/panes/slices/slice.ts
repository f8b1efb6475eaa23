import { type DurationMs, type EventTime, floorMod, floorTo } from "../../watermark/time.ts";
import type { PeriodicWindowFn } from "../../windows/window-fn.ts";

/**
 * A stretch of time that no window begins or ends in, `[start, end)`: all its instants have the same
 * windows, and a window is made of whole slices.
 */
export class Slice {
  readonly start: EventTime;
  readonly end: EventTime;
  /** The starts of its first and its last window. */
  readonly first: EventTime;
  readonly last: EventTime;
  /** When the first of its windows ends: until then no element in it is late for any. */
  readonly firstEnd: EventTime;
  /** How many windows it has. */
  readonly windows: number;

  constructor(start: EventTime, end: EventTime, first: EventTime, last: EventTime, by: Cuts) {
    this.start = start;
    this.end = end;
    this.first = first;
    this.last = last;
    this.firstEnd = first + by.sizeMs;
    this.windows = (last - first) / by.periodMs + 1;
  }
}

/** Where periodic windows cut time: at every start and, if the size is no multiple of the period, at every end. */
export class Cuts {
  readonly sizeMs: DurationMs;
  readonly periodMs: DurationMs;
  private readonly startOffsetMs: DurationMs;
  private readonly endOffsetMs: DurationMs;

  constructor({ sizeMs, periodMs, offsetMs }: PeriodicWindowFn) {
    this.sizeMs = sizeMs;
    this.periodMs = periodMs;
    this.startOffsetMs = floorMod(offsetMs, periodMs);
    this.endOffsetMs = floorMod(this.startOffsetMs + (sizeMs % periodMs), periodMs);
  }

  sliceAt(timestamp: EventTime): Slice {
    const { sizeMs, periodMs } = this;
    const last = floorTo(timestamp, periodMs, this.startOffsetMs);
    const latestEnd = floorTo(timestamp, periodMs, this.endOffsetMs);
    return new Slice(
      Math.max(last, latestEnd),
      Math.min(last, latestEnd) + periodMs,
      latestEnd - sizeMs + periodMs,
      last,
      this,
    );
  }

  /** Whether some window starts here. */
  isStart(instant: EventTime): boolean {
    return floorTo(instant, this.periodMs, this.startOffsetMs) === instant;
  }
}

/** The slices that have had an element, in their order. */
export class SliceLine {
  private readonly slices: Slice[] = [];
  /** Where the last one was found: the next one is mostly near. */
  private near = 0;

  find(timestamp: EventTime): Slice | null {
    const slice = this.slices[this.indexOf(timestamp)];
    return slice !== undefined && slice.start <= timestamp ? slice : null;
  }

  /** Puts in a slice that is not there yet, and says which are beside it. */
  insert(slice: Slice): { readonly before: Slice | null; readonly after: Slice | null } {
    const { slices } = this;
    const at = this.indexOf(slice.start);
    const after = slices[at] ?? null;
    if (after === null) slices.push(slice);
    else slices.splice(at, 0, slice);
    return { before: slices[at - 1] ?? null, after };
  }

  /** Forgets the slices that no window after the one that starts here has. */
  dropThrough(windowStart: EventTime): void {
    const { slices } = this;
    let count = 0;
    while (count < slices.length && (slices[count] as Slice).last <= windowStart) count++;
    if (count === 0) return;
    slices.splice(0, count);
    this.near = Math.max(0, this.near - count);
  }

  /** The place of the first slice that ends after an instant. */
  private indexOf(timestamp: EventTime): number {
    const { slices } = this;
    let from = 0;
    let to = slices.length;
    // Steps that double, from where the last one was, and then halves between the last two.
    let at = this.near;
    for (let step = 1; at >= from && at < to; step *= 2) {
      if ((slices[at] as Slice).end <= timestamp) {
        from = at + 1;
        at += step;
      } else {
        to = at;
        at -= step;
      }
    }
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((slices[middle] as Slice).end <= timestamp) from = middle + 1;
      else to = middle;
    }
    this.near = from;
    return from;
  }
}
