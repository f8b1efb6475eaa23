import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Strategy } from "../../../src/panes/index.ts";
import type { CaseArbitraries } from "../../../src/testing/arbitraries/index.ts";
import { backends } from "../../../src/testing/backends.ts";
import type { Case, CaseStep, CaseStrategy } from "../../../src/testing/cases/case.ts";
import { allLaws, checkLaws, lawReportLines, laws } from "../../../src/testing/laws/index.ts";
import type { Backend } from "../../../src/testing/subject.ts";
import { parseTranscripts } from "../../../src/testing/transcript/parse.ts";
import { finishingPart } from "../../../src/triggers/safety.ts";
import { broken, panesBroken } from "./broken-engine.ts";

const withoutRetractions = panesBroken((pane) => (pane.retraction ? [] : pane));
const throwing: Backend = () => {
  throw new RangeError("no engine today");
};

/** The engine in memory, which keeps the strategies it is started with and the steps it is given. */
function watched(): {
  backend: Backend;
  strategies: Strategy<unknown, unknown>[];
  calls: string[];
} {
  const strategies: Strategy<unknown, unknown>[] = [];
  const calls: string[] = [];
  const around = broken(() => ({
    elements: (bundle) => {
      for (const { key, timestamp } of bundle) calls.push(`${String(key)} ${timestamp}`);
      return bundle;
    },
  }));
  return {
    strategies,
    calls,
    backend: (strategy) => {
      strategies.push(strategy);
      const subject = around(strategy);
      const advance = subject.advance.bind(subject);
      subject.advance = (to) => {
        calls.push(Object.keys(to).join(" "));
        advance(to);
      };
      return subject;
    },
  };
}

describe("a law", () => {
  test("says in its statement what its doc comment says", () => {
    const folder = new URL("../../../src/testing/laws/", import.meta.url);
    const source = readdirSync(folder)
      .map((file) => readFileSync(new URL(file, folder), "utf8"))
      .join("\n");
    const comments = new Map(
      [...source.matchAll(/\/\*\* Laws? ([\d and]+): (.*) \*\/\nexport function (\w+)/g)].map(
        ([, number, statement, name]) => [name, { number, statement }],
      ),
    );
    const all = allLaws(backends.memory);
    expect(new Set(all.map(({ name }) => name))).toEqual(new Set(Object.keys(laws)));
    expect(all.map(({ number }) => number)).toEqual(
      all.map(({ number }) => number).toSorted((a, b) => a - b),
    );
    for (const { name, number, statement } of all) {
      const comment = comments.get(name);
      expect({ name, statement }).toEqual({ name, statement: comment?.statement });
      expect(comment?.number?.split(" and ")).toContain(String(number));
    }
  });

  test("reports that it held", () => {
    const law = laws.paneNumbersHaveNoGaps(backends.memory);
    expect(law.run({ runs: 20, seed: 3 })).toEqual({
      number: 7,
      law: "paneNumbersHaveNoGaps",
      statement: law.statement,
      outcome: "held",
      runs: 20,
      skipped: 0,
      seed: 3,
      path: null,
      counterexample: null,
      why: null,
      shrinks: 0,
    });
    expect(() => law.check({ runs: 20 })).not.toThrow();
  });

  test("runs 300 cases from the same seed on if nothing else is said", () => {
    const { runs, seed } = laws.nothingIsLeft(backends.memory).run();
    expect({ runs, seed }).toEqual({ runs: 300, seed: 20_150_801 });
  });

  test("says with an error all there is to know of a case that breaks it", () => {
    const law = laws.retractionsSumToTruth(withoutRetractions);
    expect(() => law.check({ seed: 1 })).toThrowErrorMatchingInlineSnapshot(`
      [Error: broken 3 retractionsSumToTruth  8 runs
        Retractions are exact copies of what a pane replaces: adds less retractions are the final values.
        Broken: (k 0..10 = [1] at 9, early, index 0, onTimeIndex -1, first) stands beside (k 0..10 = [1] at 9, onTime, index 1, onTimeIndex 0, last)
        Again with: seed 1, path "7:0:0:0:4:0:0:0:0:0:0:0:0:0:0:0:0" (17 shrinks)
        name: retractionsSumToTruth
        windows: {fixed: {size: 10}}
        trigger: {afterWatermark: {early: {afterCount: 1}}}
        accumulation: retracting
        steps:
          - elements: [[1, 0]]
          - watermark: max]
    `);
  });

  test("prints the minimal case as a transcript that can be run", () => {
    const report = laws.retractionsSumToTruth(withoutRetractions).run({ seed: 1 });
    const lines = lawReportLines([report]);
    const from = lines.findIndex((line) => line.startsWith("  name: "));
    const yaml = lines.slice(from).map((line) => line.slice(2));
    const [transcript] = parseTranscripts(yaml.join("\n"), { file: "minimal.yaml" });
    expect(transcript).toMatchObject({
      name: "retractionsSumToTruth",
      strategy: { accumulation: "retracting" },
    });
    expect(transcript?.steps.length).toBe(report.counterexample?.steps.length);
  });

  test("leaves the counterexample as it was found if the run is to end there", () => {
    const law = laws.retractionsSumToTruth(withoutRetractions);
    const first = law.run({ seed: 1, endOnFailure: true });
    expect(first.shrinks).toBe(0);
    expect(first.counterexample!.steps.length).toBeGreaterThan(4);
    const again = law.run({ seed: 1, path: first.path!, endOnFailure: true });
    expect(again.counterexample).toEqual(first.counterexample);
  });

  test("is broken by an engine that throws", () => {
    for (const law of allLaws(throwing)) {
      const { counterexample, ...report } = law.run({ runs: 10 });
      expect(report).toMatchObject({
        outcome: "broken",
        why: "it throws RangeError: no engine today",
      });
      expect(counterexample?.steps.at(-1)).toEqual({ watermark: 8.64e15 });
      expect(counterexample?.steps.length).toBeLessThanOrEqual(2);
    }
  });
});

const plain: CaseStrategy = {
  windows: { fixed: { size: 10 } },
  trigger: { repeatedly: { afterCount: 1 } },
  accumulation: "retracting",
  allowedLateness: 5,
  closing: "ifNonEmpty",
  onTime: "ifNonEmpty",
  timestampCombiner: "endOfWindow",
  combine: "list",
};
const twoPanes: readonly CaseStep[] = [
  { elements: [[1, 3, "k"]] },
  { elements: [[2, 4, "k"]] },
  { watermark: 12 },
  { elements: [[3, 5, "k"]] },
];

describe("a single case", () => {
  const input: Case = { strategy: plain, steps: twoPanes };

  test("breaks a law, or does not", () => {
    expect(laws.retractionsSumToTruth(backends.memory).brokenBy(input)).toBeNull();
    expect(laws.retractionsSumToTruth(withoutRetractions).brokenBy(input)).toMatch(
      /^\(k 0\.\.10 = \[1\] at 9, early.* stands beside /,
    );
  });

  test("breaks no law that does not speak of it", () => {
    const discarding: Case = { ...input, strategy: { ...plain, accumulation: "discarding" } };
    expect(laws.retractionsSumToTruth(throwing).brokenBy(discarding)).toBeNull();
    expect(laws.sessionsAreSortedAndCut(throwing).brokenBy(input)).toBeNull();
    const global: Case = { ...input, strategy: { ...plain, windows: "global" } };
    expect(laws.timeShiftMovesTheOutput(throwing).brokenBy(global)).toBeNull();
    const finishing: Case = { ...input, strategy: { ...plain, trigger: { afterCount: 1 } } };
    expect(laws.splitBundlesChangeNoFinalValue(throwing).brokenBy(finishing)).toBeNull();
    const means: Case = {
      ...input,
      strategy: { ...plain, accumulation: "discarding", combine: "mean" },
    };
    expect(laws.splitBundlesChangeNoFinalValue(throwing).brokenBy(means)).toBeNull();
  });

  test("is brought to its end, and to what the law speaks of", () => {
    const { backend, calls } = watched();
    expect(laws.sessionsAreSortedAndCut(backend).brokenBy(sessionsOf(input))).toBeNull();
    expect(calls).toEqual(["k 3", "k 4", "watermark", "watermark"]);
  });
});

function sessionsOf({ steps }: Case): Case {
  return { steps, strategy: { ...plain, windows: { sessions: { gap: 3 } } } };
}

describe("a scope", () => {
  const narrow: CaseArbitraries = {
    strategies: {
      windows: { sliding: 0, sessions: 0, ruledSessions: 0, cumulate: 0, global: 0 },
      trigger: { depth: 2, weights: { afterProcessingTime: 0, alignedProcessingTime: 0 } },
      accumulation: { retracting: 0 },
      combine: { mean: 0 },
      allowedLateness: fc.constant(0),
    },
    scripts: { keys: ["a"], earliest: 100, latest: 150, maxSteps: 6, processingTime: false },
  };

  test("is all that an engine is asked", () => {
    const { backend, strategies, calls } = watched();
    const outcomes = allLaws(backend, { cases: narrow }).map((law) => {
      const { outcome } = law.run({ runs: 50 });
      return [law.name, outcome];
    });
    expect(Object.fromEntries(outcomes)).toEqual({
      ...Object.fromEntries(Object.keys(laws).map((name) => [name, "held"])),
      sessionsAreSortedAndCut: "untested",
      retractionsSumToTruth: "untested",
    });
    expect(new Set(strategies.map(({ windows }) => windows.kind))).toEqual(new Set(["fixed"]));
    expect(new Set(strategies.map(({ accumulation }) => accumulation))).toEqual(
      new Set(["discarding", "accumulating"]),
    );
    expect(strategies.some(({ combine }) => combine.name === "mean")).toBe(false);
    expect(JSON.stringify(strategies)).toContain("afterCount");
    expect(JSON.stringify(strategies)).not.toMatch(/afterProcessingTime"/);
    expect(new Set(calls.filter((call) => !/^a \d{3,}$/.test(call)))).toEqual(
      new Set(["watermark"]),
    );
  });

  test("keeps to what a law needs: triggers that never finish", () => {
    const { backend, strategies } = watched();
    laws.splitBundlesChangeNoFinalValue(backend).run({ runs: 200 });
    expect(strategies.every(({ trigger }) => finishingPart(trigger) === null)).toBe(true);
  });

  test("may draw strategies as it likes; what a law does not speak of is skipped", () => {
    const strategies = fc.constantFrom<CaseStrategy>(plain, { ...plain, windows: "global" });
    const report = laws
      .timeShiftMovesTheOutput(backends.memory, { cases: { strategies } })
      .run({ runs: 100 });
    expect(report).toMatchObject({ outcome: "held" });
    expect(report.runs + report.skipped).toBe(100);
    expect(report.skipped).toBeGreaterThan(20);
  });

  test.each<[string, CaseArbitraries]>([
    ["by its arbitrary", { strategies: fc.constant(plain) }],
    ["by its weights", { strategies: { windows: { sessions: 0 } } }],
    ["by a part's arbitrary", { strategies: { windows: fc.constant(plain.windows) } }],
  ])("can leave a law nothing to speak of, %s; then it has not held", (_, cases) => {
    const law = laws.sessionsAreSortedAndCut(backends.memory, { cases });
    expect(law.run({ runs: 10 })).toMatchObject({ outcome: "untested", runs: 0 });
    expect(() => law.check({ runs: 10 })).toThrow("None of the cases is one that it speaks of.");
  });

  test("is kept to in counterexamples", () => {
    const cases: CaseArbitraries = {
      strategies: fc.constant({ ...plain, allowedLateness: 30 }),
      scripts: { earliest: 200, latest: 300 },
    };
    const { counterexample } = laws
      .retractionsSumToTruth(withoutRetractions, { cases })
      .run({ seed: 5 });
    expect(counterexample?.strategy).toEqual({ ...plain, allowedLateness: 30 });
    const times = counterexample!.steps.flatMap((step) =>
      "elements" in step ? step.elements.map(([, timestamp]) => timestamp) : [],
    );
    expect(Math.min(...times)).toBeGreaterThanOrEqual(200);
    expect(times.length).toBe(2);
  });
});

describe("all laws at once", () => {
  test("hold of an engine, and report", () => {
    const reports = checkLaws(backends.memory, {
      runs: 5,
      seed: 9,
      only: ["equalsModel", "nothingIsLeft"],
    });
    expect(lawReportLines(reports)).toEqual([
      "ok 10 nothingIsLeft  5 runs",
      "ok 14 equalsModel    5 runs",
    ]);
    expect(checkLaws(backends.memory, { runs: 1 }).map(({ law }) => law)).toEqual(
      allLaws(backends.memory).map(({ name }) => name),
    );
  });

  test("and those that are broken do not keep the others from it", () => {
    const reports = checkLaws(withoutRetractions, { runs: 100 });
    expect(reports.filter(({ outcome }) => outcome !== "held").map(({ law }) => law)).toEqual([
      "retractionsSumToTruth",
      "equalsReference",
      "equalsModel",
    ]);
  });
});
