import type { EventTime } from "../../../../watermark/time.ts";
import type { Case } from "../../../cases/case.ts";
import { clocksAfter } from "../../explain.ts";
import type { Observation, OutputRecord } from "../../observation.ts";
import { type Grid, isolated, startAfter } from "./grid.ts";

/** An element that Beam puts into a window that starts after it. */
export interface Moved {
  readonly step: number;
  readonly key: string;
  readonly timestamp: EventTime;
  /** Where that window starts. */
  readonly start: EventTime;
  /** Where the element is in what is foretold, or null if it cannot be. */
  readonly placed: EventTime | null;
}

export function movedIn({ steps }: Case, grid: Grid): readonly Moved[] {
  return steps.flatMap((one, step) =>
    "elements" in one
      ? one.elements.flatMap(([, timestamp, key]) => {
          const start = startAfter(timestamp, grid);
          if (start === null) return [];
          return [{ step, key, timestamp, start, placed: isolated(grid, start) }];
        })
      : [],
  );
}

/** Whether one of the elements that have come with or before a step is in the window of an output. */
export function isTaken(
  moved: readonly Moved[],
  { key, window }: Pick<OutputRecord, "key" | "window">,
  step: number,
): boolean {
  return moved.some((one) => one.step <= step && one.key === key && one.start === window[0]);
}

/** The windows into which moved elements come as well, where they are not foretold. */
export class ExtraWindows {
  private readonly input: Case;
  private readonly grid: Grid;
  private readonly moved: readonly Moved[];

  constructor(input: Case, grid: Grid, moved: readonly Moved[]) {
    this.input = input;
    this.grid = grid;
    this.moved = moved;
  }

  /** How many elements of a step are too late for them. */
  lateIn(step: number): number {
    const { watermark } = clocksAfter(this.input, step + 1);
    return this.moved.filter((one) => one.step === step && this.expiry(one) <= watermark).length;
  }

  /** How many times elements of a step are put into those that have not expired. */
  takenIn(step: number): number {
    const one = this.input.steps[step];
    if (one === undefined || !("elements" in one)) return 0;
    const open = this.openAfter(step);
    const names = new Set(open.map(({ key, start }) => JSON.stringify([key, start])));
    return one.elements
      .flatMap(([, time, key]) => {
        const moved = startAfter(time, this.grid);
        const starts = [...new Set(open.map(({ start }) => start))];
        return starts
          .filter((start) => start === moved || (start <= time && time < start + this.grid.size))
          .map((start) => JSON.stringify([key, start]));
      })
      .filter((name) => names.has(name)).length;
  }

  isOpenAfter(step: number): boolean {
    return this.openAfter(step).length > 0;
  }

  /** Whether an element in one of them can hold at that time. */
  holdIn(step: number, hold: EventTime | null): boolean {
    const { size } = this.grid;
    return (
      hold !== null &&
      this.until(step).some(
        (one) =>
          hold === one.timestamp ||
          hold === this.expiry(one) - 1 ||
          (one.start <= hold && hold < one.start + size),
      )
    );
  }

  private openAfter(step: number): readonly Moved[] {
    const { watermark } = clocksAfter(this.input, step + 1);
    return this.until(step).filter((one) => this.expiry(one) > watermark);
  }

  private until(step: number): readonly Moved[] {
    return this.moved.filter((one) => one.step <= step);
  }

  private expiry({ start }: Moved): EventTime {
    return start + this.grid.size + this.input.strategy.allowedLateness;
  }
}

/**
 * Both outcomes without holds and output watermark from the first step on in which a hold differs,
 * if that is for such a reason as is asked for. Whatever differs before stays.
 */
export function withoutHolds(
  {
    ours,
    theirs,
  }: { readonly ours: readonly Observation[]; readonly theirs: readonly Observation[] },
  isReason: (step: number, ours: EventTime | null, theirs: EventTime | null) => boolean,
): { readonly ours: readonly Observation[]; readonly theirs: readonly Observation[] } {
  const from = ours.findIndex(({ hold }, at) => (hold ?? null) !== (theirs[at]?.hold ?? null));
  if (from < 0 || !isReason(from, ours[from]?.hold ?? null, theirs[from]?.hold ?? null))
    return { ours, theirs };
  const without = (observation: Observation, at: number): Observation => {
    const { hold: _, outputWatermark: __, ...rest } = observation;
    return at < from ? observation : rest;
  };
  return { ours: ours.map(without), theirs: theirs.map(without) };
}
