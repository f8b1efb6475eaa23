import type fc from "fast-check";
import type { Accumulation, ClosingPanes } from "../../panes/strategy.ts";
import { triggerFromJson } from "../../triggers/from-json.ts";
import { finishingPart } from "../../triggers/safety.ts";
import { type CaseArbitraries, cases } from "../arbitraries/cases.ts";
import { type StrategyArbitraries, usualNames } from "../arbitraries/strategies.ts";
import { unfinishingTriggers } from "../arbitraries/triggers.ts";
import { isArbitrary, only, type Weights } from "../arbitraries/weighted.ts";
import { type WindowKind, windowKinds } from "../arbitraries/windows.ts";
import type { Case, CaseCombine, CaseStrategy } from "../cases/case.ts";

/** What a strategy must be for a law to speak of it. */
export interface Needs {
  readonly windows?: readonly WindowKind[];
  /** The trigger never closes a window. */
  readonly unfinishing?: boolean;
  readonly accumulation?: Accumulation;
  /** Another mode that the law plays its cases in. */
  readonly playedAs?: Accumulation;
  readonly combine?: readonly CaseCombine[];
  readonly closing?: readonly ClosingPanes[];
  /** Panes can be put together to final values, so not the means of discarded contents. */
  readonly refinable?: boolean;
}

/** Whatever the trigger, what a window has when it expires comes in a last pane. */
export const flushing: readonly ClosingPanes[] = ["ifNonEmpty", "always"];

export function speaksOf(needs: Needs, { strategy }: Case): boolean {
  const { windows, unfinishing, accumulation, combine, closing, refinable } = needs;
  const kind = windowKinds.find((name) => name === strategy.windows || hasField(strategy, name));
  return (
    (windows === undefined || (kind !== undefined && windows.includes(kind))) &&
    (unfinishing !== true || finishingPart(triggerFromJson(strategy.trigger)) === null) &&
    (accumulation === undefined || accumulation === strategy.accumulation) &&
    (combine === undefined || combine.includes(strategy.combine)) &&
    (closing === undefined || closing.includes(strategy.closing)) &&
    (refinable !== true || strategy.accumulation !== "discarding" || strategy.combine !== "mean")
  );
}

function hasField({ windows }: CaseStrategy, name: WindowKind): boolean {
  return typeof windows === "object" && name in windows;
}

/**
 * Cases of a scope, of which as many as possible meet the needs: all do where the scope gives no
 * arbitraries of its own. Null if the scope leaves none.
 */
export function casesMeeting(needs: Needs, scope: CaseArbitraries = {}): fc.Arbitrary<Case> | null {
  const { strategies = {} } = scope;
  if (isArbitrary(strategies)) return cases(scope);
  if (needs.playedAs !== undefined && strategies.accumulation?.[needs.playedAs] === 0) return null;
  try {
    return cases({ ...scope, strategies: narrowed(needs, strategies) });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function narrowed(needs: Needs, parts: StrategyArbitraries): StrategyArbitraries {
  const { windows = {}, trigger = {} } = parts;
  const { accumulation, combine, closing } = needs;
  return {
    ...parts,
    windows: isArbitrary(windows) ? windows : within(windowKinds, windows, needs.windows),
    trigger:
      needs.unfinishing === true && !isArbitrary(trigger) ? unfinishingTriggers(trigger) : trigger,
    accumulation: within(
      namesOf(usualNames.accumulation),
      parts.accumulation,
      accumulation && [accumulation],
    ),
    combine: within(namesOf(usualNames.combine), parts.combine, combine),
    closing: within(namesOf(usualNames.closing), parts.closing, closing),
  };
}

function within<Name extends string>(
  names: readonly Name[],
  given: Weights<Name> | undefined,
  needed: readonly Name[] | undefined,
): Weights<Name> {
  return { ...given, ...only(names, needed ?? null) };
}

function namesOf<Name extends string>(weights: Readonly<Record<Name, number>>): readonly Name[] {
  return Object.keys(weights) as Name[];
}
