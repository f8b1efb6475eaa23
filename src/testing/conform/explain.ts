import { MIN_TIMESTAMP } from "../../watermark/time.ts";
import { type Case, clocksOfStep } from "../cases/case.ts";
import { type Difference, firstDifference } from "./difference.ts";
import type { Observation, ReportedField } from "./observation.ts";
import type { DialectRule, Outcome, Situation } from "./rule.ts";

/** What a comparison comes to. */
export type Explanation =
  | { readonly outcome: "agrees" }
  /** The rules without which the engines would not agree. */
  | { readonly outcome: "explained"; readonly rules: readonly DialectRule[] }
  /** What is left once all rules have been applied, with what was compared. */
  | { readonly outcome: "differs"; readonly difference: Difference; readonly compared: Outcome };

export interface ComparisonOptions {
  /** Runs a case on the engine that is held to be right. */
  readonly run: (input: Case) => readonly Observation[];
  /** What is compared beyond key, window, value and retraction of outputs. */
  readonly fields: ReadonlySet<ReportedField>;
  readonly rules: readonly DialectRule[];
}

/** Compares what another engine made of a case with what ours makes of it. */
export function explain(
  input: Case,
  theirs: readonly Observation[],
  options: ComparisonOptions,
): Explanation {
  const { run, fields, rules } = options;
  const plain = { input, ours: run(input), theirs };
  const difference = firstDifference(plain.ours, theirs, fields);
  if (difference === null) return { outcome: "agrees" };
  const first = attempt(plain, rules, options);
  if (first.used === null) return { outcome: "differs", ...first };
  let needed = first.used;
  for (const rule of first.used) {
    const without = attempt(
      plain,
      needed.filter((other) => other !== rule),
      options,
    );
    if (without.used !== null) needed = without.used;
  }
  return { outcome: "explained", rules: needed };
}

type Attempt =
  | { readonly used: readonly DialectRule[] }
  | { readonly used: null; readonly difference: Difference; readonly compared: Outcome };

/** Applies the rules that have a part in the case, all of them at once. */
function attempt(
  plain: Outcome,
  rules: readonly DialectRule[],
  { run, fields }: ComparisonOptions,
): Attempt {
  const used: DialectRule[] = [];
  let { input } = plain;
  for (const rule of rules) {
    const rewritten = rule.rewrite?.(input) ?? null;
    if (rewritten === null) continue;
    used.push(rule);
    input = rewritten;
  }
  let outcome: Outcome = { ...plain, ours: used.length === 0 ? plain.ours : run(input) };
  for (const rule of rules) {
    const normal = rule.normalise?.(outcome) ?? null;
    if (normal === null) continue;
    used.push(rule);
    outcome = { ...outcome, ...normal };
  }
  const difference = firstDifference(outcome.ours, outcome.theirs, fields);
  if (difference === null) return { used };
  const situation = situationOf(outcome, difference);
  const excuse = rules.find((rule) => rule.excuses?.(situation) === true);
  return excuse === undefined
    ? { used: null, difference, compared: outcome }
    : { used: [...used, excuse] };
}

function situationOf(outcome: Outcome, difference: Difference): Situation {
  const before = clocksAfter(outcome.input, difference.step);
  const after = clocksAfter(outcome.input, difference.step + 1);
  return {
    ...outcome,
    difference,
    watermarkBefore: before.watermark,
    watermark: after.watermark,
    processingTimeBefore: before.processingTime,
    processingTime: after.processingTime,
  };
}

/** Both clocks after so many steps of a case. */
export function clocksAfter(
  { steps }: Case,
  count: number,
): { readonly watermark: number; readonly processingTime: number } {
  let watermark = MIN_TIMESTAMP;
  let processingTime = MIN_TIMESTAMP;
  for (const step of steps.slice(0, count)) {
    const to = clocksOfStep(step);
    watermark = Math.max(watermark, to.watermark ?? MIN_TIMESTAMP);
    processingTime = Math.max(processingTime, to.processingTime ?? MIN_TIMESTAMP);
  }
  return { watermark, processingTime };
}
