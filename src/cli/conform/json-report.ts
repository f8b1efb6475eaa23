import { run } from "../../testing/conform/judge.ts";
import { sectionOf } from "../../testing/conform/section.ts";
import { transcriptOf } from "../../testing/conform/transcript-of.ts";
import { version } from "../version.ts";
import type { FailureGroup, Outcome } from "./outcome.ts";

/** The version of the report; it changes when a field changes or goes. */
const reportVersion = 1;

/** A run as plain data; docs/conformance-protocol.md tells the fields. */
export function jsonReport(outcome: Outcome): Readonly<Record<string, unknown>> {
  const { report, settings, rules, ruleProblems, passed, failed } = outcome;
  return {
    report: "tidemark conform",
    reportVersion,
    tidemark: version(),
    engine: {
      name: report.engine,
      version: report.version,
      command: settings.command,
      capabilities: outcome.capabilities,
    },
    ...(settings.corpus.length === 0 ? { seed: settings.seed } : { corpus: settings.corpus }),
    dialect: settings.dialect,
    passed,
    failed,
    cases: {
      all: report.cases,
      agreed: report.agreed,
      explained: report.explained,
      unsupported: report.unsupported,
      failed: report.failed,
    },
    asked: outcome.asked,
    elapsedMs: Math.round(outcome.elapsedMs),
    unsupported: Object.fromEntries(report.reasons),
    skipped: Object.fromEntries(outcome.skipped),
    rules: rules.map(({ name, section, reason }) => ({
      name,
      section,
      reason,
      uses: report.uses.get(name) ?? 0,
      problem: ruleProblems.get(name) ?? null,
    })),
    failures: outcome.groups.map(failureOf),
    notMadeMinimal: outcome.others.map(({ name, failure: { kind } }) => ({ case: name, kind })),
    besideCases: outcome.strays,
  };
}

function failureOf({ id, input, failure, cases }: FailureGroup): object {
  const transcript = transcriptOf(input, { name: id, expected: run(input) });
  if (failure.kind !== "difference") {
    return { id, cases, kind: failure.kind, message: failure.message, minimal: input, transcript };
  }
  const { difference, compared } = failure;
  const { step, fields } = difference;
  return {
    id,
    cases,
    kind: failure.kind,
    section: sectionOf(difference),
    step,
    fields,
    model: compared.ours[step],
    engine: compared.theirs[step],
    minimal: input,
    transcript,
  };
}
