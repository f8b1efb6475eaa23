/**
 * Reference model, part 1: time and windows. S5.7 names a rule of docs/semantics.md; "Java"
 * marks points where that page is silent and Beam Java's runner core decides.
 */
import { type CalendarSpec, calendarBounds } from "./calendar.ts";

export type WindowSpec =
  | "global"
  | { fixed: { size: number; offset?: number } }
  | { sliding: { size: number; period: number; offset?: number } }
  | { cumulate: { step: number; max: number; offset?: number } }
  | { sessions: SessionSpec }
  | { calendar: CalendarSpec };

export interface SessionSpec {
  gap: number;
  touching?: "separate" | "merge";
  maxDuration?: number;
  offset?: number;
  lateness?: "proto" | "merged";
}

/** The bounds of time. */
export const MIN_TIMESTAMP = -8.64e15;
export const MAX_TIMESTAMP = 8.64e15;

/** Arithmetic saturates at the bounds. */
export const clamp = (t: number): number => Math.min(Math.max(t, MIN_TIMESTAMP), MAX_TIMESTAMP);

/** The remainder of a division that floors toward minus infinity. */
export const modulo = (t: number, n: number): number => ((t % n) + n) % n;

/** How far it is from t back to the boundary before it, or 0 on a boundary. */
export const sinceBoundary = (t: number, period: number, offset: number): number =>
  modulo(modulo(t, period) - modulo(offset, period), period);

/** Half-open `[start, end)`. */
export type Window = [number, number];

/** Windows are values, with a total order: end, then start. */
export const windowOrder = (a: Window, b: Window): number => a[1] - b[1] || a[0] - b[0];
export const same = (a: Window, b: Window): boolean => a[0] === b[0] && a[1] === b[1];

/** The windows of a timestamp, in window order. */
export function assign(spec: WindowSpec, t: number): Window[] {
  if (spec === "global") return [[MIN_TIMESTAMP, MAX_TIMESTAMP]];
  if ("sessions" in spec)
    return [[t, clamp(Math.min(t + spec.sessions.gap, nextCut(spec.sessions, t)))]]; // the proto-window
  if ("cumulate" in spec) return cumulated(spec.cumulate, t);
  if ("calendar" in spec) return [calendarWindow(spec.calendar, t)];
  // fixed(size, offset) is sliding with period = size; every aligned start in (t - size, t]
  const sliding = "fixed" in spec ? { ...spec.fixed, period: spec.fixed.size } : spec.sliding;
  const { size, period, offset = 0 } = sliding;
  const windows: Window[] = [];
  for (let s = t - sinceBoundary(t, period, offset); s > t - size; s -= period) {
    windows.unshift([clamp(s), clamp(s + size)]);
  }
  return windows;
}

/** S2.24: every window from the one start before t that ends after t. */
function cumulated(spec: { step: number; max: number; offset?: number }, t: number): Window[] {
  const { step, max, offset = 0 } = spec;
  const start = t - sinceBoundary(t, max, offset);
  const ends = Array.from({ length: max / step }, (_, nth) => start + (nth + 1) * step);
  return ends.filter((end) => end > t).map((end): Window => [clamp(start), clamp(end)]);
}

function calendarWindow(spec: CalendarSpec, t: number): Window {
  const [start, end] = calendarBounds(spec, t);
  return [clamp(start), clamp(end)];
}

/** Windows that become one, and the one that they become. */
export interface Group {
  members: Window[];
  result: Window;
}

/** S2.20: where sessions are cut next after t. */
const nextCut = ({ maxDuration = 0, offset = 0 }: SessionSpec, t: number): number =>
  maxDuration === 0 ? MAX_TIMESTAMP : t + maxDuration - sinceBoundary(t, maxDuration, offset);

/** Overlapping windows merge into their span; windows that only touch do so as told (S2.19), but at no cut. */
export function overlapGroups(windows: Window[], spec: SessionSpec): Group[] {
  const { touching, maxDuration = 0, offset = 0 } = spec;
  const isCut = (t: number): boolean =>
    maxDuration > 0 && sinceBoundary(t, maxDuration, offset) === 0;
  const touches = (a: Window, b: Window): boolean =>
    touching === "merge" && a[1] === b[0] && !isCut(b[0]);
  const groups: Group[] = [];
  for (const w of [...windows].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const group = groups.at(-1);
    if (group !== undefined && (w[0] < group.result[1] || touches(group.result, w))) {
      group.members.push(w);
      group.result = [group.result[0], Math.max(group.result[1], w[1])];
    } else {
      groups.push({ members: [w], result: w });
    }
  }
  return groups;
}
