import type { Case } from "../cases/case.ts";
import { type Failure, isFailure, type Judge } from "./judge.ts";
import { simplerCases } from "./shrink.ts";

/** A failing case that no simpler one of those tried replaces. */
export interface Minimal {
  readonly input: Case;
  readonly failure: Failure;
  /** How many cases were run to find it. */
  readonly tried: number;
}

/**
 * Takes the first simpler case that still fails, and again from there, until none does or `limit`
 * cases have been run. A case that fails in another way counts: what is found is a failure too.
 */
export async function minimise(
  judge: Judge,
  input: Case,
  failure: Failure,
  limit: number,
): Promise<Minimal> {
  let best = { input, failure };
  let tried = 0;
  for (let simpler: Found | null = null; ; simpler = null) {
    const candidates = simplerCases(best.input);
    // Where each failure costs a process, a case that comes after one that fails is not run.
    const most = best.failure.kind in costs ? 1 : 64;
    for (
      let size = Math.min(4, most);
      simpler === null && tried < limit;
      size = Math.min(size * 2, most)
    ) {
      const some = takeSome(candidates, size);
      if (some.length === 0) break;
      simpler = await firstFailing(judge, some);
      tried += some.length + (simpler === null ? 0 : (costs[simpler.failure.kind] ?? 0));
    }
    if (simpler === null) return { ...best, tried };
    best = simpler;
  }
}

/** What else a failure is counted as: a process has to be started anew, or was waited for in vain. */
const costs: Readonly<Partial<Record<Failure["kind"], number>>> = {
  crash: 20,
  nonsense: 20,
  hang: 200,
};

type Found = Pick<Minimal, "input" | "failure">;

async function firstFailing(judge: Judge, some: readonly Case[]): Promise<Found | null> {
  const verdicts = await judge.judge(some);
  for (const [at, failure] of verdicts.entries()) {
    if (isFailure(failure)) return { input: some[at] as Case, failure };
  }
  return null;
}

function takeSome(candidates: Generator<Case>, count: number): readonly Case[] {
  const some: Case[] = [];
  while (some.length < count) {
    const { value, done } = candidates.next();
    if (done) break;
    some.push(value);
  }
  return some;
}
