import { describe, expect, test } from "vitest";
import type { Case } from "../../../src/testing/cases/case.ts";
import { conform } from "../../../src/testing/conform/conform.ts";
import { explain } from "../../../src/testing/conform/explain.ts";
import { run } from "../../../src/testing/conform/judge.ts";
import { type Observation, reportedFields } from "../../../src/testing/conform/observation.ts";
import type { DialectRule } from "../../../src/testing/conform/rule.ts";
import { counting, counts, engineOf, onePane } from "./support.ts";

const fields = new Set(reportedFields);

/** Another engine: it fires a count later than ours, and its last flag is never set. */
function other(input: Case): readonly Observation[] {
  return withoutLast(run(later(input) ?? input));
}

function later(input: Case): Case | null {
  const n = counts(input);
  return n === null ? null : counting(n + 1, input);
}

function withoutLast(seen: readonly Observation[]): readonly Observation[] {
  return seen.map((step) => ({
    ...step,
    outputs: step.outputs.map((output) => ({ ...output, last: false })),
  }));
}

const firesLater: DialectRule = {
  name: "fires-later",
  section: "5 Triggers",
  reason: "It counts from one.",
  minimal: counting(1, onePane),
  rewrite: later,
};

const noLast: DialectRule = {
  name: "no-last",
  section: "7 Panes and accumulation",
  reason: "It does not know which pane is the last.",
  minimal: onePane,
  normalise: ({ ours, theirs }) =>
    ours.some(({ outputs }) => outputs.some(({ last }) => last === true))
      ? { ours: withoutLast(ours), theirs }
      : null,
};

const anything: DialectRule = {
  name: "anything",
  section: "5 Triggers",
  reason: "It excuses what it sees.",
  minimal: onePane,
  excuses: ({ watermark }) => watermark > 0,
};

describe("explain", () => {
  const options = { run, fields, rules: [firesLater, noLast] };

  test("agrees without any rule where there is no difference", () => {
    expect(explain(onePane, run(onePane), options)).toEqual({ outcome: "agrees" });
  });

  test("names the rules that are needed, and no others", () => {
    const plain = explain(onePane, other(onePane), options);
    expect(plain).toEqual({ outcome: "explained", rules: [noLast] });
    const counted = counting(1, onePane);
    const both = explain(counted, other(counted), options);
    expect(both).toMatchObject({ outcome: "explained", rules: [firesLater, noLast] });
  });

  test("tells the first difference that is left", () => {
    const counted = counting(1, onePane);
    const left = explain(counted, other(counted), { ...options, rules: [noLast] });
    expect(left).toMatchObject({
      outcome: "differs",
      difference: { step: 0, fields: ["outputs", "hold", "empty"] },
    });
  });

  test("an excuse ends the comparison where it applies", () => {
    const rules = [anything];
    expect(explain(onePane, other(onePane), { ...options, rules })).toEqual({
      outcome: "explained",
      rules,
    });
    const early = counting(1, onePane);
    expect(explain(early, other(early), { ...options, rules }).outcome).toBe("differs");
  });
});

describe("rules are held to their minimal cases", () => {
  const check = async (engine: (input: Case) => readonly Observation[], rules: DialectRule[]) => {
    const { wrongRules } = await conform(engineOf(engine), { cases: [], rules });
    return Object.fromEntries(wrongRules);
  };

  test("which must show them", async () => {
    expect(await check(other, [firesLater, noLast])).toEqual({});
    expect(await check(run, [noLast])).toEqual({
      "no-last": "its minimal case shows no difference",
    });
    expect(await check(other, [{ ...firesLater, minimal: onePane }, noLast])).toEqual({
      "fires-later": "its minimal case is explained without it",
    });
    expect(await check(other, [firesLater])).toEqual({
      "fires-later": "its minimal case is not explained",
    });
  });

  test("errors are explained by rules for errors alone", async () => {
    const failing = engineOf(() => {
      throw new Error("cannot do that");
    });
    const cases = [{ name: "1", input: onePane }];
    const without = await conform(failing, { cases, rules: [anything] });
    expect(without).toMatchObject({ failed: 1, explained: 0 });
    const rule: DialectRule = { ...anything, explainsError: (text) => text.includes("cannot") };
    const withRule = await conform(failing, { cases, rules: [rule] });
    expect(withRule).toMatchObject({ failed: 0, explained: 1 });
    expect([...withRule.uses]).toEqual([["anything", 1]]);
  });
});
