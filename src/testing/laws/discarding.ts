import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import { differenceOf, finalValues } from "./final-values.ts";
import type { Law, LawScope } from "./law.ts";
import { asMode } from "./narrow.ts";

/** Law 3: The discarding panes of a window, and of those it replaced, together are the last accumulating pane. */
export function discardingPanesCombineToTruth(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 3,
      name: "discardingPanesCombineToTruth",
      statement:
        "The discarding panes of a window, and of those it replaced, together are the last accumulating pane.",
      needs: {
        unfinishing: true,
        accumulation: "discarding",
        playedAs: "accumulating",
        combine: ["list", "sum", "count", "min", "max"],
      },
      variations: unvaried,
      why: (input) =>
        differenceOf(
          finalValues(factory, input),
          finalValues(factory, asMode(input, "accumulating")),
          { one: "discarding", other: "accumulating" },
        ),
    },
    scope,
  );
}
