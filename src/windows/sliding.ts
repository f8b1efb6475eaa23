import { type DurationInput, formatDuration, toDurationMs } from "../watermark/duration.ts";
import { type DurationMs, type EventTime, floorMod, floorTo } from "../watermark/time.ts";
import { toWindowLength } from "./length.ts";
import { interval, maxTimestamp, type Window } from "./interval.ts";
import type { PeriodicWindowFn, WindowFnJson } from "./window-fn.ts";

export interface SlidingOptions {
  /** The distance between the starts of two windows. Longer than the size leaves gaps. */
  readonly period: DurationInput;
  /** Where a window starts, modulo the period. Default 0. */
  readonly offset?: DurationInput;
}

class SlidingWindows implements PeriodicWindowFn {
  readonly kind = "sliding";
  readonly shape = "periodic";
  readonly sizeMs: DurationMs;
  readonly periodMs: DurationMs;
  readonly offsetMs: DurationMs;

  constructor(sizeMs: DurationMs, periodMs: DurationMs, offsetMs: DurationMs) {
    this.sizeMs = sizeMs;
    this.periodMs = periodMs;
    this.offsetMs = floorMod(offsetMs, periodMs);
  }

  assign(timestamp: EventTime): readonly Window[] {
    const { sizeMs, periodMs, offsetMs } = this;
    const windows: Window[] = [];
    const last = floorTo(timestamp, periodMs, offsetMs);
    // The first aligned start after timestamp - size.
    let start = floorTo(timestamp - sizeMs, periodMs, offsetMs) + periodMs;
    for (; start <= last; start += periodMs) windows.push(interval(start, start + sizeMs));
    return windows;
  }

  /** The earliest window that holds the last instant of `window`, as in Beam. */
  toSideInputWindow(window: Window): Window {
    const { sizeMs, periodMs, offsetMs } = this;
    const start = floorTo(maxTimestamp(window) - sizeMs, periodMs, offsetMs) + periodMs;
    return interval(start, start + sizeMs);
  }

  toJSON(): WindowFnJson {
    return { sliding: { size: this.sizeMs, period: this.periodMs, offset: this.offsetMs } };
  }

  toString(): string {
    const offset = this.offsetMs === 0 ? "" : `, offset: ${formatDuration(this.offsetMs)}`;
    return `sliding(${formatDuration(this.sizeMs)}, period: ${formatDuration(this.periodMs)}${offset})`;
  }
}

/** Windows of one length that start every period: an element is in every aligned `(t - size, t]`. */
export function sliding(size: DurationInput, options: SlidingOptions): PeriodicWindowFn {
  return Object.freeze(
    new SlidingWindows(
      toWindowLength(size, "window size"),
      toWindowLength(options.period, "window period"),
      toDurationMs(options.offset ?? 0, "window offset"),
    ),
  );
}
