import fc from "fast-check";
import type { Case, CaseStep } from "../cases/case.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import { differenceOf, finalValues } from "./final-values.ts";
import type { Law, LawScope } from "./law.ts";
import { flushing } from "./needs.ts";
import { elementsOf, judgingClaims, onTimeOnly } from "./narrow.ts";

/** Law 4: With triggers that never finish, bundles of single elements come to the same final values. */
export function splitBundlesChangeNoFinalValue(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 4,
      name: "splitBundlesChangeNoFinalValue",
      statement:
        "With triggers that never finish, bundles of single elements come to the same final values.",
      needs: { unfinishing: true, refinable: true, closing: flushing },
      narrow: judgingClaims,
      variations: unvaried,
      why: (input) =>
        differenceOf(finalValues(factory, input), finalValues(factory, split(input)), {
          one: "in bundles",
          other: "element by element",
        }),
    },
    scope,
  );
}

function split({ strategy, steps }: Case): Case {
  return {
    strategy,
    steps: steps.flatMap((step): readonly CaseStep[] =>
      "elements" in step ? step.elements.map((element) => ({ elements: [element] })) : [step],
    ),
  };
}

/** Law 4: With triggers that never finish, on-time elements come to the same final values in any order. */
export function orderOfOnTimeInputChangesNoFinalValue(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 4,
      name: "orderOfOnTimeInputChangesNoFinalValue",
      statement:
        "With triggers that never finish, on-time elements come to the same final values in any order.",
      needs: { unfinishing: true, refinable: true, closing: flushing },
      narrow: onTimeOnly,
      variations: {
        drawn: fc.array(fc.nat(9), { maxLength: 40 }),
        usual: [[], [1, 0, 1, 0, 1], Array.from({ length: 40 }, (_, at) => 40 - at)],
      },
      why: (input, ranks) => {
        const moved = firstElements(input, ranks);
        const order = elementsOf(moved).map(([value, timestamp]) => `${value}@${timestamp}`);
        return differenceOf(finalValues(factory, input), finalValues(factory, moved), {
          one: "as it is",
          other: `if first of all come ${order.join(", ")}`,
        });
      },
    },
    scope,
  );
}

/** All elements one by one, by rank, and the clocks after that. An element without a rank has 0. */
function firstElements(input: Case, ranks: readonly number[]): Case {
  const { strategy, steps } = input;
  const ranked = elementsOf(input)
    .map((element, at) => ({ element, at, rank: ranks[at] ?? 0 }))
    .sort((a, b) => a.rank - b.rank || a.at - b.at);
  return {
    strategy,
    steps: [
      ...ranked.map(({ element }) => ({ elements: [element] })),
      ...steps.filter((step) => !("elements" in step)),
    ],
  };
}
