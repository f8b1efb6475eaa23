import fc from "fast-check";
import { cases } from "../arbitraries/cases.ts";
import { beamTriggerNames, triggerNames } from "../arbitraries/triggers.ts";
import { only } from "../arbitraries/weighted.ts";
import { beamWindowKinds, windowKinds } from "../arbitraries/windows.ts";
import type { Case, CaseStep } from "../cases/case.ts";
import type { Capabilities } from "./capabilities.ts";

/** Random cases that an engine with these capabilities can be asked. */
export function casesWithin(can: Capabilities): fc.Arbitrary<Case> {
  const within = cases({
    strategies: {
      windows: only(windowKinds, can.windows ?? beamWindowKinds),
      trigger: {
        depth: can.triggerDepth ?? 3,
        weights: only(triggerNames, can.triggers ?? beamTriggerNames),
      },
      accumulation: only(["discarding", "accumulating", "retracting"], can.accumulation ?? null),
      closing: only(["ifNonEmpty", "always", "never"], can.closing ?? ["ifNonEmpty", "always"]),
      onTime: only(["always", "ifNonEmpty"], can.onTime ?? null),
      timestampCombiner: only(["endOfWindow", "earliest", "latest"], can.timestampCombiner ?? null),
      combine: only(["list", "sum", "count", "min", "max", "mean"], can.combine ?? null),
      ...(can.allowedLateness === false ? { allowedLateness: fc.constant(0) } : {}),
    },
    scripts: {
      ...(can.keys === false ? { keys: ["k"] } : {}),
      ...(can.earliest === undefined ? {} : { earliest: can.earliest }),
      ...(can.earliest === undefined ? {} : { latest: can.earliest + 80 }),
      ...(can.leastValue === undefined ? {} : { leastValue: can.leastValue }),
    },
  });
  return can.processingTime === false ? within.map(withoutProcessingTime) : within;
}

function withoutProcessingTime({ strategy, steps }: Case): Case {
  return {
    strategy,
    steps: steps.flatMap((step): readonly CaseStep[] => {
      if ("processingTime" in step) return [];
      return "advanceTogether" in step ? [{ watermark: step.advanceTogether.watermark }] : [step];
    }),
  };
}

/**
 * The cases of a seed from `from` up to `to`. A case depends on the seed and its number alone,
 * whichever part of the sequence is asked for.
 */
export function* generate(
  arbitrary: fc.Arbitrary<Case>,
  seed: number,
  from: number,
  to: number,
): Generator<{ readonly number: number; readonly input: Case }> {
  for (let block = Math.floor(from / blockSize); block * blockSize < to; block++) {
    const drawn = fc.sample(arbitrary, { seed: seed * 65_537 + block, numRuns: blockSize });
    for (const [at, input] of drawn.entries()) {
      const number = block * blockSize + at;
      if (number >= from && number < to) yield { number, input };
    }
  }
}

const blockSize = 500;
