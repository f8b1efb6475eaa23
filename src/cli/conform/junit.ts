import type { DialectRule } from "../../testing/conform/rule.ts";
import { differenceLines, minimalTranscript } from "./failure-text.ts";
import type { FailureGroup, Outcome } from "./outcome.ts";
import { summaryText } from "./summary.ts";
import { headline, particulars } from "./words.ts";

interface TestCase {
  readonly name: string;
  /** Why it fails: a line, and the whole of it. */
  readonly failure: {
    readonly message: string;
    readonly type: string;
    readonly text: string;
  } | null;
  readonly output: string;
}

/**
 * A run as JUnit XML: a test case for the run as a whole, which fails only if nothing was compared;
 * one for each minimal failure, for the failures that were not made minimal, and for each rule.
 */
export function junitXml(outcome: Outcome): string {
  const { report, settings, groups, others, rules, strays } = outcome;
  const cases: readonly TestCase[] = [
    summaryCase(outcome),
    ...groups.map((group) => failureCase(group, outcome)),
    ...(others.length === 0 ? [] : [othersCase(outcome)]),
    ...rules.map((rule) => ruleCase(rule, outcome)),
    ...strays.map((what, at) => strayCase(what, at)),
  ];
  const failures = cases.filter(({ failure }) => failure !== null).length;
  const seconds = (outcome.elapsedMs / 1000).toFixed(3);
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" time="${seconds}"`;
  const properties = [
    ["command", settings.command],
    ["version", report.version ?? ""],
    settings.corpus.length === 0
      ? ["seed", String(settings.seed)]
      : ["corpus", settings.corpus.join(" ")],
  ].map(([name, value]) => `      <property name="${name}" value="${escaped(value ?? "")}"/>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tidemark conform" ${counts}>
  <testsuite name="${escaped(report.engine)}" ${counts} skipped="0">
    <properties>
${properties.join("")}    </properties>
${cases.map((one) => testCaseXml(one, report.engine)).join("")}  </testsuite>
</testsuites>
`;
}

function summaryCase(outcome: Outcome): TestCase {
  const message = "no case was compared";
  return {
    name: "the run as a whole",
    failure:
      outcome.passed + outcome.failed > 0 ? null : { message, type: "nothing", text: message },
    output: summaryText(outcome),
  };
}

function failureCase(group: FailureGroup, outcome: Outcome): TestCase {
  const { id, failure, cases } = group;
  const lines = [
    ...particulars(failure),
    ...differenceLines(failure, outcome),
    `cases: ${cases.join(", ")}`,
    "",
    minimalTranscript(group, outcome),
  ];
  const message = headline(failure);
  return { name: id, failure: { message, type: failure.kind, text: lines.join("\n") }, output: "" };
}

function othersCase({ others }: Outcome): TestCase {
  const lines = others.map(({ name, failure }) => `case ${name}: ${headline(failure)}`);
  const message = `${others.length} more failures, not made minimal`;
  return {
    name: "other failures",
    failure: { message, type: "others", text: lines.join("\n") },
    output: "",
  };
}

function ruleCase({ name, reason }: DialectRule, { report, ruleProblems }: Outcome): TestCase {
  const problem = ruleProblems.get(name);
  return {
    name: `rule ${name}`,
    failure: problem === undefined ? null : { message: problem, type: "rule", text: reason },
    output: `needed by ${report.uses.get(name) ?? 0} cases\n`,
  };
}

function strayCase(what: string, at: number): TestCase {
  const [message = ""] = what.split("\n");
  return {
    name: `beside all cases ${at + 1}`,
    failure: { message, type: "engine", text: what },
    output: "",
  };
}

function testCaseXml({ name, failure, output }: TestCase, engine: string): string {
  const inside = [
    failure === null
      ? ""
      : `      <failure type="${failure.type}" message="${escaped(failure.message)}">${escaped(failure.text)}</failure>\n`,
    output === "" ? "" : `      <system-out>${escaped(output)}</system-out>\n`,
  ].join("");
  return `    <testcase classname="${escaped(engine)}" name="${escaped(name)}">\n${inside}    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text for XML 1.0, which has no place for most control characters and for halves of pairs. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? "")
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\u{fffd}");
}
