import fc from "fast-check";
import type { TriggerJson } from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP } from "../../src/watermark/time.ts";
import type { Case, CaseElement, CaseStep, CaseStrategy, Combine } from "./case.ts";

const offset = fc.integer({ min: -12, max: 12 });

export const windowsJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: fc.constant("global") },
  {
    weight: 3,
    arbitrary: fc.record({ fixed: fc.record({ size: fc.constantFrom(7, 10), offset }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      sliding: fc.record({
        size: fc.constantFrom(6, 10, 20),
        period: fc.constantFrom(5, 7, 10),
        offset,
      }),
    }),
  },
  { weight: 6, arbitrary: fc.record({ sessions: fc.record({ gap: fc.constantFrom(5, 10) }) }) },
);

const leaf: fc.Arbitrary<TriggerJson> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<TriggerJson>("default", "never", "always") },
  { weight: 3, arbitrary: fc.record({ afterCount: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.constant<TriggerJson>({ afterWatermark: {} }) },
  {
    weight: 2,
    arbitrary: fc.record({
      afterProcessingTime: fc.record({ delay: fc.integer({ min: 0, max: 15 }) }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      afterProcessingTime: fc.record({
        delay: fc.integer({ min: 0, max: 5 }),
        alignTo: fc.record({
          period: fc.constantFrom(5, 10),
          offset: fc.integer({ min: 0, max: 4 }),
        }),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<TriggerJson>({ afterSynchronizedProcessingTime: {} }) },
);

/** Triggers up to a depth; `safe` ones never finish. */
export function triggerJson(depth: number): fc.Arbitrary<TriggerJson> {
  if (depth <= 1) return leaf;
  const inner = triggerJson(depth - 1);
  const several = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 4, arbitrary: earlyAndLate(inner) },
    { weight: 2, arbitrary: fc.record({ repeatedly: inner }) },
    { weight: 1, arbitrary: fc.record({ afterAll: several }) },
    { weight: 1, arbitrary: fc.record({ afterAny: several }) },
    { weight: 2, arbitrary: fc.record({ afterEach: several }) },
    { weight: 1, arbitrary: fc.record({ orFinally: fc.record({ main: inner, finally: inner }) }) },
  );
}

function earlyAndLate(inner: fc.Arbitrary<TriggerJson>): fc.Arbitrary<TriggerJson> {
  return fc.record({
    afterWatermark: fc.record({ early: inner, late: inner }, { requiredKeys: [] }),
  });
}

/** Triggers that never close a window. */
export const unfinishingTrigger: fc.Arbitrary<TriggerJson> = fc.oneof(
  fc.constantFrom<TriggerJson>("default", "never", "always"),
  fc.record({ repeatedly: triggerJson(2) }),
  fc.record({ afterWatermark: fc.record({ late: triggerJson(2) }) }),
  fc.record({ afterWatermark: fc.record({ early: triggerJson(2), late: triggerJson(2) }) }),
);

const combine: fc.Arbitrary<Combine> = fc.constantFrom(
  "sum",
  "count",
  "min",
  "max",
  "mean",
  "list",
  "list",
);

export function strategyJson(
  parts: {
    readonly windows?: fc.Arbitrary<unknown>;
    readonly trigger?: fc.Arbitrary<TriggerJson>;
    readonly accumulation?: fc.Arbitrary<CaseStrategy["accumulation"]>;
    readonly combine?: fc.Arbitrary<Combine>;
    readonly timestampCombiner?: fc.Arbitrary<CaseStrategy["timestampCombiner"]>;
  } = {},
): fc.Arbitrary<CaseStrategy> {
  return fc.record({
    windows: parts.windows ?? windowsJson,
    trigger: parts.trigger ?? triggerJson(3),
    accumulation: parts.accumulation ?? fc.constantFrom("discarding", "accumulating", "retracting"),
    allowedLateness: fc.constantFrom(0, 0, 5, 30),
    closing: fc.constantFrom("ifNonEmpty", "always"),
    onTime: fc.constantFrom("always", "ifNonEmpty"),
    timestampCombiner:
      parts.timestampCombiner ??
      fc.constantFrom("endOfWindow", "endOfWindow", "earliest", "latest"),
    combine: parts.combine ?? combine,
  });
}

const element: fc.Arbitrary<CaseElement> = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: -20, max: 60 }),
  fc.constantFrom("k", "k", "k", "j"),
);

export const bundle: fc.Arbitrary<CaseStep> = fc.record({
  elements: fc.array(element, { minLength: 1, maxLength: 4 }),
});

/** Clocks mostly go on, now and then stand or try to go back. */
const step: fc.Arbitrary<CaseStep> = fc.oneof(
  { weight: 6, arbitrary: bundle },
  { weight: 3, arbitrary: fc.record({ watermark: fc.integer({ min: -25, max: 75 }) }) },
  { weight: 2, arbitrary: fc.record({ processingTime: fc.integer({ min: 0, max: 60 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      watermark: fc.integer({ min: -25, max: 75 }),
      processingTime: fc.integer({ min: 0, max: 60 }),
    }),
  },
);

/**
 * Scripts whose clocks rise: the readings that were drawn are sorted into the places of the clock
 * steps, so that late data, jumps and refused steps back all stay common, and shrinking works.
 */
export const script: fc.Arbitrary<readonly CaseStep[]> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 14 }), fc.boolean())
  .map(([steps, sorted]) => (sorted ? withRisingClocks(steps) : steps));

function withRisingClocks(steps: readonly CaseStep[]): readonly CaseStep[] {
  const watermarks = readings(steps, "watermark");
  const processingTimes = readings(steps, "processingTime");
  return steps.map((step) => ({
    ...step,
    ...("watermark" in step ? { watermark: watermarks.shift() as number } : {}),
    ...("processingTime" in step ? { processingTime: processingTimes.shift() as number } : {}),
  }));
}

function readings(steps: readonly CaseStep[], clock: "watermark" | "processingTime"): number[] {
  return steps
    .flatMap((step) => (clock in step ? [(step as Record<typeof clock, number>)[clock]] : []))
    .sort((a, b) => a - b);
}

/** The step that ends the input. */
export const endOfTime: CaseStep = { watermark: MAX_TIMESTAMP };

export function cases(strategies: fc.Arbitrary<CaseStrategy> = strategyJson()): fc.Arbitrary<Case> {
  return fc
    .record({ strategy: strategies, steps: script })
    .map(({ strategy, steps }) => ({ strategy, steps: [...steps, endOfTime] }));
}
