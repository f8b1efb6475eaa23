import { reasonOf } from "../../text/reason.ts";
import { TidemarkError } from "../../errors.ts";
import type { Backend } from "../subject.ts";
import { explainedBy } from "./by-rules.ts";
import type { Step, TranscriptCase } from "./case.ts";
import { Observed } from "./observed.ts";
import { type PlayOptions, play, reasonToSkip, startSubject } from "./player.ts";

/** What became of a case. */
export type CaseResult =
  | {
      readonly outcome: "passed";
      readonly name: string;
      /** The rules of the profile's dialect without which it would not pass. */
      readonly rules: readonly string[];
    }
  | { readonly outcome: "skipped"; readonly name: string; readonly reason: string }
  | {
      readonly outcome: "failed";
      readonly name: string;
      /** The step that failed, from 0; null if the case could not start, or ended without the failure it must have. */
      readonly step: number | null;
      /** Where that is in the file, from 1. */
      readonly line: number;
      /** What went wrong in one line, then the particulars. */
      readonly message: readonly string[];
    };

/** A claim of the script that does not hold: a line, then particulars. */
type Failure = Omit<Extract<CaseResult, { outcome: "failed" }>, "outcome" | "name">;

/**
 * Runs one case on one backend, up to the first claim that does not hold. Never throws for what the
 * engine does: an error of the engine fails the case.
 */
export function runCase(
  transcript: TranscriptCase,
  backend: Backend,
  options: PlayOptions = {},
): CaseResult {
  const { name, error } = transcript;
  const reason = reasonToSkip(transcript, options);
  if (reason !== null) return { outcome: "skipped", name, reason };
  const failure = firstFailure(transcript, backend, options);
  if (error === null) {
    if (failure === null) return { outcome: "passed", name, rules: [] };
    const rules = rulesFor(transcript, backend, options);
    return rules === null
      ? { outcome: "failed", name, ...failure }
      : { outcome: "passed", name, rules };
  }
  if (failure?.message.join("\n").includes(error)) return { outcome: "passed", name, rules: [] };
  return {
    outcome: "failed",
    name,
    step: failure?.step ?? null,
    line: failure?.line ?? transcript.line,
    message: [
      `The case must fail with ${JSON.stringify(error)}, but ${failure === null ? "it passed" : "failed otherwise:"}`,
      ...(failure?.message ?? []),
    ],
  };
}

/** The rules by which the outputs of a case are those of its profile, if everything else is as it says. */
function rulesFor(
  transcript: TranscriptCase,
  backend: Backend,
  options: PlayOptions,
): readonly string[] | null {
  const profile = options.profile ?? transcript.profile;
  const rules = profile === null ? null : explainedBy(transcript, profile);
  if (rules === null) return null;
  return firstFailure(transcript, backend, options, (step) => step.kind !== "expect") === null
    ? rules
    : null;
}

function firstFailure(
  transcript: TranscriptCase,
  backend: Backend,
  options: PlayOptions,
  isChecked: (step: Step) => boolean = () => true,
): Failure | null {
  let line = transcript.line;
  let step: number | null = null;
  try {
    const subject = startSubject(transcript, backend, options);
    const observed = new Observed(subject);
    for (const [index, next] of transcript.steps.entries()) {
      step = index;
      line = next.line;
      for (const taken of play(subject, next, options)) observed.note(taken);
      const message = isChecked(next) ? observed.check(next) : [];
      if (message.length > 0) return { step, line, message };
    }
    return null;
  } catch (error) {
    return { step, line, message: [describe(error)] };
  }
}

function describe(error: unknown): string {
  if (error instanceof TidemarkError) return `The engine threw ${error.code}: ${reasonOf(error)}`;
  return `The engine threw ${String(error)}`;
}

/** The failure in lines of text, the first of which says where it is. */
export function failureLines(transcript: TranscriptCase, failed: CaseResult): readonly string[] {
  if (failed.outcome !== "failed") return [];
  const [headline = "", ...particulars] = failed.message;
  const place = `${transcript.file}:${failed.line}`;
  const step = failed.step === null ? "" : `, step ${failed.step}`;
  return [`${headline} (${place}${step})`, ...particulars];
}

/**
 * For tests: throws, with a readable difference, if a case does not pass. A case that cannot be run
 * here is an error too.
 */
export function checkTranscript(
  transcript: TranscriptCase,
  backend: Backend,
  options: PlayOptions = {},
): void {
  const result = runCase(transcript, backend, options);
  if (result.outcome === "skipped")
    throw new Error(`${result.name} cannot be run: ${result.reason}`);
  if (result.outcome === "failed") {
    throw new Error([result.name, ...failureLines(transcript, result)].join("\n"));
  }
}
