import { canonical } from "../canonical.ts";
import type { Case } from "../cases/case.ts";
import { withoutRuns } from "../conform/shrink.ts";

/** A case that breaks a law, and how. */
export interface Found {
  readonly input: Case;
  readonly why: string;
}

/** Enough for any case that random ones shrink to; an engine that is slow is not to be tried for ever. */
const mostTries = 3_000;

/**
 * Goes from a broken case to simpler ones that are broken too, as far as that leads. `examine` says
 * what a candidate comes to, or null if it does not break the law.
 */
export function minimal(
  found: Found,
  simpler: (input: Case) => Iterable<Case>,
  examine: (candidate: Case) => Found | null,
): Found & { readonly steps: number } {
  let best = found;
  let steps = 0;
  let tries = 0;
  const seen = new Set([canonical(found.input)]);
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const candidate of simpler(best.input)) {
      if (tries++ >= mostTries) return { ...best, steps };
      const result = examine(candidate);
      // What the law itself adds to a case would else be taken away for ever.
      if (result === null || seen.has(canonical(result.input))) continue;
      seen.add(canonical(result.input));
      best = result;
      steps += 1;
      isNew = true;
      break;
    }
  }
  return { ...best, steps };
}

/** Cases with fewer steps or elements, and else the same: all that a scope is sure to have. */
export function* fewer({ strategy, steps }: Case): Generator<Case> {
  for (const some of withoutRuns(steps, 1)) yield { strategy, steps: some };
  for (const [at, step] of steps.entries()) {
    if (!("elements" in step)) continue;
    for (const elements of withoutRuns(step.elements, 1))
      yield { strategy, steps: steps.with(at, { elements }) };
  }
}
