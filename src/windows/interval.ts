import { type EventTime, formatInstant, MAX_TIMESTAMP, MIN_TIMESTAMP } from "../watermark/time.ts";

/** A window of event time: half-open, `[start, end)`. A value: two windows of equal bounds are equal. */
export interface Window {
  readonly start: EventTime;
  readonly end: EventTime;
}

/** The one window that holds all of time. */
export const GLOBAL_WINDOW: Window = Object.freeze({ start: MIN_TIMESTAMP, end: MAX_TIMESTAMP });

/** `[start, end)` cut to the bounds of time. */
export function interval(start: EventTime, end: EventTime): Window {
  return {
    start: start < MIN_TIMESTAMP ? MIN_TIMESTAMP : start + 0,
    end: end > MAX_TIMESTAMP ? MAX_TIMESTAMP : end + 0,
  };
}

/** The last instant inside a window. */
export function maxTimestamp(window: Window): EventTime {
  return window.end - 1;
}

export function sameWindow(a: Window, b: Window): boolean {
  return a.start === b.start && a.end === b.end;
}

/** The total order of windows: by end, then by start. */
export function compareWindows(a: Window, b: Window): number {
  return a.end - b.end || a.start - b.start;
}

export function contains(window: Window, timestamp: EventTime): boolean {
  return timestamp >= window.start && timestamp < window.end;
}

/** `[start, end)` in ISO text. */
export function formatWindow(window: Window): string {
  return `[${formatInstant(window.start)}, ${formatInstant(window.end)})`;
}
