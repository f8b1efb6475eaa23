import fc from "fast-check";
import type { Case, CaseStrategy } from "../cases/case.ts";
import { type ScriptOptions, scripts } from "./scripts.ts";
import { type StrategyArbitraries, strategies } from "./strategies.ts";
import { endOfTime } from "./streams.ts";
import { isArbitrary } from "./weighted.ts";

export interface CaseArbitraries {
  readonly strategies?: fc.Arbitrary<CaseStrategy> | StrategyArbitraries;
  readonly scripts?: ScriptOptions;
}

/**
 * Cases for an engine: a strategy, a script, and the end of the input. They shrink to few steps,
 * early times and the plainest strategy that still shows what is wrong.
 */
export function cases(parts: CaseArbitraries = {}): fc.Arbitrary<Case> {
  const { strategies: drawn = {} } = parts;
  const strategy = isArbitrary(drawn) ? drawn : strategies(drawn);
  return fc
    .record({ strategy, steps: scripts(parts.scripts) })
    .map((one) => ({ strategy: one.strategy, steps: [...one.steps, endOfTime] }));
}
