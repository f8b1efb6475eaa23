import type { Case } from "../../../cases/case.ts";
import type { Bounds } from "../../observation.ts";

/** The gap of a case's sessions; null if its windows do not merge. */
export function gapOf({ strategy: { windows } }: Case): number | null {
  return typeof windows === "object" && "sessions" in windows ? windows.sessions.gap : null;
}

/** Whether one window lies in another. A pane shows all elements whose windows lie in its own. */
export function isIn([start, end]: Bounds, [from, to]: Bounds): boolean {
  return start >= from && end <= to;
}

export function overlaps([start, end]: Bounds, [from, to]: Bounds): boolean {
  return start < to && from < end;
}

/** What sessions come to once all of them have merged. */
export function merged(windows: readonly Bounds[]): readonly Bounds[] {
  const spans: Bounds[] = [];
  for (const [start, end] of [...windows].sort((a, b) => a[0] - b[0])) {
    const last = spans.at(-1);
    if (last === undefined || start >= last[1]) spans.push([start, end]);
    else spans[spans.length - 1] = [last[0], Math.max(last[1], end)];
  }
  return spans;
}
