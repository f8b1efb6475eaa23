import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  anyBundle,
  bundles,
  cases,
  endOfTime,
  followedStreams,
  type ScriptOptions,
  scripts,
  streams,
} from "../../../src/testing/arbitraries/index.ts";
import { backends } from "../../../src/testing/backends.ts";
import {
  type Case,
  type CaseElement,
  type CaseStep,
  type CaseStrategy,
  clocksOfStep,
} from "../../../src/testing/cases/case.ts";
import { panesOf, play } from "../../../src/testing/cases/play.ts";
import { transcriptText } from "../../../src/testing/conform/transcript-of.ts";
import { draw, simplest } from "./draw.ts";

const elementsIn = (steps: readonly CaseStep[]): CaseElement[] =>
  steps.flatMap((step) => ("elements" in step ? step.elements : []));
const timesOf = (elements: readonly CaseElement[]): number[] =>
  elements.map(([, timestamp]) => timestamp);
const kindOf = (step: CaseStep): string => Object.keys(step).join();

/** How far each element is behind the latest one before it. */
function behind(elements: readonly CaseElement[]): number[] {
  let latest = Number.NEGATIVE_INFINITY;
  return timesOf(elements).map((timestamp) => {
    latest = Math.max(latest, timestamp);
    return latest - timestamp;
  });
}

describe("streams", () => {
  test("are out of order within bounds", () => {
    const drawn = draw(streams({ disorderMs: 4, lateOneIn: 0 })).flatMap(behind);
    expect(Math.max(...drawn)).toBe(4);
    expect(Math.max(...draw(streams({ disorderMs: 0, lateOneIn: 0 })).flatMap(behind))).toBe(0);
  });

  test("have late elements, as many and as late as wanted", () => {
    const drawn = draw(
      streams({ disorderMs: 4, lateOneIn: 5, latenessMs: 30, maxElements: 50 }),
    ).flatMap(behind);
    const late = drawn.filter((ms) => ms > 4);
    expect(Math.max(...late)).toBeLessThanOrEqual(34);
    expect(Math.max(...late)).toBeGreaterThan(30);
    expect(late.length / drawn.length).toBeGreaterThan(0.1);
    expect(late.length / drawn.length).toBeLessThan(0.22);
  });

  test("can be late throughout", () => {
    const all = { disorderMs: 0, lateOneIn: 1, latenessMs: 5, earliest: 0, stepMs: 1 };
    for (const elements of draw(streams(all)))
      for (const ms of behind(elements)) expect(ms).toBeLessThanOrEqual(5);
  });

  test("go on by steps from the earliest time, and have the given keys", () => {
    const drawn = draw(streams({ keys: ["a", "b"], earliest: 100, stepMs: 3, maxElements: 5 }));
    expect(new Set(drawn.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(new Set(drawn.flat().map(([, , key]) => key))).toEqual(new Set(["a", "b"]));
    for (const elements of drawn) {
      expect(Math.min(...timesOf(elements))).toBeGreaterThanOrEqual(100);
      expect(Math.max(...timesOf(elements))).toBeLessThanOrEqual(115);
    }
  });

  test("come in bundles that are the stream again, one after the other", () => {
    const sizes = new Set<number>();
    for (const [seed, elements] of draw(streams()).entries()) {
      for (const parts of fc.sample(bundles(elements), { numRuns: 3, seed })) {
        expect(parts.flat()).toEqual(elements);
        expect(parts.every(({ length }) => length > 0)).toBe(true);
        sizes.add(parts.length);
      }
    }
    expect(sizes.size).toBeGreaterThan(9);
    expect(fc.sample(bundles([]), 2)).toEqual([[], []]);
  });
});

describe("followed streams", () => {
  test("have a step of the clocks after every bundle; only late elements are behind it", () => {
    for (const steps of draw(followedStreams({ disorderMs: 6, lateOneIn: 0 }))) {
      let latest = Number.NEGATIVE_INFINITY;
      let watermark = Number.NEGATIVE_INFINITY;
      let processingTime = 0;
      for (const [at, step] of steps.entries()) {
        expect(kindOf(step)).toBe(at % 2 === 0 ? "elements" : "advanceTogether");
        if ("elements" in step) {
          for (const timestamp of timesOf(step.elements)) {
            expect(timestamp).toBeGreaterThanOrEqual(watermark);
            latest = Math.max(latest, timestamp);
          }
        } else {
          const clocks = clocksOfStep(step);
          expect(clocks.watermark).toBe(latest - 6);
          expect(clocks.processingTime).toBeGreaterThanOrEqual(processingTime);
          watermark = clocks.watermark!;
          processingTime = clocks.processingTime!;
        }
      }
    }
  });

  test("keep to the sizes they are given", () => {
    const drawn = draw(followedStreams({ maxElements: 20, maxBundle: 3, maxSteps: 7 }));
    expect(Math.max(...drawn.map(({ length }) => length))).toBe(6);
    expect(Math.max(...drawn.flat().map((step) => elementsIn([step]).length))).toBe(3);
  });
});

describe("scripts", () => {
  const kinds = ["elements", "watermark", "processingTime", "advanceTogether"];

  test("have steps of every kind", () => {
    expect(new Set(draw(scripts()).flat().map(kindOf))).toEqual(new Set(kinds));
  });

  test("have late data, clocks that stand or would go back, and clocks that always rise", () => {
    const behindBefore = draw(scripts()).map((steps) => {
      let watermark = Number.NEGATIVE_INFINITY;
      return steps.filter((step) => {
        const before = watermark;
        watermark = Math.max(watermark, clocksOfStep(step).watermark ?? watermark);
        return "elements" in step
          ? timesOf(step.elements).some((timestamp) => timestamp < before)
          : (clocksOfStep(step).watermark ?? before) < before;
      });
    });
    const share = (isCounted: (steps: CaseStep[]) => boolean): number =>
      behindBefore.filter(isCounted).length / behindBefore.length;
    expect(share((steps) => steps.some((step) => "elements" in step))).toBeGreaterThan(0.3);
    expect(share((steps) => steps.some((step) => !("elements" in step)))).toBeGreaterThan(0.15);
    expect(share((steps) => steps.every((step) => "elements" in step))).toBeGreaterThan(0.5);
  });

  test.each<ScriptOptions>([
    { keys: ["a"], earliest: 0, latest: 9, maxSteps: 5, maxBundle: 2 },
    { keys: ["a", "b"], earliest: 1_000, latest: 1_001, maxSteps: 1, maxBundle: 1 },
    { earliest: -1_000, latest: -900, maxSteps: 3, maxBundle: 10 },
    {},
  ])("keep to %j", (options) => {
    const {
      keys = ["k", "j"],
      earliest = -20,
      latest = 60,
      maxSteps = 14,
      maxBundle = 4,
    } = options;
    const drawn = draw(scripts(options));
    const elements = drawn.flatMap(elementsIn);
    expect(new Set(elements.map(([, , key]) => key))).toEqual(new Set(keys));
    expect(Math.min(...timesOf(elements))).toBe(earliest);
    expect(Math.max(...timesOf(elements))).toBe(latest);
    expect(Math.max(...drawn.map(({ length }) => length))).toBe(maxSteps);
    expect(Math.max(...drawn.flat().map((step) => elementsIn([step]).length))).toBe(maxBundle);
    const watermarks = drawn.flat().flatMap((step) => clocksOfStep(step).watermark ?? []);
    expect(Math.max(...watermarks)).toBeLessThanOrEqual(latest + 15);
  });

  test("can do without processing time", () => {
    const drawn = draw(scripts({ processingTime: false })).flat();
    expect(new Set(drawn.map(kindOf))).toEqual(new Set(["elements", "watermark"]));
  });

  test("of one bundle have elements", () => {
    for (const step of draw(anyBundle({ maxBundle: 3 }))) {
      expect(elementsIn([step]).length).toBeGreaterThanOrEqual(1);
      expect(elementsIn([step]).length).toBeLessThanOrEqual(3);
    }
  });

  test("shrink to one small step", () => {
    const hasElements = (steps: readonly CaseStep[]): boolean => elementsIn(steps).length > 0;
    expect(simplest(scripts(), hasElements)).toEqual([{ elements: [[1, 0, "k"]] }]);
    expect(simplest(followedStreams(), () => true)).toEqual([
      { elements: [[1, -20, "k"]] },
      { advanceTogether: { watermark: -30, processingTime: 0 } },
    ]);
  });
});

describe("cases", () => {
  const plain: CaseStrategy = {
    windows: { fixed: { size: 10, offset: 0 } },
    trigger: "default",
    accumulation: "discarding",
    allowedLateness: 0,
    closing: "ifNonEmpty",
    onTime: "always",
    timestampCombiner: "endOfWindow",
    combine: "list",
  };
  const minimal = (isWanted: (input: Case) => boolean): string =>
    transcriptText(simplest(cases(), isWanted), { name: "minimal" });
  const played = (input: Case) => panesOf(play(backends.memory, input));

  test("end at the end of time", () => {
    for (const { steps } of draw(cases())) expect(steps.at(-1)).toEqual(endOfTime);
  });

  test("take strategies and scripts from elsewhere", () => {
    const drawn = draw(cases({ strategies: fc.constant(plain), scripts: { maxSteps: 2 } }));
    for (const { strategy, steps } of drawn) {
      expect(strategy).toBe(plain);
      expect(steps.length).toBeLessThanOrEqual(3);
    }
    for (const { strategy } of draw(cases({ strategies: { combine: { list: 0 } } })))
      expect(strategy.combine).not.toBe("list");
  });

  test("shrink to a minimal case: a pane that is late", () => {
    const isLate = (input: Case) => played(input).some(({ timing }) => timing === "late");
    expect(minimal(isLate)).toMatchInlineSnapshot(`
      "name: minimal
      windows: {fixed: {size: 10}}
      allowedLateness: 5
      steps:
        - advanceTogether: {watermark: 40, processingTime: 0}
        - elements: [[1, 30]]
        - watermark: max
      "
    `);
  });

  test("shrink to a minimal case: two keys in one window", () => {
    const isShared = (input: Case) => new Set(played(input).map(({ key }) => key)).size > 1;
    expect(minimal(isShared)).toMatchInlineSnapshot(`
      "name: minimal
      windows: {fixed: {size: 10}}
      steps:
        - elements: [[1, 0, j], [1, 0]]
        - watermark: max
      "
    `);
  });

  test("shrink to a minimal case: sessions that merge after they have emitted panes", () => {
    const isMerged = (input: Case) => played(input).some(({ replaces }) => replaces.length > 0);
    expect(minimal(isMerged)).toMatchInlineSnapshot(`
      "name: minimal
      windows: {sessions: {gap: 10}}
      trigger: {repeatedly: always}
      steps:
        - elements: [[1, 0]]
        - elements: [[1, 1]]
        - watermark: max
      "
    `);
  });
});
