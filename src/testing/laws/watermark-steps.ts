import fc from "fast-check";
import { MIN_TIMESTAMP } from "../../watermark/time.ts";
import { type Case, type CaseStep, clocksOfStep } from "../cases/case.ts";
import type { Backend } from "../subject.ts";
import { defineLaw } from "./define.ts";
import { differenceOf, finalValues } from "./final-values.ts";
import type { Law, LawScope } from "./law.ts";
import { flushing } from "./needs.ts";
import { elementsOf } from "./narrow.ts";

/** Law 5: With triggers that never finish, stops on the watermark's way change no final value. */
export function splitWatermarkStepsChangeNoFinalValue(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 5,
      name: "splitWatermarkStepsChangeNoFinalValue",
      statement:
        "With triggers that never finish, stops on the watermark's way change no final value.",
      needs: { unfinishing: true, refinable: true, closing: flushing },
      variations: {
        drawn: fc.array(fc.integer({ min: -5, max: 120 }), { minLength: 1, maxLength: 8 }),
        usual: [[0, 3, 7, 10, 16, 20, 25, 31, 40, 66, 100]],
      },
      why: (input, stops) => {
        const earliest = Math.min(...elementsOf(input).map(([, timestamp]) => timestamp), 1e9);
        const times = stops.map((stop) => earliest + stop).sort((a, b) => a - b);
        return differenceOf(finalValues(factory, input), finalValues(factory, via(input, times)), {
          one: "as it is",
          other: `if the watermark stops at ${times.join(", ")}`,
        });
      },
    },
    scope,
  );
}

function via({ strategy, steps }: Case, stops: readonly number[]): Case {
  let reached = MIN_TIMESTAMP;
  return {
    strategy,
    steps: steps.flatMap((step): readonly CaseStep[] => {
      const { watermark } = clocksOfStep(step);
      if (watermark === undefined) return [step];
      const from = reached;
      reached = Math.max(reached, watermark);
      const between = stops.filter((stop) => from < stop && stop < watermark);
      return [...between.map((stop) => ({ watermark: stop })), step];
    }),
  };
}
