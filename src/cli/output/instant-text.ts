import {
  type DurationMs,
  formatInstant,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
} from "../../watermark/time.ts";
import type { WindowFn } from "../../windows/window-fn.ts";

/** ISO text that leaves out seconds or milliseconds which `unitMs` says are always zero. */
export function instantText(instant: number, unitMs: DurationMs): string {
  const text = formatInstant(instant);
  if (unitMs === 1 || instant <= MIN_TIMESTAMP || instant >= MAX_TIMESTAMP) return text;
  return `${text.slice(0, unitMs === 60_000 ? -8 : -5)}Z`;
}

/** The largest of minute, second and millisecond that all bounds of these windows are multiples of. */
export function unitOfWindows(windows: WindowFn<never>): 60_000 | 1000 | 1 {
  if (windows.kind === "global") return 60_000;
  // No zone has ever been off by a part of a second.
  if (windows.kind === "calendar") return 1000;
  if (windows.shape !== "periodic") return 1;
  const { sizeMs, periodMs, offsetMs } = windows;
  const isMultipleOf = (unitMs: number): boolean =>
    [sizeMs, periodMs, offsetMs].every((lengthMs) => lengthMs % unitMs === 0);
  return isMultipleOf(60_000) ? 60_000 : isMultipleOf(1000) ? 1000 : 1;
}
