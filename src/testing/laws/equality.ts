import { backends } from "../backends.ts";
import { play } from "../cases/play.ts";
import { ModelSubject } from "../model/subject.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { stepDifference } from "./step-difference.ts";

/** What an engine is compared with, and how exactly. */
export interface ReferenceScope extends LawScope {
  /** What an engine is compared with. Default the engine of this library, in memory. */
  readonly reference?: Backend;
  /** Whether outputs of one step must come in the same order, and lists too. Default false. */
  readonly ordered?: boolean;
}

/** Laws 12 and 13: Another plan or another state backend does the same in every step as the reference. */
export function equalsReference(factory: Backend, scope: ReferenceScope = {}): Law {
  const { reference = backends.memory, ordered = false } = scope;
  return defineLaw(
    {
      number: 13,
      name: "equalsReference",
      statement:
        "Another plan or another state backend does the same in every step as the reference.",
      variations: unvaried,
      why: (input) => stepDifference(play(factory, input), play(reference, input), { ordered }),
    },
    scope,
  );
}

const model: Backend = (strategy) => new ModelSubject(strategy);

/** Law 14: Panes, drops, holds and output watermark of every step are those of the reference model. */
export function equalsModel(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 14,
      name: "equalsModel",
      statement:
        "Panes, drops, holds and output watermark of every step are those of the reference model.",
      variations: unvaried,
      why: (input) => stepDifference(play(factory, input), play(model, input), { ordered: false }),
    },
    scope,
  );
}
