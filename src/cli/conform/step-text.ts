import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { CaseStep } from "../../testing/cases/case.ts";
import { firstDifference } from "../../testing/conform/difference.ts";
import type {
  Bounds,
  Observation,
  OutputRecord,
  ReportedField,
} from "../../testing/conform/observation.ts";
import type { Expectation } from "../../testing/transcript/case.ts";
import { mismatchLines } from "../../testing/transcript/diff.ts";
import { flow } from "../../testing/transcript/entry.ts";

const ofOutputs = ["timestamp", "timing", "index", "onTimeIndex", "first", "last"] as const;
const ofSteps = ["late", "closed", "unassigned", "outputWatermark", "hold", "empty"] as const;

/**
 * What two engines made of one step, in lines: two blanks before what both have, `-` before what
 * only ours has, `+` before what only theirs has, each followed by the fields that differ.
 */
export function stepLines(
  ours: Observation,
  theirs: Observation,
  fields: ReadonlySet<ReportedField>,
): readonly string[] {
  const difference = firstDifference([ours], [theirs], fields);
  const { onlyOurs = [], onlyTheirs = [] } = difference ?? {};
  const common = ours.outputs.filter((output) => !onlyOurs.includes(output));
  const entries = [...common, ...onlyOurs].map((output) => entryOf(output, fields));
  const others = theirs.outputs.filter((output) => !onlyTheirs.includes(output));
  const outputs = [...others, ...onlyTheirs].map((output) => entryOf(output, fields));
  const outputOf = entries.map((_, at) => (at < common.length ? at : -1));
  const differing = ofSteps.filter((field) => difference?.fields.includes(field));
  return [
    ...mismatchLines({ entries, outputs, outputOf }),
    ...differing.flatMap((field) => [
      `- ${field}: ${instant(ours[field] ?? null)}`,
      `+ ${field}: ${instant(theirs[field] ?? null)}`,
    ]),
  ];
}

/** A step of a script on one line. */
export function stepText(step: CaseStep): string {
  if ("elements" in step) return `elements: ${flow(step.elements)}`;
  if ("advanceTogether" in step) {
    const { watermark, processingTime } = step.advanceTogether;
    return `advanceTogether: {watermark: ${instant(watermark)}, processingTime: ${processingTime}}`;
  }
  return "watermark" in step
    ? `watermark: ${instant(step.watermark)}`
    : `processingTime: ${step.processingTime}`;
}

/** The part of an output that is compared. */
function entryOf(output: OutputRecord, fields: ReadonlySet<ReportedField>): Expectation {
  const { key, window, value, replaces, retraction = false } = output;
  const compared = ofOutputs.filter((field) => fields.has(field) && output[field] !== undefined);
  return {
    key,
    window: windowOf(window),
    ...(Array.isArray(value) ? { values: value as unknown[] } : { value }),
    ...Object.fromEntries(compared.map((field) => [field, output[field]])),
    retraction,
    ...(fields.has("replaces") && replaces !== undefined
      ? { replaces: replaces.map(windowOf) }
      : {}),
  };
}

function windowOf([start, end]: Bounds): Window {
  return { start, end };
}

function instant(value: unknown): string {
  return value === MAX_TIMESTAMP ? "max" : String(value);
}
