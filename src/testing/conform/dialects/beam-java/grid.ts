import type { EventTime } from "../../../../watermark/time.ts";
import type { Case, CaseElement, CaseStep, CaseWindows } from "../../../cases/case.ts";

/** Fixed windows, or sliding ones; fixed ones slide by their size, and Beam takes one of them. */
export interface Grid {
  readonly isFixed: boolean;
  readonly size: number;
  readonly period: number;
  readonly offset: number;
}

export function gridOf(windows: CaseWindows): Grid | null {
  if (typeof windows === "string" || !("fixed" in windows || "sliding" in windows)) return null;
  const isFixed = "fixed" in windows;
  const size = isFixed ? windows.fixed.size : windows.sliding.size;
  const period = isFixed ? size : windows.sliding.period;
  const { offset = 0 } = isFixed ? windows.fixed : windows.sliding;
  return { isFixed, size, period, offset: ((offset % period) + period) % period };
}

/** The start that Beam takes for an element's last one, if that is after the element. */
export function startAfter(timestamp: EventTime, { period, offset }: Grid): EventTime | null {
  const remainder = (timestamp + period - offset) % period;
  return remainder < 0 ? timestamp - remainder : null;
}

/** A time that is in the window of that start and in no other, or null if windows overlap too much. */
export function isolated({ size, period }: Grid, start: EventTime): EventTime | null {
  if (size <= period) return start;
  return size < 2 * period ? start + size - period : null;
}

/** The elements that come into the windows into which Beam puts one. */
function assigned(element: CaseElement, grid: Grid): readonly CaseElement[] {
  const [value, timestamp, key] = element;
  const start = startAfter(timestamp, grid);
  const time = start === null ? null : isolated(grid, start);
  if (start === null || time === null) return [element];
  const moved: CaseElement = [value, time, key];
  const hasOthers = !grid.isFixed && start - grid.period > timestamp - grid.size;
  return hasOthers ? [element, moved] : [moved];
}

/** The steps of a case with each element in the windows into which Beam puts it, as far as can be. */
export function placedSteps({ strategy, steps }: Case): readonly CaseStep[] {
  const grid = gridOf(strategy.windows);
  if (grid === null) return steps;
  return steps.map((step) =>
    "elements" in step
      ? { elements: step.elements.flatMap((element) => assigned(element, grid)) }
      : step,
  );
}
