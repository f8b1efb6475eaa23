import { createHash } from "node:crypto";
import { canonical } from "../../testing/canonical.ts";
import type { Case } from "../../testing/cases/case.ts";
import type { Capabilities } from "../../testing/conform/capabilities.ts";
import type { ConformReport, FailedCase } from "../../testing/conform/conform.ts";
import type { Failure } from "../../testing/conform/judge.ts";
import type { DialectRule } from "../../testing/conform/rule.ts";
import type { ConformSettings } from "./settings.ts";

/** The failures that come to one minimal case. */
export interface FailureGroup {
  /** The same for the same minimal case, whatever the run. */
  readonly id: string;
  readonly input: Case;
  readonly failure: Failure;
  /** The cases that it was found by, the first of which was made minimal first. */
  readonly cases: readonly string[];
}

/** What is wrong or unused of the rules, with a sentence for each. */
export type RuleProblems = ReadonlyMap<string, string>;

/** All that a run has come to. */
export interface Outcome {
  readonly settings: ConformSettings;
  readonly report: ConformReport;
  readonly capabilities: Capabilities;
  readonly rules: readonly DialectRule[];
  readonly groups: readonly FailureGroup[];
  /** Failures beyond those that were to be made minimal. */
  readonly others: readonly FailedCase[];
  readonly ruleProblems: RuleProblems;
  /** What was wrong with the engine and belongs to no case. */
  readonly strays: readonly string[];
  /** Why transcripts are not part of the run, with how many. */
  readonly skipped: ReadonlyMap<string, number>;
  /** How many cases the engine was asked, those that made failures minimal included. */
  readonly asked: number;
  readonly elapsedMs: number;
  /** Cases that agreed or were explained. */
  readonly passed: number;
  /** Cases that failed, rules with a problem, and what belongs to no case. */
  readonly failed: number;
}

/** Adds to a report what follows from it. */
export function outcomeOf(
  given: Pick<
    Outcome,
    "settings" | "report" | "capabilities" | "rules" | "strays" | "skipped" | "asked" | "elapsedMs"
  >,
): Outcome {
  const { settings, report, rules, strays } = given;
  const ruleProblems = new Map(report.wrongRules);
  for (const { name } of settings.requiresRules ? rules : []) {
    if (report.uses.get(name) === 0 && !ruleProblems.has(name))
      ruleProblems.set(name, "no case needed it");
  }
  return {
    ...given,
    groups: groupsOf(report.failures),
    others: report.failures.filter(({ minimal }) => minimal === null),
    ruleProblems,
    passed: report.agreed + report.explained,
    failed: report.failed + ruleProblems.size + strays.length,
  };
}

function groupsOf(failures: readonly FailedCase[]): readonly FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { name, minimal } of failures) {
    if (minimal === null) continue;
    const id = idOf(minimal.input);
    const { cases } = groups.get(id) ?? { cases: [] };
    const first = groups.get(id) ?? { id, ...minimal };
    groups.set(id, { ...first, cases: [...cases, name] });
  }
  return [...groups.values()];
}

function idOf(input: Case): string {
  return `case-${createHash("sha256").update(canonical(input)).digest("hex").slice(0, 8)}`;
}
