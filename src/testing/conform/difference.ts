import { canonical, canonicalBag } from "../canonical.ts";
import {
  type Observation,
  type OutputRecord,
  type ReportedField,
  reportedFields,
} from "./observation.ts";

/** Where two engines part ways: the first step that they do not report alike. */
export interface Difference {
  /** From 0. */
  readonly step: number;
  /** `outputs`, or a field of the observation, in the order of `reportedFields`. */
  readonly fields: readonly ("outputs" | ReportedField)[];
  /** The outputs of the step that the other engine does not have, and the other way round. */
  readonly onlyOurs: readonly OutputRecord[];
  readonly onlyTheirs: readonly OutputRecord[];
}

const ofOutputs: readonly ReportedField[] = [
  "timestamp",
  "timing",
  "index",
  "onTimeIndex",
  "first",
  "last",
  "replaces",
];
type FieldOfStep = Exclude<keyof Observation, "outputs">;
const ofSteps = reportedFields.filter((field): field is FieldOfStep => !ofOutputs.includes(field));

/**
 * Compares step by step what was seen of two engines, by the fields that both know. Outputs of one
 * step are compared without their order, and so are lists in them.
 */
export function firstDifference(
  ours: readonly Observation[],
  theirs: readonly Observation[],
  fields: ReadonlySet<ReportedField>,
): Difference | null {
  const compared = ofOutputs.filter((field) => fields.has(field));
  const seen = ofSteps.filter((field) => fields.has(field));
  for (const [step, our] of ours.entries()) {
    const their = theirs[step] ?? { outputs: [] };
    const differing: ("outputs" | ReportedField)[] = seen.filter(
      (field) => (our[field] ?? null) !== (their[field] ?? null),
    );
    const { onlyOurs, onlyTheirs } = unmatched(our.outputs, their.outputs, compared);
    if (onlyOurs.length + onlyTheirs.length > 0) differing.unshift("outputs");
    if (differing.length > 0) return { step, fields: differing, onlyOurs, onlyTheirs };
  }
  return null;
}

function unmatched(
  ours: readonly OutputRecord[],
  theirs: readonly OutputRecord[],
  compared: readonly ReportedField[],
): Pick<Difference, "onlyOurs" | "onlyTheirs"> {
  if (ours.length === 0 && theirs.length === 0) return { onlyOurs: [], onlyTheirs: [] };
  const left = new Map<string, OutputRecord[]>();
  for (const output of ours) {
    const text = outputText(output, compared);
    left.set(text, [...(left.get(text) ?? []), output]);
  }
  const onlyTheirs = theirs.filter(
    (output) => left.get(outputText(output, compared))?.pop() === undefined,
  );
  return { onlyOurs: [...left.values()].flat(), onlyTheirs };
}

/** Equal outputs have equal texts. */
function outputText(output: OutputRecord, compared: readonly ReportedField[]): string {
  const { key, window, value, retraction = false } = output;
  return [
    key,
    canonical(window),
    retraction,
    Array.isArray(value) ? `bag ${canonicalBag(value)}` : canonical(value),
    ...compared.map((field) => canonical(output[field as keyof OutputRecord])),
  ].join(" ");
}
