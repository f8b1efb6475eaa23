import fc from "fast-check";
import type { EventTime } from "../../watermark/time.ts";
import type { CaseElement, CaseStep } from "../cases/case.ts";
import { several } from "./several.ts";
import { followedStreams } from "./streams.ts";

export interface ScriptOptions {
  /** Keys, drawn evenly; one that stands twice is drawn twice as often. Default `k` thrice, `j` once. */
  readonly keys?: readonly string[];
  /** The earliest event time. Default -20. */
  readonly earliest?: EventTime;
  /** The latest event time; the watermark goes a little further. Default 60. */
  readonly latest?: EventTime;
  /** The least number that an element may be, of those up to 9. Default 1. */
  readonly leastValue?: number;
  /** Default 14. */
  readonly maxSteps?: number;
  /** Elements in a bundle. Default 4. */
  readonly maxBundle?: number;
  /** Whether processing time goes on. Default true. */
  readonly processingTime?: boolean;
}

/**
 * Scripts of bundles and clock steps in any order: most drawn without a plan, so that late data,
 * jumps over several windows and refused steps back are common; a few follow a stream.
 */
export function scripts(options: ScriptOptions = {}): fc.Arbitrary<readonly CaseStep[]> {
  const { maxSteps = 14 } = options;
  const wild = fc
    .tuple(several(anyStep(options), maxSteps), fc.boolean())
    .map(([steps, sorted]) => (sorted ? withRisingClocks(steps) : steps));
  if (maxSteps < 2) return wild;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: wild },
    { weight: 1, arbitrary: followed(options) },
  );
}

/** Streams that stay within the bounds of a script. */
function followed(options: ScriptOptions): fc.Arbitrary<readonly CaseStep[]> {
  const { keys, earliest = -20, latest = 60, maxSteps = 14, maxBundle = 4 } = options;
  const { processingTime = true, leastValue = 1 } = options;
  const maxElements = 12;
  return followedStreams({
    ...(keys === undefined ? {} : { keys }),
    earliest,
    stepMs: Math.min(8, Math.max(0, Math.floor((latest - earliest) / maxElements))),
    maxElements,
    maxBundle,
    maxSteps,
    processingTime,
    leastValue,
  });
}

/** Bundles of elements anywhere in event time. */
export function anyBundle(options: ScriptOptions = {}): fc.Arbitrary<CaseStep> {
  const { keys = ["k", "k", "k", "j"], earliest = -20, latest = 60, maxBundle = 4 } = options;
  const { leastValue = 1 } = options;
  const element: fc.Arbitrary<CaseElement> = fc.tuple(
    fc.integer({ min: leastValue, max: 9 }),
    fc.integer({ min: earliest, max: latest }),
    fc.constantFrom(...keys),
  );
  return fc.record({ elements: several(element, maxBundle) });
}

function anyStep(options: ScriptOptions): fc.Arbitrary<CaseStep> {
  const { earliest = -20, latest = 60 } = options;
  const watermark = fc.integer({ min: earliest - 5, max: latest + 15 });
  const bundle = { weight: 6, arbitrary: anyBundle(options) };
  const watermarkStep = { weight: 3, arbitrary: fc.record({ watermark }) };
  if (options.processingTime === false) return fc.oneof(bundle, watermarkStep);
  const processingTime = fc.integer({ min: 0, max: 60 });
  return fc.oneof(
    bundle,
    watermarkStep,
    { weight: 2, arbitrary: fc.record({ processingTime }) },
    {
      weight: 1,
      arbitrary: fc.record({ advanceTogether: fc.record({ watermark, processingTime }) }),
    },
  );
}

/** The readings that were drawn, sorted into the places of the clock steps; so shrinking works. */
function withRisingClocks(steps: readonly CaseStep[]): readonly CaseStep[] {
  const rising = {
    watermark: readings(steps, "watermark"),
    processingTime: readings(steps, "processingTime"),
  };
  return steps.map((step): CaseStep => {
    if ("elements" in step) return step;
    const { watermark, processingTime } = rising;
    if ("advanceTogether" in step) {
      return {
        advanceTogether: {
          watermark: watermark.shift() as number,
          processingTime: processingTime.shift() as number,
        },
      };
    }
    return "watermark" in step
      ? { watermark: watermark.shift() as number }
      : { processingTime: processingTime.shift() as number };
  });
}

function readings(steps: readonly CaseStep[], clock: "watermark" | "processingTime"): number[] {
  return steps
    .flatMap((step) => {
      const moved = "advanceTogether" in step ? step.advanceTogether : step;
      return clock in moved ? [(moved as Record<typeof clock, number>)[clock]] : [];
    })
    .sort((a, b) => a - b);
}
