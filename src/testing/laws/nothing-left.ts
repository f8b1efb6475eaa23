import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import { buildStrategy } from "../cases/build.ts";
import type { Case } from "../cases/case.ts";
import { take, windowName } from "../cases/play.ts";
import { endOfTime } from "../arbitraries/streams.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";

/** Law 10: After the end of time nothing is left: no window, timer or hold. */
export function nothingIsLeft(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 10,
      name: "nothingIsLeft",
      statement: "After the end of time nothing is left: no window, timer or hold.",
      variations: unvaried,
      why: (input) => whatIsLeft(factory, input),
    },
    scope,
  );
}

function whatIsLeft(factory: Backend, { strategy, steps }: Case): string | null {
  const subject = factory(buildStrategy(strategy));
  for (const step of [...steps, endOfTime]) take(subject, step);
  const [left] = subject.windows();
  if (left !== undefined) return `${String(left.key)} ${windowName(left.window)} is left`;
  if (!subject.isEmpty()) return "it is not empty";
  const hold = subject.earliestHold();
  if (hold !== null) return `a hold at ${hold} is left`;
  return subject.outputWatermark === MAX_TIMESTAMP
    ? null
    : `the output watermark stays at ${subject.outputWatermark}`;
}
