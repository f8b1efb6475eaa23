import { type DurationInput, formatDuration, toDurationMs } from "../watermark/duration.ts";
import { type DurationMs, type EventTime, floorMod, floorTo } from "../watermark/time.ts";
import { toWindowLength } from "./length.ts";
import { interval, maxTimestamp, type Window } from "./interval.ts";
import type { PeriodicWindowFn, WindowFnJson } from "./window-fn.ts";

export interface FixedOptions {
  /** Where a window starts, modulo the size. Default 0: windows are aligned with the epoch. */
  readonly offset?: DurationInput;
}

class FixedWindows implements PeriodicWindowFn {
  readonly kind = "fixed";
  readonly shape = "periodic";
  readonly sizeMs: DurationMs;
  readonly periodMs: DurationMs;
  readonly offsetMs: DurationMs;

  constructor(sizeMs: DurationMs, offsetMs: DurationMs) {
    this.sizeMs = sizeMs;
    this.periodMs = sizeMs;
    this.offsetMs = floorMod(offsetMs, sizeMs);
  }

  assign(timestamp: EventTime): readonly Window[] {
    return [this.at(timestamp)];
  }

  toSideInputWindow(window: Window): Window {
    return this.at(maxTimestamp(window));
  }

  toJSON(): WindowFnJson {
    return { fixed: { size: this.sizeMs, offset: this.offsetMs } };
  }

  toString(): string {
    const size = formatDuration(this.sizeMs);
    return this.offsetMs === 0
      ? `fixed(${size})`
      : `fixed(${size}, offset: ${formatDuration(this.offsetMs)})`;
  }

  private at(timestamp: EventTime): Window {
    const start = floorTo(timestamp, this.sizeMs, this.offsetMs);
    return interval(start, start + this.sizeMs);
  }
}

/** Windows of one length that follow each other: `[k·size + offset, (k+1)·size + offset)`. */
export function fixed(size: DurationInput, options: FixedOptions = {}): PeriodicWindowFn {
  return Object.freeze(
    new FixedWindows(
      toWindowLength(size, "window size"),
      toDurationMs(options.offset ?? 0, "window offset"),
    ),
  );
}
