import fc from "fast-check";
import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import { endOfTime } from "../arbitraries/streams.ts";
import { type Case, clocksOfStep } from "../cases/case.ts";
import { simplerCases } from "../conform/shrink.ts";
import type { Law, LawOptions, LawReport, LawScope } from "./law.ts";
import { fewer, type Found, minimal } from "./minimal.ts";
import { casesMeeting, type Needs, speaksOf } from "./needs.ts";
import { lawReportLines } from "./report.ts";

/** A law in the making. `V` is what a case is played with besides: an order, a shift, … */
export interface LawDefinition<V> {
  readonly number: number;
  readonly name: string;
  readonly statement: string;
  readonly needs?: Needs;
  /** Leaves in a case what the law speaks of. Twice does no more than once. */
  readonly narrow?: (input: Case) => Case;
  /** The cases that are drawn, if they are not to be drawn evenly from all that the law speaks of. */
  readonly draw?: (cases: fc.Arbitrary<Case>) => fc.Arbitrary<Case>;
  /** How a case breaks the law, or null. */
  readonly why: (input: Case, variation: V) => string | null;
  readonly variations: Variations<V>;
}

export interface Variations<V> {
  /** For each random case one is drawn. */
  readonly drawn: fc.Arbitrary<V>;
  /** All of these are tried on a case that is given. */
  readonly usual: readonly V[];
}

/** A case is all there is. */
export const unvaried: Variations<null> = { drawn: fc.constant(null), usual: [null] };

export function defineLaw<V>(definition: LawDefinition<V>, scope: LawScope = {}): Law {
  const { number, name, statement } = definition;
  const run = (options: LawOptions = {}): LawReport => runLaw(definition, scope, options);
  return Object.freeze({
    number,
    name,
    statement,
    run,
    check(options?: LawOptions): void {
      const report = run(options);
      if (report.outcome !== "held") throw new Error(lawReportLines([report]).join("\n"));
    },
    brokenBy(given: Case): string | null {
      for (const variation of definition.variations.usual) {
        const found = examine(definition, given, variation);
        if (found !== null) return found.why;
      }
      return null;
    },
  });
}

/** The part of a case that the law speaks of, if that breaks it. */
function examine<V>(definition: LawDefinition<V>, given: Case, variation: V): Found | null {
  const { needs = {}, narrow } = definition;
  if (!speaksOf(needs, given)) return null;
  const ended = withEnd(given);
  const input = narrow === undefined ? ended : narrow(ended);
  try {
    const why = definition.why(input, variation);
    return why === null ? null : { input, why };
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { input, why: `it throws ${what}` };
  }
}

/** Laws are about whole runs: the input comes to its end. */
function withEnd({ strategy, steps }: Case): Case {
  const last = steps.at(-1);
  const hasEnded = last !== undefined && clocksOfStep(last).watermark === MAX_TIMESTAMP;
  return { strategy, steps: hasEnded ? steps : [...steps, endOfTime] };
}

/** Carries the reason out of fast-check. */
class BrokenLaw extends Error {}

function runLaw<V>(
  definition: LawDefinition<V>,
  scope: LawScope,
  { runs = 300, seed = 20_150_801, path, endOnFailure = false }: LawOptions,
): LawReport {
  const { number, name: law, statement, needs = {}, draw, variations } = definition;
  const about = { number, law, statement, seed };
  const nothing = { path: null, counterexample: null, why: null, shrinks: 0 };
  const within = casesMeeting(needs, scope.cases);
  if (within === null) return { ...about, ...nothing, outcome: "untested", runs: 0, skipped: 0 };
  let skipped = 0;
  let found: ({ readonly variation: V } & Found) | null = null;
  const property = fc.property(
    draw === undefined ? within : draw(within),
    variations.drawn,
    (input, variation) => {
      if (found === null && !speaksOf(needs, input)) skipped += 1;
      const result = examine(definition, input, variation);
      if (result === null) return;
      found = { ...result, variation };
      throw new BrokenLaw(result.why);
    },
  );
  const details = fc.check(property, {
    numRuns: runs,
    seed,
    endOnFailure,
    ...(path === undefined ? {} : { path }),
  });
  const counts = { runs: details.numRuns - skipped, skipped };
  const broken = found as ({ readonly variation: V } & Found) | null;
  if (broken === null) {
    const outcome = counts.runs === 0 ? "untested" : "held";
    return { ...about, ...nothing, ...counts, outcome };
  }
  const { input, why, steps } = endOnFailure
    ? { ...broken, steps: 0 }
    : minimal(broken, scope.cases === undefined ? simplerCases : fewer, (candidate) =>
        examine(definition, candidate, broken.variation),
      );
  return {
    ...about,
    ...counts,
    outcome: "broken",
    path: details.counterexamplePath,
    counterexample: input,
    why,
    shrinks: details.numShrinks + steps,
  };
}
