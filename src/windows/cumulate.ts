import { show, TidemarkError } from "../errors.ts";
import { type DurationInput, formatDuration, toDurationMs } from "../watermark/duration.ts";
import { type DurationMs, type EventTime, floorMod, floorTo } from "../watermark/time.ts";
import { interval, maxTimestamp, type Window } from "./interval.ts";
import { toWindowLength } from "./length.ts";
import type { PlainWindowFn, WindowFnJson } from "./window-fn.ts";

export interface CumulateOptions {
  /** How long the longest window is: a whole number of steps. After it the next ones begin. */
  readonly max: DurationInput;
  /** Where windows start, modulo `max`. Default 0. */
  readonly offset?: DurationInput;
}

/** Cumulated windows as the engine knows them. */
export interface CumulateWindowFn extends PlainWindowFn {
  readonly kind: "cumulate";
  readonly stepMs: DurationMs;
  readonly maxMs: DurationMs;
  readonly offsetMs: DurationMs;
}

/** Whether windows are cumulated ones, of which all is known. */
export function isCumulate(windows: { readonly kind: string }): windows is CumulateWindowFn {
  return windows.kind === "cumulate";
}

class CumulateWindows implements CumulateWindowFn {
  readonly kind = "cumulate";
  readonly shape = "plain";
  readonly stepMs: DurationMs;
  readonly maxMs: DurationMs;
  readonly offsetMs: DurationMs;

  constructor(stepMs: DurationMs, maxMs: DurationMs, offsetMs: DurationMs) {
    this.stepMs = stepMs;
    this.maxMs = maxMs;
    this.offsetMs = floorMod(offsetMs, maxMs);
  }

  assign(timestamp: EventTime): readonly Window[] {
    const { stepMs, maxMs } = this;
    const start = floorTo(timestamp, maxMs, this.offsetMs);
    const windows: Window[] = [];
    const first = start + floorTo(timestamp - start, stepMs, 0) + stepMs;
    for (let end = first; end <= start + maxMs; end += stepMs) windows.push(interval(start, end));
    return windows;
  }

  /** The shortest window that holds the last instant of `window`. */
  toSideInputWindow(window: Window): Window {
    return this.assign(maxTimestamp(window))[0] as Window;
  }

  toJSON(): WindowFnJson {
    return { cumulate: { step: this.stepMs, max: this.maxMs, offset: this.offsetMs } };
  }

  toString(): string {
    const offset = this.offsetMs === 0 ? "" : `, offset: ${formatDuration(this.offsetMs)}`;
    return `cumulate(${formatDuration(this.stepMs)}, max: ${formatDuration(this.maxMs)}${offset})`;
  }
}

/**
 * Windows that share a start and grow by a step until they are as long as `max`: `[s, s + step)`,
 * `[s, s + 2·step)`, …, `[s, s + max)` for every `s = offset + n·max`. An element is in all of these that
 * end after it: the visitors of today, every hour anew. Flink's `CUMULATE`.
 *
 * Throws `INVALID_DURATION` or `INVALID_WINDOWS` for malformed lengths.
 */
export function cumulate(step: DurationInput, options: CumulateOptions): CumulateWindowFn {
  const stepMs = toWindowLength(step, "window step");
  const maxMs = toWindowLength(options.max, "longest window");
  if (maxMs % stepMs !== 0) {
    throw new TidemarkError(
      "INVALID_WINDOWS",
      `The longest window, ${show(options.max)}, is no whole number of steps of ${show(step)}.`,
      options.max,
      "Let the step divide the longest window.",
    );
  }
  const offsetMs = toDurationMs(options.offset ?? 0, "window offset");
  return Object.freeze(new CumulateWindows(stepMs, maxMs, offsetMs));
}
