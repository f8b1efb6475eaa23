import type { Case } from "../cases/case.ts";
import type { EngineUnderTest } from "./answer.ts";
import { type Failure, isFailure, Judge, type Verdict } from "./judge.ts";
import { minimise } from "./minimise.ts";
import type { Profile } from "../profiles/index.ts";
import type { DialectRule } from "./rule.ts";

/** A case with what a report calls it. */
export interface NamedCase {
  readonly name: string;
  readonly input: Case;
}

export interface ConformOptions {
  readonly cases: Iterable<NamedCase>;
  /** What is known of the engine. Default nothing. */
  readonly rules?: readonly DialectRule[];
  /** The engine that ours is to do as. Default none: the model itself. */
  readonly profile?: Profile | null;
  /** How many cases the engine is given at once. Default 200. */
  readonly batch?: number;
  /** How many failures are made minimal; the others are counted. Default 5. */
  readonly shrinks?: number;
  /** How many cases are run at most to make one failure minimal. Default 3,000. */
  readonly shrinkLimit?: number;
  /** Ends the run once so many cases have failed. Default never. */
  readonly maxFailures?: number;
  /** Called after every batch. */
  readonly onProgress?: (counts: ConformCounts) => void;
  /** Called for each case, in order; for reports that name every case. */
  readonly onVerdict?: (name: string, verdict: Verdict) => void;
}

export interface ConformCounts {
  readonly cases: number;
  readonly agreed: number;
  readonly explained: number;
  readonly unsupported: number;
  readonly failed: number;
}

/** A case that failed, and if it was made minimal, what that came to. */
export interface FailedCase {
  readonly name: string;
  readonly input: Case;
  readonly failure: Failure;
  readonly minimal: { readonly input: Case; readonly failure: Failure } | null;
}

export interface ConformReport extends ConformCounts {
  readonly engine: string;
  readonly version: string | null;
  /** How often each rule was needed, in the order of the rules. */
  readonly uses: ReadonlyMap<string, number>;
  /** Why cases were not supported, with how often. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly failures: readonly FailedCase[];
  /** What is wrong with the rules themselves, by rule: their minimal cases do not show them. */
  readonly wrongRules: ReadonlyMap<string, string>;
}

/**
 * Holds an engine to the model: runs each case on it and on our engine, compares step by step, and
 * makes failures minimal. Before that every rule must be borne out by its own minimal case.
 */
export async function conform(
  engine: EngineUnderTest,
  options: ConformOptions,
): Promise<ConformReport> {
  const { rules = [], batch = 200, shrinks = 5, shrinkLimit = 3_000 } = options;
  const judge = new Judge(engine, rules, options.profile ?? null);
  const counts = { cases: 0, agreed: 0, explained: 0, unsupported: 0, failed: 0 };
  const uses = new Map(rules.map(({ name }) => [name, 0]));
  const reasons = new Map<string, number>();
  const failures: FailedCase[] = [];
  const wrongRules = await checkRules(judge, rules);
  for (const some of batches(options.cases, batch)) {
    const verdicts = await judge.judge(some.map(({ input }) => input));
    for (const [at, verdict] of verdicts.entries()) {
      const { name, input } = some[at] as NamedCase;
      options.onVerdict?.(name, verdict);
      counts.cases += 1;
      if (isFailure(verdict)) {
        counts.failed += 1;
        const found =
          failures.length < shrinks ? await minimise(judge, input, verdict, shrinkLimit) : null;
        failures.push({ name, input, failure: verdict, minimal: found });
      } else if (verdict.outcome === "explained") {
        counts.explained += 1;
        for (const rule of verdict.rules) add(uses, rule.name);
      } else if (verdict.outcome === "unsupported") {
        counts.unsupported += 1;
        add(reasons, verdict.reason);
      } else counts.agreed += 1;
    }
    options.onProgress?.({ ...counts });
    if (counts.failed >= (options.maxFailures ?? Number.POSITIVE_INFINITY)) break;
  }
  const { name, version } = engine;
  return { engine: name, version, ...counts, uses, reasons, failures, wrongRules };
}

async function checkRules(
  judge: Judge,
  rules: readonly DialectRule[],
): Promise<ReadonlyMap<string, string>> {
  const verdicts = await judge.judge(rules.map(({ minimal }) => minimal));
  const wrong = new Map<string, string>();
  for (const [at, verdict] of verdicts.entries()) {
    const { name } = rules[at] as DialectRule;
    if (isFailure(verdict)) wrong.set(name, "its minimal case is not explained");
    else if (verdict.outcome === "unsupported")
      wrong.set(name, `its minimal case is not supported: ${verdict.reason}`);
    else if (verdict.outcome === "agrees") wrong.set(name, "its minimal case shows no difference");
    else if (!verdict.rules.some((rule) => rule.name === name))
      wrong.set(name, "its minimal case is explained without it");
  }
  return wrong;
}

function* batches(cases: Iterable<NamedCase>, size: number): Generator<readonly NamedCase[]> {
  let some: NamedCase[] = [];
  for (const one of cases) {
    some.push(one);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
