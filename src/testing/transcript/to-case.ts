import { strategy } from "../../panes/strategy.ts";
import { canonical } from "../canonical.ts";
import { caseStrategyOf } from "../cases/build.ts";
import type { Case, CaseElement, CaseStep } from "../cases/case.ts";
import type { Step, TranscriptCase } from "./case.ts";

/** What a transcript tells an engine to do, or why a case cannot say it. */
export function caseOf(transcript: TranscriptCase): Case | string {
  const { unsupported, error, requires } = transcript;
  if (unsupported !== null || transcript.strategy === null) return `needs ${unsupported}`;
  if (error !== null) return "a negative case";
  if (requires.length > 0) return `requires ${requires.join(", ")}`;
  const plain = caseStrategyOf(strategy(transcript.strategy));
  if (plain === null) return "a strategy that a case cannot have";
  const steps: CaseStep[] = [];
  for (const step of transcript.steps) {
    const converted = stepOf(step);
    if (typeof converted === "string") return converted;
    if (converted !== null) steps.push(converted);
  }
  return { strategy: plain, steps };
}

/** A step of a case, nothing for a step that only claims something, or why there is none. */
export function stepOf(step: Step): CaseStep | null | string {
  if (step.kind === "elements") {
    if (step.bundle.some(({ key }) => typeof key !== "string")) return "keys that are no text";
    const elements = step.bundle.map(
      ({ value, timestamp, key }): CaseElement => [value, timestamp, key as string],
    );
    const isPlain = canonical(JSON.parse(JSON.stringify(elements))) === canonical(elements);
    return isPlain ? { elements } : "values that JSON does not have";
  }
  if (step.kind !== "advance") return null;
  const { watermark, processingTime } = step;
  if (watermark === undefined) {
    return processingTime === undefined ? null : { processingTime };
  }
  return processingTime === undefined
    ? { watermark }
    : { advanceTogether: { watermark, processingTime } };
}
