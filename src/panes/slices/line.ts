import { type DurationMs, type EventTime, floorMod, floorTo } from "../../watermark/time.ts";
import type { CumulateWindowFn } from "../../windows/cumulate.ts";
import { interval, type Window } from "../../windows/interval.ts";
import type { PeriodicWindowFn } from "../../windows/window-fn.ts";
import type { Key } from "../key.ts";
import { Slice, type Slots } from "./slice.ts";

/** Where windows cut time, and which of them have a slice. */
export interface Cuts extends Slots {
  sliceAt<K extends Key>(timestamp: EventTime, old: Slice<K> | null, expected: number): Slice<K>;
  windowAt(slot: EventTime): Window;
  /** Whether these are the bounds of a window. */
  isWindow(start: EventTime, end: EventTime): boolean;
  /** No window is longer. */
  readonly longestMs: DurationMs;
}

/** The cuts of windows that the sliced plan can run. */
export function cutsOf(windows: PeriodicWindowFn | CumulateWindowFn): Cuts {
  return windows.shape === "periodic" ? new PeriodicCuts(windows) : new CumulateCuts(windows);
}

/** The slot of a window that ends then. */
export function slotOf(end: EventTime, { spanMs }: Slots): EventTime {
  return end - spanMs;
}

/** How many windows there are from one slot to another. */
export function countSlots(first: EventTime, last: EventTime, { periodMs }: Slots): number {
  return (last - first) / periodMs + 1;
}

/**
 * Periodic windows cut time at every start and, if the size is no multiple of the period, at every end.
 * The slot of a window is its start.
 */
class PeriodicCuts implements Cuts {
  readonly spanMs: DurationMs;
  readonly periodMs: DurationMs;
  readonly longestMs: DurationMs;
  private readonly startOffsetMs: DurationMs;
  private readonly endOffsetMs: DurationMs;

  constructor({ sizeMs, periodMs, offsetMs }: PeriodicWindowFn) {
    this.spanMs = sizeMs;
    this.longestMs = sizeMs;
    this.periodMs = periodMs;
    this.startOffsetMs = floorMod(offsetMs, periodMs);
    this.endOffsetMs = floorMod(this.startOffsetMs + (sizeMs % periodMs), periodMs);
  }

  sliceAt<K extends Key>(timestamp: EventTime, old: Slice<K> | null, expected: number): Slice<K> {
    const { spanMs, periodMs } = this;
    const last = floorTo(timestamp, periodMs, this.startOffsetMs);
    const latestEnd = floorTo(timestamp, periodMs, this.endOffsetMs);
    return new Slice(
      [Math.max(last, latestEnd), Math.min(last, latestEnd) + periodMs],
      [latestEnd - spanMs + periodMs, last],
      this,
      old,
      expected,
    );
  }

  windowAt(slot: EventTime): Window {
    return interval(slot, slot + this.spanMs);
  }

  isWindow(start: EventTime, end: EventTime): boolean {
    const isStart = floorTo(start, this.periodMs, this.startOffsetMs) === start;
    return isStart && end - start === this.spanMs;
  }
}

/** Cumulated windows cut time at every step. The slot of a window is a step before its end. */
class CumulateCuts implements Cuts {
  readonly spanMs: DurationMs;
  readonly periodMs: DurationMs;
  readonly longestMs: DurationMs;
  private readonly offsetMs: DurationMs;

  constructor({ stepMs, maxMs, offsetMs }: CumulateWindowFn) {
    this.spanMs = stepMs;
    this.periodMs = stepMs;
    this.longestMs = maxMs;
    this.offsetMs = offsetMs;
  }

  sliceAt<K extends Key>(timestamp: EventTime, old: Slice<K> | null, expected: number): Slice<K> {
    const { periodMs, longestMs, offsetMs } = this;
    const start = floorTo(timestamp, periodMs, offsetMs);
    const last = floorTo(timestamp, longestMs, offsetMs) + longestMs - periodMs;
    return new Slice([start, start + periodMs], [start, last], this, old, expected);
  }

  windowAt(slot: EventTime): Window {
    return interval(floorTo(slot, this.longestMs, this.offsetMs), slot + this.spanMs);
  }

  isWindow(start: EventTime, end: EventTime): boolean {
    const { periodMs, longestMs, offsetMs } = this;
    const isStart = floorTo(start, longestMs, offsetMs) === start;
    return isStart && end - start <= longestMs && (end - start) % periodMs === 0;
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

  /** Takes out those that no window after the one in this slot has. */
  takeThrough(slot: EventTime): readonly Slice<K>[] {
    const { slices } = this;
    let count = 0;
    while (count < slices.length && (slices[count] as Slice<K>).last <= slot) count++;
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
