import { type DurationMs, type EventTime, floorMod, floorTo } from "../../watermark/time.ts";
import type { PeriodicWindowFn } from "../../windows/window-fn.ts";
import type { Key } from "../key.ts";
import { type PeriodicWindows, Slice } from "./slice.ts";

/** Where periodic windows cut time: at every start and, if the size is no multiple of the period, at every end. */
export class Cuts implements PeriodicWindows {
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

  sliceAt<K extends Key>(timestamp: EventTime, old: Slice<K> | null, expected: number): Slice<K> {
    const { sizeMs, periodMs } = this;
    const last = floorTo(timestamp, periodMs, this.startOffsetMs);
    const latestEnd = floorTo(timestamp, periodMs, this.endOffsetMs);
    return new Slice(
      [Math.max(last, latestEnd), Math.min(last, latestEnd) + periodMs],
      [latestEnd - sizeMs + periodMs, last],
      this,
      old,
      expected,
    );
  }

  /** How many windows start from one start to another. */
  count(first: EventTime, last: EventTime): number {
    return (last - first) / this.periodMs + 1;
  }

  /** Whether some window starts here. */
  isStart(instant: EventTime): boolean {
    return floorTo(instant, this.periodMs, this.startOffsetMs) === instant;
  }
}

/** The slices that have had an element and are in a live window, in their order. */
export class SliceLine<K extends Key> {
  private readonly slices: Slice<K>[] = [];

  find(timestamp: EventTime): Slice<K> | null {
    const slice = this.slices[this.indexOf(timestamp)];
    return slice !== undefined && slice.start <= timestamp ? slice : null;
  }

  /** Puts in a slice that is not there yet, and says which are beside it. */
  insert(slice: Slice<K>): { readonly before: Slice<K> | null; readonly after: Slice<K> | null } {
    const { slices } = this;
    const at = this.indexOf(slice.start);
    const after = slices[at] ?? null;
    if (after === null) slices.push(slice);
    else slices.splice(at, 0, slice);
    return { before: slices[at - 1] ?? null, after };
  }

  /** Those that start from one cut on and before another. */
  between(start: EventTime, end: EventTime): readonly Slice<K>[] {
    return this.slices.slice(this.indexOf(start), this.indexOf(end));
  }

  /** Takes out those that no window after the one that starts here has. */
  takeThrough(windowStart: EventTime): readonly Slice<K>[] {
    const { slices } = this;
    let count = 0;
    while (count < slices.length && (slices[count] as Slice<K>).last <= windowStart) count++;
    return count === 0 ? [] : slices.splice(0, count);
  }

  /** The place of the first slice that ends after an instant. */
  private indexOf(instant: EventTime): number {
    const { slices } = this;
    let from = 0;
    let to = slices.length;
    // Mostly it is one of the latest.
    for (let step = 1; from < to; step *= 2) {
      const at = Math.max(from, to - step);
      if ((slices[at] as Slice<K>).end <= instant) {
        from = at + 1;
        break;
      }
      to = at;
    }
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((slices[middle] as Slice<K>).end <= instant) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
