import type { EventTime, ProcessingTime } from "../watermark/time.ts";

/** What has to come together, all of it, for something to happen. */
export interface Need {
  /** How many more elements, at least; 0 for none. */
  readonly elements: number;
  /** What the watermark has to reach, or null. */
  readonly watermark: EventTime | null;
  /** What processing time has to reach, or null. */
  readonly processingTime: ProcessingTime | null;
  /** What else, in words; what depends on values or on times that are not known yet. */
  readonly conditions: readonly string[];
}

export const nothing: Need = Object.freeze({
  elements: 0,
  watermark: null,
  processingTime: null,
  conditions: Object.freeze([]),
});

export function need(some: Partial<Need>): Need {
  return { ...nothing, ...some };
}

export function isNothing(one: Need): boolean {
  const { elements, watermark, processingTime, conditions } = one;
  return elements === 0 && watermark === null && processingTime === null && conditions.length === 0;
}

/** Both. */
export function both(a: Need, b: Need): Need {
  return {
    elements: Math.max(a.elements, b.elements),
    watermark: later(a.watermark, b.watermark),
    processingTime: later(a.processingTime, b.processingTime),
    conditions: [...new Set([...a.conditions, ...b.conditions])],
  };
}

/** One of each list: what is needed if something of every list is. */
export function allOf(lists: readonly (readonly Need[])[]): readonly Need[] {
  let together: readonly Need[] = [nothing];
  for (const list of lists)
    together = simplest(together.flatMap((one) => list.map((other) => both(one, other))));
  return together;
}

/** Without those that need all that another one needs, and not less. */
export function simplest<N extends Need>(needs: readonly N[]): readonly N[] {
  return needs.filter((one, at) =>
    needs.every((other, place) => {
      if (place === at || !isWithin(other, one)) return true;
      return isWithin(one, other) && place > at;
    }),
  );
}

/** Whether whoever has what `one` needs has what `other` needs. */
function isWithin(other: Need, one: Need): boolean {
  return (
    other.elements <= one.elements &&
    isBefore(other.watermark, one.watermark) &&
    isBefore(other.processingTime, one.processingTime) &&
    other.conditions.every((condition) => one.conditions.includes(condition))
  );
}

function isBefore(a: number | null, b: number | null): boolean {
  return a === null || (b !== null && a <= b);
}

function later(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
