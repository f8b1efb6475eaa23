import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Case, CaseStep, CaseStrategy } from "../../../src/testing/cases/case.ts";
import { dialects } from "../../../src/testing/conform/dialects/index.ts";
import { type Explanation, explain } from "../../../src/testing/conform/explain.ts";
import { run as model } from "../../../src/testing/conform/judge.ts";
import type {
  Observation,
  OutputRecord,
  ReportedField,
} from "../../../src/testing/conform/observation.ts";
import type { DialectRule } from "../../../src/testing/conform/rule.ts";

/** What an engine made of the minimal case of each rule: its steps, or that it failed. */
export type Recorded = Readonly<
  Record<string, readonly Observation[] | { readonly error: string }>
>;

/** Reads what conformance/lib/record-minimal.mjs has written. */
export function recordedAnswers(dialect: string): Recorded {
  return JSON.parse(
    readFileSync(`conformance/${dialect}/minimal-answers.json`, "utf8"),
  ) as Recorded;
}

export function caseOf(strategy: Partial<CaseStrategy>, ...steps: readonly CaseStep[]): Case {
  const plain: CaseStrategy = {
    windows: { fixed: { size: 10 } },
    trigger: "default",
    accumulation: "discarding",
    allowedLateness: 0,
    closing: "always",
    onTime: "always",
    timestampCombiner: "endOfWindow",
    combine: "list",
  };
  return { strategy: { ...plain, ...strategy }, steps };
}

export function bundle(...times: readonly number[]): CaseStep {
  return { elements: times.map((time) => [time, time, "k"]) };
}

/** Cases in which every dialect of Beam must let a planted fault be noticed. */
export const commonCases: Readonly<Record<string, Case>> = {
  "the default trigger": caseOf({ allowedLateness: 30 }, bundle(1, 2, 12), { watermark: 10 }),
  "early and late counts": caseOf(
    {
      trigger: { afterWatermark: { early: { afterCount: 2 }, late: { afterCount: 1 } } },
      allowedLateness: 30,
      accumulation: "accumulating",
      timestampCombiner: "earliest",
    },
    bundle(1, 2),
    { watermark: 10 },
    bundle(3),
  ),
  "a choice": caseOf(
    { trigger: { afterAny: [{ afterCount: 2 }, { afterWatermark: {} }] } },
    bundle(1, 2),
  ),
  "a sequence": caseOf(
    { trigger: { afterEach: [{ afterCount: 1 }, { afterCount: 2 }] } },
    bundle(1),
    bundle(2, 3),
  ),
  "sessions that merge": caseOf(
    { windows: { sessions: { gap: 10 } }, trigger: { repeatedly: { afterCount: 2 } } },
    bundle(1, 12),
    bundle(5),
    bundle(20),
  ),
};

/** What is asked of the rules of every dialect. */
export function rulesAreKnown(
  dialect: string,
  rules: readonly DialectRule[],
  recorded: Recorded,
  fields: ReadonlySet<ReportedField>,
  run: (input: Case) => readonly Observation[] = model,
): void {
  test("are a dialect, and have names of their own", () => {
    expect(dialects[dialect]).toBe(rules);
    const names = rules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  const headings = [...readFileSync("docs/semantics.md", "utf8").matchAll(/^(##+) (.+)$/gm)].map(
    ([, level = "", heading = ""]) => ({ level, heading }),
  );
  const documented = readFileSync("docs/dialects.md", "utf8");
  const each = rules.map((rule) => [rule.name, rule] as const);

  test.each(each)("%s names a heading of the semantics and says what is so", (name, rule) => {
    const [chapter, paragraph] = rule.section.split(": ");
    expect(headings).toContainEqual({ level: "##", heading: chapter });
    if (paragraph !== undefined)
      expect(headings).toContainEqual({ level: "###", heading: paragraph });
    expect(rule.reason).toMatch(/\.$/);
    expect(documented.includes(`| \`${name}\` |`), "it has a line in docs/dialects.md").toBe(true);
  });

  test.each(each)("%s is what its minimal case needs", (name, rule) => {
    const theirs = recorded[name];
    if (theirs === undefined)
      throw new Error("not recorded: see conformance/lib/record-minimal.mjs");
    if ("error" in theirs) {
      expect(rule.explainsError?.(theirs.error, rule.minimal)).toBe(true);
      return;
    }
    const explanation = explain(rule.minimal, theirs, { run, fields, rules });
    expect(namesOf(explanation)).toContain(name);
    const others = rules.filter((other) => other !== rule);
    const without = explain(rule.minimal, theirs, { run, fields, rules: others });
    expect(namesOf(without)).not.toContain(name);
  });
}

function namesOf(explanation: Explanation): readonly string[] {
  return explanation.outcome === "explained" ? explanation.rules.map(({ name }) => name) : [];
}

/** The ways in which one pane of an engine can be wrong, with the field that shows it beside the usual ones. */
const faults: Readonly<
  Record<
    string,
    {
      readonly field: ReportedField | null;
      readonly make: (pane: OutputRecord) => readonly OutputRecord[];
    }
  >
> = {
  "a pane missing": { field: null, make: () => [] },
  "a pane twice": {
    field: null,
    make: (pane) => [pane, { ...pane, index: (pane.index ?? 0) + 1, first: false }],
  },
  "an element missing": {
    field: null,
    make: (pane) => [{ ...pane, value: (pane.value as readonly unknown[]).slice(1) }],
  },
  "another window": {
    field: null,
    make: (pane) => [{ ...pane, window: [pane.window[0], pane.window[1] + 1] }],
  },
  "another timing": { field: "timing", make: (pane) => [{ ...pane, timing: "unknown" }] },
  "another number": {
    field: "index",
    make: (pane) => [{ ...pane, index: (pane.index ?? 0) + 1 }],
  },
  "another timestamp": {
    field: "timestamp",
    make: (pane) => [{ ...pane, timestamp: (pane.timestamp ?? 0) - 1 }],
  },
  "another last": { field: "last", make: (pane) => [{ ...pane, last: pane.last !== true }] },
};

/** A fault in the first pane of what an engine is foretold to make of a case is a difference. */
export function faultsAreNoticed(
  rules: readonly DialectRule[],
  fields: ReadonlySet<ReportedField>,
  cases: Readonly<Record<string, Case>>,
  foretold: (input: Case) => readonly Observation[],
  run: (input: Case) => readonly Observation[] = model,
): void {
  const known = Object.entries(faults).filter(
    ([, needs]) => needs.field === null || fields.has(needs.field),
  );
  const each = Object.entries(cases).flatMap(([about, input]) =>
    known.map(([fault]) => [fault, about, input] as const),
  );
  test.each(each)("%s under %s", (fault, _about, input) => {
    const right = foretold(input);
    expect(explain(input, right, { run, fields, rules }).outcome).not.toBe("differs");
    const at = right.findIndex(({ outputs }) => outputs.length > 0);
    const wrong = right.map((step, place): Observation => {
      const [first, ...others] = step.outputs;
      if (place !== at || first === undefined) return step;
      return { ...step, outputs: [...(faults[fault]?.make(first) ?? []), ...others] };
    });
    expect(explain(input, wrong, { run, fields, rules }).outcome).toBe("differs");
  });
}
