import fc from "fast-check";
import type { EventTime } from "../../watermark/time.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../watermark/time.ts";
import type { CaseElement, CaseStep } from "../cases/case.ts";
import { several } from "./several.ts";

export interface StreamOptions {
  /** Keys, drawn evenly; one that stands twice is drawn twice as often. Default `k` thrice, `j` once. */
  readonly keys?: readonly string[];
  /** The event time of the first element at the earliest. Default -20. */
  readonly earliest?: EventTime;
  /** The least number that an element may be, of those up to 9. Default 1. */
  readonly leastValue?: number;
  /** How far apart neighbours are at most. Default 8. */
  readonly stepMs?: number;
  /** How far an element may be behind the latest before it; the watermark allows for it. Default 10. */
  readonly disorderMs?: number;
  /** One in so many elements is later than the watermark allows for; 0 for none. Default 6. */
  readonly lateOneIn?: number;
  /** By how much such an element is later than that, at most. Default 40. */
  readonly latenessMs?: number;
  /** Default 12. */
  readonly maxElements?: number;
}

export interface FollowedOptions extends StreamOptions {
  /** Elements in a bundle. Default 4. */
  readonly maxBundle?: number;
  /** Steps of the script, two for each bundle. Default 24. */
  readonly maxSteps?: number;
  /** Whether processing time goes on. Default true. */
  readonly processingTime?: boolean;
}

/**
 * Elements with disorder and lateness under control: event time goes on from element to element,
 * most are at most `disorderMs` out of order, a few are later than that.
 */
export function streams(options: StreamOptions = {}): fc.Arbitrary<readonly CaseElement[]> {
  const { maxElements = 12 } = options;
  return several(drawnElements(options), maxElements).map((drawn) => inEventTime(drawn, options));
}

/** The same elements in bundles of one or more. */
export function bundles(
  elements: readonly CaseElement[],
): fc.Arbitrary<readonly (readonly CaseElement[])[]> {
  const gaps = Math.max(elements.length - 1, 0);
  return fc
    .array(fc.boolean(), { minLength: gaps, maxLength: gaps })
    .map((cuts) => cutBefore(elements, [true, ...cuts], elements.length));
}

/**
 * A stream as a script: after each bundle the watermark is the latest event time so far less
 * `disorderMs`, and processing time goes on by what is drawn.
 */
export function followedStreams(options: FollowedOptions = {}): fc.Arbitrary<readonly CaseStep[]> {
  const { disorderMs = 10, maxBundle = 4, maxSteps = 24, maxElements = 12 } = options;
  const { processingTime: isTimed = true } = options;
  const drawn = fc.record({
    element: drawnElements(options),
    cut: fc.boolean(),
    waitMs: fc.integer({ min: 0, max: 9 }),
  });
  return several(drawn, maxElements).map((all) => {
    const elements = inEventTime(
      all.map(({ element }) => element),
      options,
    );
    const cuts = all.map(({ cut }) => cut);
    let latest = MIN_TIMESTAMP;
    let processingTime = 0;
    return cutBefore(elements, cuts, maxBundle)
      .slice(0, Math.max(1, Math.floor(maxSteps / 2)))
      .flatMap((bundle, at): readonly CaseStep[] => {
        for (const [, timestamp] of bundle) latest = Math.max(latest, timestamp);
        processingTime += all[at]?.waitMs ?? 0;
        const watermark = latest - disorderMs;
        return [
          { elements: bundle },
          isTimed ? { advanceTogether: { watermark, processingTime } } : { watermark },
        ];
      });
  });
}

/** The step that ends the input. */
export const endOfTime: CaseStep = Object.freeze({ watermark: MAX_TIMESTAMP });

interface DrawnElement {
  readonly value: number;
  readonly key: string;
  /** How far event time goes on before it. */
  readonly aheadMs: number;
  /** How far the element is behind event time. */
  readonly behindMs: number;
}

function drawnElements(options: StreamOptions): fc.Arbitrary<DrawnElement> {
  const { keys = ["k", "k", "k", "j"], stepMs = 8, leastValue = 1 } = options;
  const { disorderMs = 10, lateOneIn = 6, latenessMs = 40 } = options;
  const onTime = fc.integer({ min: 0, max: disorderMs });
  const late = fc.integer({ min: disorderMs + 1, max: disorderMs + Math.max(latenessMs, 1) });
  return fc.record({
    value: fc.integer({ min: leastValue, max: 9 }),
    key: fc.constantFrom(...keys),
    aheadMs: fc.integer({ min: 0, max: stepMs }),
    behindMs:
      lateOneIn <= 0
        ? onTime
        : fc.oneof({ weight: lateOneIn - 1, arbitrary: onTime }, { weight: 1, arbitrary: late }),
  });
}

function inEventTime(
  drawn: readonly DrawnElement[],
  { earliest = -20 }: StreamOptions,
): readonly CaseElement[] {
  let latest = earliest;
  return drawn.map(({ value, key, aheadMs, behindMs }): CaseElement => {
    latest += aheadMs;
    return [value, Math.max(latest - behindMs, earliest), key];
  });
}

/** Cuts before every element whose place in `cuts` is true, and where a bundle would be too long. */
function cutBefore(
  elements: readonly CaseElement[],
  cuts: readonly boolean[],
  longest: number,
): readonly (readonly CaseElement[])[] {
  const parts: CaseElement[][] = [];
  for (const [at, element] of elements.entries()) {
    const last = parts.at(-1);
    if (last === undefined || cuts[at] === true || last.length >= longest) parts.push([element]);
    else last.push(element);
  }
  return parts;
}
