import { interval, type Window } from "./interval.ts";
import type { Merge } from "./window-fn.ts";

/**
 * Windows that share an instant become the window that spans them. Windows that only touch
 * (`[0,10)` and `[10,20)`) stay apart. Associative, commutative and idempotent: sort, then cut
 * wherever a window starts at or after everything before it has ended.
 */
export function mergeOverlapping(windows: readonly Window[]): readonly Merge[] {
  const byStart = [...windows].sort((a, b) => a.start - b.start || a.end - b.end);
  const merges: Merge[] = [];
  let parts: Window[] = [];
  let end = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    const first = parts[0];
    if (first !== undefined && parts.length > 1)
      merges.push({ parts, result: interval(first.start, end) });
  };
  for (const window of byStart) {
    if (window.start >= end) {
      close();
      parts = [];
    }
    parts.push(window);
    if (window.end > end) end = window.end;
  }
  close();
  return merges;
}
