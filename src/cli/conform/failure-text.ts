import type { CaseStep } from "../../testing/cases/case.ts";
import { type Failure, run } from "../../testing/conform/judge.ts";
import {
  type Observation,
  type ReportedField,
  reportedFields,
} from "../../testing/conform/observation.ts";
import { sectionOf } from "../../testing/conform/section.ts";
import { transcriptText } from "../../testing/conform/transcript-of.ts";
import type { FailureGroup, Outcome } from "./outcome.ts";
import { stepLines, stepText } from "./step-text.ts";
import { again, counted, headline, particulars, place } from "./words.ts";

/** The failures of a run as text, each made minimal failure once. */
export function failuresText(outcome: Outcome): string {
  const { groups, others, ruleProblems, strays } = outcome;
  const parts = [
    ...groups.map((group) => groupText(group, outcome)),
    ...(others.length === 0 ? [] : [othersText(outcome)]),
    ...[...ruleProblems].map(([name, problem]) => `not ok rule ${name}: ${problem}\n`),
    ...strays.map((what) => `not ok, beside all cases: ${indented(what).trimStart()}`),
  ];
  return parts.map((part) => `${part}\n`).join("");
}

function groupText(group: FailureGroup, outcome: Outcome): string {
  const { failure, cases } = group;
  const [first = "", ...more] = cases;
  const also = more.length === 0 ? "" : `; the same minimal case: ${namesText(more)}`;
  const lines = [
    ...particulars(failure),
    ...differenceLines(failure, outcome),
    `found by ${place(outcome.settings, first)}${also}`,
    `again: ${again(outcome.settings, first)}`,
    "",
    ...minimalTranscript(group, outcome).trimEnd().split("\n"),
  ];
  return `not ok ${counted(cases.length, "case")}: ${headline(failure)}\n${indented(lines.join("\n"))}`;
}

/** The minimal case of a group as a transcript that our engine passes. */
export function minimalTranscript(
  { id, input, failure, cases }: FailureGroup,
  { settings }: Outcome,
): string {
  const fields = failure.kind === "difference" ? failure.difference.fields : [];
  return transcriptText(input, {
    name: id,
    note: `${headline(failure)} (${place(settings, cases[0] ?? "")})`,
    expected: run(input),
    outputWatermark: fields.includes("outputWatermark"),
  });
}

/** The step in which the engines part, with what each made of it. */
export function differenceLines(
  failure: Failure,
  {
    report,
    capabilities,
    settings,
    rules,
  }: Pick<Outcome, "report" | "capabilities" | "settings" | "rules">,
): readonly string[] {
  if (failure.kind !== "difference") return [];
  const { difference, compared } = failure;
  const { step } = difference;
  const under = rules.length === 0 ? "" : `, once the rules of ${settings.dialect} are applied`;
  return [
    `${sectionOf(difference)} (docs/semantics.md)`,
    `step ${step}, ${stepText(compared.input.steps[step] as CaseStep)}; - is the model, + is ${report.engine}${under}`,
    ...stepLines(
      compared.ours[step] as Observation,
      compared.theirs[step] as Observation,
      comparedFields(capabilities.reports),
    ),
  ];
}

export function comparedFields(
  reports: readonly ReportedField[] | undefined,
): ReadonlySet<ReportedField> {
  return new Set(reports ?? reportedFields);
}

function othersText({ others }: Outcome): string {
  const names = namesText(others.map(({ name }) => name));
  const kinds = new Map<string, number>();
  for (const { failure } of others) kinds.set(failure.kind, (kinds.get(failure.kind) ?? 0) + 1);
  const lines = [...kinds].map(([kind, count]) => `${kind}: ${count}`);
  return `not ok ${counted(others.length, "case")}, not made minimal: ${names}\n${indented(lines.join("\n"))}`;
}

const namesShown = 20;

function namesText(names: readonly string[]): string {
  const rest = names.length - namesShown;
  return `${names.slice(0, namesShown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "\n" : `  ${line}\n`))
    .join("");
}
