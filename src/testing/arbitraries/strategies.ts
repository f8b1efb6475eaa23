import fc from "fast-check";
import type { TriggerJson } from "../../triggers/trigger.ts";
import type { CaseCombine, CaseStrategy, CaseWindows } from "../cases/case.ts";
import { type TriggerOptions, triggers } from "./triggers.ts";
import { isArbitrary, type Weights, weighted } from "./weighted.ts";
import { type WindowKind, windows } from "./windows.ts";

/** Every part is drawn from all there is unless it is given. */
export interface StrategyArbitraries {
  readonly windows?: fc.Arbitrary<CaseWindows> | Weights<WindowKind>;
  readonly trigger?: fc.Arbitrary<TriggerJson> | TriggerOptions;
  readonly accumulation?: Weights<CaseStrategy["accumulation"]>;
  readonly allowedLateness?: fc.Arbitrary<number>;
  readonly closing?: Weights<CaseStrategy["closing"]>;
  readonly onTime?: Weights<CaseStrategy["onTime"]>;
  readonly timestampCombiner?: Weights<CaseStrategy["timestampCombiner"]>;
  readonly combine?: Weights<CaseCombine>;
}

/** The weights of the names that a strategy's fields can have, where none are given. */
export const usualNames: {
  readonly [Field in
    | "accumulation"
    | "closing"
    | "onTime"
    | "timestampCombiner"
    | "combine"]: Readonly<Record<CaseStrategy[Field], number>>;
} = {
  accumulation: { discarding: 1, accumulating: 1, retracting: 1 },
  closing: { ifNonEmpty: 1, always: 1, never: 1 },
  onTime: { always: 1, ifNonEmpty: 1 },
  timestampCombiner: { endOfWindow: 2, earliest: 1, latest: 1 },
  combine: { list: 2, sum: 1, count: 1, min: 1, max: 1, mean: 1 },
};

/** Complete strategies as plain data. They shrink toward fixed windows and the default trigger. */
export function strategies(parts: StrategyArbitraries = {}): fc.Arbitrary<CaseStrategy> {
  const { windows: windowsPart = {}, trigger: triggerPart = {} } = parts;
  const drawn = fc.record<CaseStrategy>({
    windows: isArbitrary(windowsPart) ? windowsPart : windows(windowsPart),
    trigger: isArbitrary(triggerPart) ? triggerPart : triggers(triggerPart),
    accumulation: named(usualNames.accumulation, parts.accumulation),
    allowedLateness: parts.allowedLateness ?? fc.constantFrom(0, 0, 5, 30),
    closing: named(usualNames.closing, parts.closing),
    onTime: named(usualNames.onTime, parts.onTime),
    timestampCombiner: named(usualNames.timestampCombiner, parts.timestampCombiner),
    combine: named(usualNames.combine, parts.combine),
  });
  return drawn.map(mergeable);
}

/** Windows that merge cannot have `afterDelta`; they get `always` in its place. */
export function mergeable(strategy: CaseStrategy): CaseStrategy {
  const { windows: of, trigger } = strategy;
  if (typeof of === "string" || !("sessions" in of)) return strategy;
  const text = JSON.stringify(trigger);
  if (!text.includes("afterDelta")) return strategy;
  const isDelta = (part: unknown): boolean =>
    typeof part === "object" && part !== null && "afterDelta" in part;
  const without = JSON.parse(text, (_, part: unknown) => (isDelta(part) ? "always" : part));
  return { ...strategy, trigger: without as TriggerJson };
}

function named<Name extends string>(
  usual: Readonly<Record<Name, number>>,
  given: Weights<Name> | undefined,
): fc.Arbitrary<Name> {
  const names = Object.keys(usual) as Name[];
  const constants = Object.fromEntries(names.map((name) => [name, fc.constant(name)]));
  return weighted(
    usual,
    given ?? ({} as Weights<Name>),
    constants as Record<Name, fc.Arbitrary<Name>>,
  );
}
