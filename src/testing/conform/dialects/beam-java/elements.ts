import type { EventTime } from "../../../../watermark/time.ts";
import type { Case } from "../../../cases/case.ts";
import { clocksAfter } from "../../explain.ts";
import type { Bounds, OutputRecord } from "../../observation.ts";
import type { Situation } from "../../rule.ts";
import { placedSteps } from "./grid.ts";
import { gapOf } from "./shape.ts";

/** An element with the step that brings it. */
export interface Arrival {
  readonly step: number;
  readonly key: string;
  readonly timestamp: EventTime;
}

/**
 * The elements up to and with a step, where Beam puts them; without those that are too late for a
 * session.
 */
export function arrivals(input: Case, last: number): readonly Arrival[] {
  const gap = gapOf(input) ?? Number.POSITIVE_INFINITY;
  const { allowedLateness } = input.strategy;
  return placedSteps(input)
    .slice(0, last + 1)
    .flatMap((one, step) => {
      if (!("elements" in one)) return [];
      const { watermark } = clocksAfter(input, step);
      return one.elements
        .filter(([, timestamp]) => timestamp + gap + allowedLateness > watermark)
        .map(([, timestamp, key]) => ({ step, key, timestamp }));
    });
}

/** The outputs of our engine up to and with a step, with their steps. */
export function ourOutputs(
  { ours }: Situation,
  last: number,
): readonly { readonly step: number; readonly output: OutputRecord }[] {
  return ours
    .slice(0, last + 1)
    .flatMap(({ outputs }, step) => outputs.map((output) => ({ step, output })));
}

/** The sessions that timestamps of one key make, were none of them late or closed. */
export function sessionsOf(timestamps: readonly EventTime[], gap: number): readonly Bounds[] {
  const merged: [start: number, end: number][] = [];
  for (const start of [...timestamps].sort((a, b) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && start < last[1]) last[1] = start + gap;
    else merged.push([start, start + gap]);
  }
  return merged;
}

/** Whether an element of that time belongs to a window, or to one that has become part of it. */
export function isIn(input: Case, timestamp: EventTime, [start, end]: Bounds): boolean {
  return timestamp < end && timestamp + (gapOf(input) ?? 1) > start;
}

export function overlap(a: Bounds, b: Bounds): boolean {
  return a[0] < b[1] && b[0] < a[1];
}
