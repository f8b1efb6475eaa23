import { describe, expect, test } from "vitest";
import type { Case } from "../../../src/testing/cases/case.ts";
import { beamJava } from "../../../src/testing/conform/dialects/beam-java.ts";
import { explain } from "../../../src/testing/conform/explain.ts";
import { run } from "../../../src/testing/conform/judge.ts";
import type { Observation, ReportedField } from "../../../src/testing/conform/observation.ts";
import type { DialectRule } from "../../../src/testing/conform/rule.ts";
import type { TriggerJson } from "../../../src/triggers/trigger.ts";
import {
  bundle,
  caseOf,
  commonCases,
  faultsAreNoticed,
  recordedAnswers,
  rulesAreKnown,
} from "./dialect-suite.ts";

/** What the adapter reports. */
const fields = new Set<ReportedField>([
  "timestamp",
  "timing",
  "index",
  "onTimeIndex",
  "first",
  "last",
  "late",
  "closed",
  "unassigned",
  "outputWatermark",
  "hold",
  "empty",
]);

describe("the rules", () => {
  rulesAreKnown("beam-java", beamJava, recordedAnswers("beam-java"), fields);
});

function ruleNamed(name: string): DialectRule {
  const rule = beamJava.find((other) => other.name === name);
  if (rule === undefined) throw new Error(`no rule ${name}`);
  return rule;
}

describe("what a trigger becomes", () => {
  const count = (n: number): TriggerJson => ({ afterCount: n });
  const repeated = (trigger: TriggerJson): TriggerJson => ({ repeatedly: trigger });
  const watermark: TriggerJson = { afterWatermark: {} };
  const delay = (ms: number): TriggerJson => ({ afterProcessingTime: { delay: ms } });
  const or = (main: TriggerJson, end: TriggerJson): TriggerJson => ({
    orFinally: { main, finally: end },
  });

  test.each<[string, TriggerJson, TriggerJson | null]>([
    ["strict-deadlines", delay(5), delay(6)],
    ["strict-deadlines", { afterSynchronizedProcessingTime: {} }, delay(1)],
    [
      "strict-deadlines",
      repeated({ afterProcessingTime: { delay: 5, alignTo: { period: 10, offset: 9 } } }),
      repeated({ afterProcessingTime: { delay: 6, alignTo: { period: 10, offset: 0 } } }),
    ],
    ["strict-deadlines", count(5), null],
    ["end-that-repeats", or("default", "always"), repeated(or("default", "always"))],
    ["end-that-repeats", or("default", "default"), repeated(or("default", watermark))],
    ["end-that-repeats", or("always", repeated(count(2))), repeated(or("always", count(2)))],
    ["end-that-repeats", or(count(2), repeated(count(2))), null],
    ["end-that-repeats", or("always", count(2)), null],
    [
      "end-that-repeats",
      or("always", { afterWatermark: { early: count(2) } }),
      { afterWatermark: { early: or("always", count(2)) } },
    ],
    [
      "end-that-repeats",
      or("always", { afterEach: [count(2), "always"] }),
      { afterEach: [or("always", count(2)), repeated(or("always", "always"))] },
    ],
    [
      "early-late-root-reset",
      { afterWatermark: { early: { afterAll: [count(1), count(2)] } } },
      { afterWatermark: { early: { afterEach: [{ afterAll: [count(1), count(2)] }, "always"] } } },
    ],
    ["early-late-root-reset", { afterWatermark: { early: count(2) } }, null],
  ])("%s: %j", (name, trigger, expected) => {
    const rewritten = ruleNamed(name).rewrite?.(caseOf({ trigger })) ?? null;
    expect(rewritten?.strategy.trigger ?? null).toEqual(expected);
  });
});

describe("where truncation puts an element", () => {
  const stepsOf = (input: Case) => ruleNamed("truncates-below-the-offset").rewrite?.(input)?.steps;

  test("into the window that starts next", () => {
    expect(stepsOf(caseOf({}, bundle(-11)))).toEqual([{ elements: [[-11, -10, "k"]] }]);
  });

  test("stays, at a start or not a period before the offset", () => {
    expect(stepsOf(caseOf({}, bundle(-20, -10, 0, 3)))).toBeUndefined();
    expect(stepsOf(caseOf({ windows: "global" }, bundle(-11)))).toBeUndefined();
    expect(stepsOf(caseOf({ windows: { sessions: { gap: 5 } } }, bundle(-11)))).toBeUndefined();
  });
});

/** What a random case has shown beyond the minimal ones, with Java's answer to it. */
test("a session that a deadline has closed without a pane is hit like any other", () => {
  const input = caseOf(
    {
      windows: { sessions: { gap: 10 } },
      trigger: {
        orFinally: {
          main: { afterWatermark: { early: { afterCount: 1 } } },
          finally: { afterProcessingTime: { delay: 0 } },
        },
      },
      closing: "ifNonEmpty",
    },
    bundle(-20, -15),
    { processingTime: 0 },
    bundle(-20),
    bundle(-15),
  );
  const pane = { key: "k", timing: "early", index: 0, onTimeIndex: -1, first: true, last: false };
  const step = { late: 0, closed: 0, unassigned: 0, outputWatermark: -8.64e15, hold: null };
  const theirs = [
    {
      ...step,
      outputs: [{ ...pane, window: [-20, -5], value: [-20, -15], timestamp: -6 }],
      empty: false,
    },
    { ...step, outputs: [], empty: true },
    {
      ...step,
      outputs: [{ ...pane, window: [-20, -10], value: [-20], timestamp: -11 }],
      empty: false,
    },
    { ...step, outputs: [], closed: 1, hold: -6, empty: false },
  ] as readonly Observation[];
  const explanation = explain(input, theirs, { run, fields, rules: beamJava });
  expect(explanation.outcome === "explained" && explanation.rules.map(({ name }) => name)).toEqual([
    "strict-deadlines",
    "closed-session-is-hit",
  ]);
});

describe("what the rules do not excuse", () => {
  const cases: Readonly<Record<string, Case>> = {
    ...commonCases,
    "a delay": caseOf(
      { trigger: { repeatedly: { afterProcessingTime: { delay: 5 } } } },
      { processingTime: 0 },
      bundle(11),
      { processingTime: 6 },
    ),
    "negative times": caseOf({ windows: { fixed: { size: 10 } } }, bundle(-11, 3), {
      watermark: 10,
    }),
    "sliding windows": caseOf(
      { windows: { sliding: { size: 20, period: 10 } }, allowedLateness: 30 },
      bundle(1, 12),
      { watermark: 20 },
    ),
    "the global window": caseOf(
      { windows: "global", trigger: { repeatedly: { afterCount: 2 } } },
      bundle(1, 2),
      bundle(3),
    ),
  };
  faultsAreNoticed(beamJava, fields, cases, foretold);
});

/** What Beam Java makes of a case that only its rewriting rules have a part in. */
function foretold(input: Case): readonly Observation[] {
  return run(beamJava.reduce((changed, rule) => rule.rewrite?.(changed) ?? changed, input));
}
