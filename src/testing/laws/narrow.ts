import { MIN_TIMESTAMP } from "../../watermark/time.ts";
import { type Case, type CaseElement, type CaseStep, clocksOfStep } from "../cases/case.ts";

/** The case without the elements that are behind the watermark when they come. */
export function onTimeOnly({ strategy, steps }: Case): Case {
  let watermark = MIN_TIMESTAMP;
  return {
    strategy,
    steps: steps.flatMap((step): readonly CaseStep[] => {
      watermark = Math.max(watermark, clocksOfStep(step).watermark ?? MIN_TIMESTAMP);
      if (!("elements" in step)) return [step];
      const elements = step.elements.filter(([, timestamp]) => timestamp >= watermark);
      return elements.length === 0 ? [] : [{ elements }];
    }),
  };
}

/** The case with lateness judged before merging: after it, it depends on what else is in a bundle (S2.23). */
export function judgingClaims(input: Case): Case {
  const { windows } = input.strategy;
  if (typeof windows === "string" || !("sessions" in windows)) return input;
  const { lateness: _, ...sessions } = windows.sessions;
  return { ...input, strategy: { ...input.strategy, windows: { sessions } } };
}

/** The case with its elements' values numbered from 1, so that each can be told from the others. */
export function numbered({ strategy, steps }: Case): Case {
  let number = 0;
  return {
    strategy,
    steps: steps.map((step) =>
      "elements" in step
        ? {
            elements: step.elements.map(
              ([, timestamp, key]): CaseElement => [++number, timestamp, key],
            ),
          }
        : step,
    ),
  };
}

export function elementsOf({ steps }: Case): readonly CaseElement[] {
  return steps.flatMap((step) => ("elements" in step ? step.elements : []));
}

export function asMode(input: Case, accumulation: Case["strategy"]["accumulation"]): Case {
  return { ...input, strategy: { ...input.strategy, accumulation } };
}
