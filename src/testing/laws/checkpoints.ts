import { play } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { stepDifference } from "./step-difference.ts";

/** Law 6: Writing all state out and reading it back after any step changes nothing, order included. */
export function checkpointsAreInvisible(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 6,
      name: "checkpointsAreInvisible",
      statement:
        "Writing all state out and reading it back after any step changes nothing, order included.",
      variations: unvaried,
      why: (input) =>
        stepDifference(
          play(factory, input, () => true),
          play(factory, input),
          { ordered: true },
        ),
    },
    scope,
  );
}
