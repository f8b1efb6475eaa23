import { interval, type Window } from "./interval.ts";
import type { Merge } from "./window-fn.ts";

/**
 * Windows that share an instant become the window that spans them. Windows that only touch
 * (`[0,10)` and `[10,20)`) stay apart. Associative, commutative and idempotent: sort, then cut
 * wherever a window starts at or after everything before it has ended.
 */
export function mergeOverlapping(windows: readonly Window[]): readonly Merge[] {
  return mergeRuns(windows, (run, next) => next.start < run.end);
}

/**
 * Windows in the order of their starts, in runs: `joins` says whether the next window goes into the
 * span of those before it.
 */
export function mergeRuns(
  windows: readonly Window[],
  joins: (run: Window, next: Window) => boolean,
): readonly Merge[] {
  const byStart = [...windows].sort((a, b) => a.start - b.start || a.end - b.end);
  const merges: Merge[] = [];
  let parts: Window[] = [];
  let run: Window | null = null;
  const close = (): void => {
    if (run !== null && parts.length > 1) merges.push({ parts, result: run });
  };
  for (const window of byStart) {
    if (run !== null && joins(run, window)) {
      parts.push(window);
      if (window.end > run.end) run = interval(run.start, window.end);
    } else {
      close();
      parts = [window];
      run = window;
    }
  }
  close();
  return merges;
}
