import { describe, expect, test } from "vitest";
import type { Case } from "../../../src/testing/cases/case.ts";
import { beamPython } from "../../../src/testing/conform/dialects/beam-python.ts";
import { run } from "../../../src/testing/conform/judge.ts";
import type { Observation, ReportedField } from "../../../src/testing/conform/observation.ts";
import type { DialectRule } from "../../../src/testing/conform/rule.ts";
import type { TriggerJson } from "../../../src/triggers/trigger.ts";
import { MAX_TIMESTAMP } from "../../../src/watermark/time.ts";
import {
  bundle,
  caseOf,
  commonCases,
  faultsAreNoticed,
  recordedAnswers,
  rulesAreKnown,
} from "./dialect-suite.ts";

const fields = new Set<ReportedField>([
  "timestamp",
  "timing",
  "index",
  "onTimeIndex",
  "first",
  "last",
]);

const recorded = recordedAnswers("beam-python");

function ruleNamed(name: string): DialectRule {
  const rule = beamPython.find((other) => other.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
}

describe("the rules", () => {
  rulesAreKnown("beam-python", beamPython, recorded, fields);
});

describe("what a trigger becomes", () => {
  const always: TriggerJson = "always";
  const count = (n: number): TriggerJson => ({ afterCount: n });
  const repeated = (trigger: TriggerJson): TriggerJson => ({ repeatedly: trigger });
  const watermark: TriggerJson = { afterWatermark: {} };
  const delay: TriggerJson = { afterProcessingTime: { delay: 5 } };
  const once: TriggerJson = { afterEach: [delay, "never"] };
  const withElement: TriggerJson = { afterAll: [watermark, count(1)] };

  test.each<[string, TriggerJson, TriggerJson | null]>([
    ["synchronized-is-always", { afterSynchronizedProcessingTime: {} }, always],
    ["synchronized-is-always", delay, null],
    [
      "or-finally-is-any",
      { orFinally: { main: always, finally: count(2) } },
      { afterAny: [always, count(2)] },
    ],
    ["delay-in-a-choice", { afterAny: [delay, count(3)] }, { afterAny: [once, count(3)] }],
    ["delay-in-a-choice", repeated(delay), null],
    ["delay-in-a-choice", { afterEach: [delay, count(3)] }, null],
    ["choice-goes-on", { afterAny: [count(1), watermark] }, null],
    [
      "choice-goes-on",
      { afterAny: [repeated(count(2)), count(5)] },
      { orFinally: { main: repeated(count(2)), finally: count(5) } },
    ],
    [
      "choice-goes-on",
      { afterAny: [once, count(3), watermark] },
      { orFinally: { main: once, finally: { afterAny: [count(3), watermark] } } },
    ],
    ["choice-goes-on", { afterAny: ["default", watermark] }, { afterAny: [watermark] }],
    [
      "choice-goes-on",
      { afterAny: ["default", repeated(count(2))] },
      {
        afterEach: [{ orFinally: { main: repeated(count(2)), finally: "default" } }, "default"],
      },
    ],
    ["choice-goes-on", { afterAll: [count(1), watermark] }, null],
    [
      "choice-goes-on",
      { afterAll: [repeated(count(2)), watermark] },
      { afterEach: [{ afterAll: [watermark, count(2)] }, repeated(count(2))] },
    ],
    [
      "choice-goes-on",
      { afterAll: [always, count(2)] },
      { afterEach: [{ afterAll: [count(2)] }, always] },
    ],
    [
      "end-needs-an-element",
      { afterEach: [count(1), watermark] },
      { afterEach: [count(1), withElement] },
    ],
    ["end-needs-an-element", { afterEach: [watermark, watermark] }, null],
    ["end-needs-an-element", { afterAny: [count(2), watermark] }, null],
    [
      "end-needs-an-element",
      repeated({ orFinally: { main: "default", finally: count(1) } }),
      repeated({ orFinally: { main: repeated(withElement), finally: count(1) } }),
    ],
  ])("%s: %j", (name, trigger, expected) => {
    const rewritten = ruleNamed(name).rewrite?.(caseOf({ trigger })) ?? null;
    expect(rewritten?.strategy.trigger ?? null).toEqual(expected);
  });
});

describe("what a case becomes", () => {
  test("accepts-at-the-expiry moves the expiry if an element meets it", () => {
    const { rewrite } = ruleNamed("accepts-at-the-expiry");
    const input = caseOf({ allowedLateness: 5 }, { watermark: 15 }, bundle(3));
    expect(rewrite?.(input)?.strategy.allowedLateness).toBe(6);
    expect(rewrite?.(caseOf({ allowedLateness: 5 }, { watermark: 14 }, bundle(3)))).toBeNull();
  });

  test("never-expires leaves out what is late and puts the end of time before the expiry", () => {
    const input = caseOf({}, { watermark: 15 }, bundle(3, 12), { watermark: MAX_TIMESTAMP });
    expect(ruleNamed("never-expires").rewrite?.(input)).toEqual({
      strategy: { ...input.strategy, allowedLateness: MAX_TIMESTAMP },
      steps: [{ watermark: 15 }, bundle(12), { watermark: MAX_TIMESTAMP / 2 }],
    });
  });

  test("never-expires leaves alone a case with an element that is late for some of its windows", () => {
    const windows = { sliding: { size: 20, period: 10 } };
    const input = caseOf({ windows }, { watermark: 15 }, bundle(1));
    expect(ruleNamed("never-expires").rewrite?.(input)).toBeNull();
  });

  test("emptiness-is-ignored makes both behaviours always", () => {
    const { rewrite } = ruleNamed("emptiness-is-ignored");
    expect(rewrite?.(caseOf({ onTime: "ifNonEmpty" }))?.strategy.onTime).toBe("always");
    expect(rewrite?.(caseOf({}))).toBeNull();
  });

  test("closed-session-grows leaves out what a closed session has come to reach", () => {
    const input = caseOf(
      { windows: { sessions: { gap: 10 } }, trigger: { afterCount: 1 } },
      bundle(0),
      bundle(9),
      bundle(18),
      bundle(28),
    );
    expect(ruleNamed("closed-session-grows").rewrite?.(input)?.steps).toEqual([
      bundle(0),
      { elements: [] },
      { elements: [] },
      bundle(28),
    ]);
  });
});

describe("what the rules do not excuse", () => {
  const cases: Readonly<Record<string, Case>> = {
    ...commonCases,
    "a delay": caseOf(
      { trigger: { repeatedly: { afterProcessingTime: { delay: 5 } } } },
      { processingTime: 0 },
      bundle(11),
      { processingTime: 5 },
    ),
    "sliding windows": caseOf(
      { windows: { sliding: { size: 20, period: 10 } }, allowedLateness: 30 },
      bundle(1, 12),
      { watermark: 20 },
    ),
    "the global window": caseOf(
      { windows: "global", trigger: { repeatedly: { afterCount: 2 } } },
      bundle(1, 2),
      bundle(3),
      { watermark: MAX_TIMESTAMP },
    ),
  };
  faultsAreNoticed(beamPython, fields, cases, foretold);
});

/** What Python makes of a case that only its rewriting rules have a part in. */
function foretold(input: Case): readonly Observation[] {
  const rewritten = beamPython.reduce((changed, rule) => rule.rewrite?.(changed) ?? changed, input);
  return run(rewritten).map(({ outputs, outputWatermark }) => ({
    outputs,
    ...(outputWatermark === undefined ? {} : { outputWatermark }),
  }));
}
