import type { Case } from "../../../cases/case.ts";
import { type Difference, firstDifference } from "../../difference.ts";
import type { Bounds, Observation, OutputRecord, ReportedField } from "../../observation.ts";
import type { DialectRule, Outcome } from "../../rule.ts";
import { type Placed, placed } from "./contents.ts";
import { gapOf, isIn, merged } from "./spans.ts";

/** What the engine reports of its outputs. */
const fields: ReadonlySet<ReportedField> = new Set<ReportedField>([
  "timestamp",
  "timing",
  "index",
  "onTimeIndex",
  "first",
  "last",
]);

/** Where the engines part ways about the windows of one key that lie in one span of event time. */
export interface Parting {
  readonly input: Case;
  readonly key: string;
  /** A window, or where windows merge, the least span that no merge crosses. */
  readonly span: Bounds;
  /** The first difference there. */
  readonly difference: Difference;
  /** The outputs there, step by step, up to that step. */
  readonly ours: readonly (readonly OutputRecord[])[];
  readonly theirs: readonly (readonly OutputRecord[])[];
  /** The elements there, up to that step. */
  readonly elements: readonly Placed[];
}

/**
 * A rule that leaves out of both outcomes what happens in one span of event time, to one key, from
 * the step on in which they part ways there. Windows and keys know nothing of each other, so that
 * everything else is still compared.
 */
export function parting(
  isWhy: (parting: Parting) => boolean,
): Required<Pick<DialectRule, "normalise">> {
  return {
    normalise(outcome) {
      if (firstDifference(outcome.ours, outcome.theirs, fields) === null) return null;
      const { input } = outcome;
      const spans = spansOf(input);
      const ends = new Map<Span, number>();
      for (const span of spans) {
        const found = partingOf(outcome, span);
        if (found !== null && isWhy(found)) ends.set(span, found.difference.step);
      }
      if (ends.size === 0) return null;
      const isLeft = (output: OutputRecord, step: number): boolean => {
        for (const [span, end] of ends) if (step >= end && lies(output, span)) return false;
        return true;
      };
      return { ours: only(outcome.ours, isLeft), theirs: only(outcome.theirs, isLeft) };
    },
  };
}

type Span = Pick<Parting, "key" | "span">;

function lies({ key, window }: Pick<OutputRecord, "key" | "window">, span: Span): boolean {
  return key === span.key && isIn(window, span.span);
}

function only(
  observations: readonly Observation[],
  isLeft: (output: OutputRecord, step: number) => boolean,
): readonly Observation[] {
  return observations.map((observation, step) => ({
    ...observation,
    outputs: observation.outputs.filter((output) => isLeft(output, step)),
  }));
}

function partingOf({ input, ours, theirs }: Outcome, span: Span): Parting | null {
  const here = (output: OutputRecord): boolean => lies(output, span);
  const [our, their] = [only(ours, here), only(theirs, here)];
  const difference = firstDifference(our, their, fields);
  if (difference === null) return null;
  const upTo = (observations: readonly Observation[]): readonly (readonly OutputRecord[])[] =>
    observations.slice(0, difference.step + 1).map(({ outputs }) => outputs);
  return {
    ...span,
    input,
    difference,
    ours: upTo(our),
    theirs: upTo(their),
    elements: placed(input).filter(
      (element) => element.step <= difference.step && lies(element, span),
    ),
  };
}

/** Every span of a case that has its own history: a key's window, or what its sessions may cover. */
function spansOf(input: Case): readonly Span[] {
  const byKey = new Map<string, Map<string, Bounds>>();
  for (const { key, window } of placed(input)) {
    const own = byKey.get(key) ?? new Map<string, Bounds>();
    byKey.set(key, own);
    own.set(window.join(" "), window);
  }
  const isMerging = gapOf(input) !== null;
  return [...byKey].flatMap(([key, bounds]) =>
    (isMerging ? merged([...bounds.values()]) : [...bounds.values()]).map((span) => ({
      key,
      span,
    })),
  );
}
