import { MIN_TIMESTAMP } from "../../../../watermark/time.ts";
import { buildWindows } from "../../../cases/build.ts";
import { type Case, clocksOfStep } from "../../../cases/case.ts";
import type { Bounds, Observation, OutputRecord } from "../../observation.ts";
import { windowKey, withOutputs } from "../outputs.ts";

/** An element in one of its windows, before any merge. */
export interface Placed {
  readonly step: number;
  readonly key: string;
  readonly window: Bounds;
  readonly timestamp: number;
  /** The clocks that it meets. */
  readonly watermark: number;
  readonly processingTime: number;
  /** Whether Python drops it as late in this window, and takes it in another. */
  readonly isDropped: boolean;
}

const known = new WeakMap<Case, readonly Placed[]>();

/** Every element in each of its windows, unless Python drops it as late in all of them. */
export function placed(input: Case): readonly Placed[] {
  const found = known.get(input) ?? place(input);
  known.set(input, found);
  return found;
}

/** Every element in each of its windows in which Python does not drop it as late. */
export function taken(input: Case): readonly Placed[] {
  return placed(input).filter(({ isDropped }) => !isDropped);
}

function place({ strategy, steps }: Case): readonly Placed[] {
  const windows = buildWindows(strategy.windows);
  let watermark = MIN_TIMESTAMP;
  let processingTime = MIN_TIMESTAMP;
  const all: Placed[] = [];
  for (const [at, step] of steps.entries()) {
    const to = clocksOfStep(step);
    watermark = Math.max(watermark, to.watermark ?? MIN_TIMESTAMP);
    processingTime = Math.max(processingTime, to.processingTime ?? MIN_TIMESTAMP);
    if (!("elements" in step)) continue;
    for (const [value, timestamp, key] of step.elements) {
      const meets = { step: at, key, timestamp, watermark, processingTime };
      const assigned = windows.assign(timestamp, value).map(
        ({ start, end }): Placed => ({
          ...meets,
          window: [start, end],
          isDropped: watermark > end + strategy.allowedLateness,
        }),
      );
      if (assigned.some(({ isDropped }) => !isDropped)) all.push(...assigned);
    }
  }
  return all;
}

/** Python's output watermark at the beginning of a step, as its adapter tells it. */
export function outputWatermarkBefore(theirs: readonly Observation[], step: number): number {
  return theirs[step - 1]?.outputWatermark ?? MIN_TIMESTAMP;
}

/** How the panes of a window are numbered, as far as they have been counted. */
interface Count {
  index: number;
  onTimeIndex: number;
}

/** A count for each key and window, from 0. */
class Counts {
  private readonly counts = new Map<string, Count>();

  of(output: OutputRecord): Count {
    const key = windowKey(output);
    const count = this.counts.get(key) ?? { index: 0, onTimeIndex: 0 };
    this.counts.set(key, count);
    return count;
  }
}

/**
 * Counts the panes of some windows anew, as Python does: an early pane behind one that is not takes
 * a number too, and only the first number is on time.
 */
export function counted(
  observations: readonly Observation[],
  windows: ReadonlySet<string>,
): readonly Observation[] {
  const counts = new Counts();
  const changed = withOutputs(observations, (output) => {
    if (!windows.has(windowKey(output))) return output;
    const count = counts.of(output);
    const isEarly = output.timing === "early" && count.onTimeIndex === 0;
    const onTimeIndex = isEarly ? -1 : count.onTimeIndex++;
    const isLate = output.timing === "onTime" && onTimeIndex > 0;
    return { ...output, ...(isLate ? { timing: "late" } : {}), onTimeIndex };
  });
  return changed ?? observations;
}

/** Theirs without some panes, and with the numbers that the others would have without those. */
export function withoutPanes(
  theirs: readonly Observation[],
  left: ReadonlySet<OutputRecord>,
): readonly Observation[] | null {
  const [less, kept] = [new Counts(), new Counts()];
  return withOutputs(theirs, (output) => {
    const { index = 0, onTimeIndex = -1, timing } = output;
    const gone = less.of(output);
    const isLeft = left.has(output);
    // An early pane has no such number unless one that is not early comes before it.
    const hasNone = onTimeIndex < 0 || (timing === "early" && kept.of(output).onTimeIndex === 0);
    const numbers = {
      index: index - gone.index,
      onTimeIndex: hasNone ? -1 : onTimeIndex - gone.onTimeIndex,
      first: index === gone.index,
    };
    if (isLeft) gone.index += 1;
    if (onTimeIndex >= 0 && (isLeft || hasNone)) gone.onTimeIndex += 1;
    if (!isLeft && !hasNone) kept.of(output).onTimeIndex += 1;
    if (isLeft) return null;
    return numbers.index === index && numbers.onTimeIndex === onTimeIndex
      ? output
      : { ...output, ...numbers };
  });
}
