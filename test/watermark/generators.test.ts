import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bounded,
  formatInstant,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  monotonous,
  type PlainData,
  perfect,
  punctuated,
  type WatermarkStrategy,
  watermarkStrategyFromJson,
} from "../../src/watermark/index.ts";
import { law } from "../support/property.ts";
import { errorOf } from "./errors-of.ts";

/** The value is the watermark that the element announces. */
const marks = punctuated<number | null>({ name: "marks", version: 1, at: (_, mark) => mark });

/** The watermark after each element. */
function run<T>(strategy: WatermarkStrategy<T>, elements: readonly [number, T][]): number[] {
  const generator = strategy.start();
  return elements.map(([timestamp, value]) => {
    const after = generator.onElement(timestamp, value);
    expect(generator.watermark).toBe(after);
    return after;
  });
}

function over(strategy: WatermarkStrategy, timestamps: readonly number[]): number[] {
  return run(
    strategy,
    timestamps.map((timestamp) => [timestamp, null]),
  );
}

describe("watermarks after each element", () => {
  test.each<[WatermarkStrategy, number[], number[], string]>([
    [monotonous(), [3, 5, 4, 5, 9], [3, 5, 5, 5, 9], "the largest seen; it never goes back"],
    [monotonous(), [-7, -9], [-7, -7], "before the epoch"],
    [monotonous(), [MIN_TIMESTAMP], [MIN_TIMESTAMP], "the first instant says nothing new"],
    [
      bounded(4),
      [10, 6, 20, 15],
      [6, 6, 16, 16],
      "the largest minus the bound, no extra millisecond",
    ],
    [bounded("0s"), [3, 5, 4], [3, 5, 5], "a bound of zero is monotonous"],
    [bounded("1h"), [MIN_TIMESTAMP + 5], [MIN_TIMESTAMP], "not before the start of time"],
    [
      bounded(2 * MAX_TIMESTAMP),
      [MAX_TIMESTAMP - 1],
      [MIN_TIMESTAMP],
      "nor where the difference is inexact",
    ],
    [perfect([1, 2, 3]), [1, 2, 3], [2, 3, MAX_TIMESTAMP], "the next one, then the end of time"],
    [perfect([3, 1, 2]), [3, 1, 2], [1, 2, MAX_TIMESTAMP], "held by the smallest to come"],
    [perfect([1, 2, 3]), [2, 3, 1], [1, 1, MAX_TIMESTAMP], "in any order of arrival"],
    [
      perfect([5, 5, 7]),
      [5, 5, 7],
      [5, 7, MAX_TIMESTAMP],
      "one of two at the same time is to come",
    ],
    [perfect([new Date(5)]), [5], [MAX_TIMESTAMP], "dates count by their time"],
  ])("%s over %j: %j: %s", (strategy, timestamps, watermarks) => {
    expect(over(strategy, timestamps)).toEqual(watermarks);
  });

  test.each<[[number, number | null][], number[], number, string]>([
    [
      [
        [9, null],
        [9, 5],
      ],
      [MIN_TIMESTAMP, 5],
      0,
      "none until an element announces one",
    ],
    [
      [
        [9, 5],
        [9, 3],
        [9, 7],
      ],
      [5, 5, 7],
      1,
      "one that goes back is ignored and counted",
    ],
    [
      [
        [9, 5],
        [9, 5],
      ],
      [5, 5],
      0,
      "the same again is no regression",
    ],
    [[[9, MAX_TIMESTAMP]], [MAX_TIMESTAMP], 0, "the end of input may be announced"],
    [
      [
        [9, 5],
        [9, null],
      ],
      [5, 5],
      0,
      "an element without one changes nothing",
    ],
  ])("punctuated over %j: %j (%d ignored): %s", (elements, watermarks, ignored) => {
    expect(run(marks, elements)).toEqual(watermarks);
    const generator = marks.start();
    for (const [timestamp, value] of elements) generator.onElement(timestamp, value);
    expect(generator.regressions).toBe(ignored);
  });

  test("a punctuated watermark may look at the timestamp and be a Date", () => {
    const strategy = punctuated({ name: "own", version: "b", at: (t) => new Date(t - 1) });
    expect(over(strategy, [5])).toEqual([4]);
  });

  test("before any element there is none, and each start begins anew", () => {
    for (const strategy of [monotonous(), bounded(4), perfect([1, 2]), perfect([])]) {
      const generator = strategy.start();
      expect(generator.watermark).toBe(MIN_TIMESTAMP);
      expect(generator.regressions).toBe(0);
      if (strategy.kind === "perfect") continue;
      generator.onElement(100, null);
      expect(strategy.start().watermark).toBe(MIN_TIMESTAMP);
    }
  });
});

describe("a strategy is a value", () => {
  test.each<[WatermarkStrategy<never>, string, string, PlainData]>([
    [monotonous(), "monotonous", "monotonous", "monotonous"],
    [bounded("4h"), "bounded", "bounded(4h)", { bounded: 14_400_000 }],
    [bounded(0), "bounded", "bounded(0s)", { bounded: 0 }],
    [perfect([3, 1, 3]), "perfect", "perfect(1, 3, 3)", { perfect: [1, 3, 3] }],
    [
      marks,
      "punctuated",
      "punctuated(marks, version: 1)",
      { punctuated: { name: "marks", version: 1 } },
    ],
  ])("%s", (strategy, kind, text, json) => {
    expect(strategy.kind).toBe(kind);
    expect(String(strategy)).toBe(text);
    expect(strategy.toJSON()).toEqual(json);
    expect(Object.isFrozen(strategy)).toBe(true);
    if (kind === "punctuated") return;
    const copy = watermarkStrategyFromJson(JSON.parse(JSON.stringify(strategy)));
    expect(String(copy)).toBe(text);
    expect(copy.kind).toBe(kind);
  });

  test("the bound in JSON may be text", () => {
    expect(String(watermarkStrategyFromJson({ bounded: "90m" }))).toBe("bounded(1h30m)");
  });

  test.each<[unknown, string]>([
    ["bounded", "without a bound"],
    ["perfect", "without timestamps"],
    [null, "nothing"],
    [undefined, "nothing at all"],
    [5, "a number"],
    [{ fixed: [1] }, "a window function"],
    [{}, "no kind"],
    [{ bounded: 1, perfect: [] }, "two kinds"],
    [{ perfect: "1" }, "no list"],
    [{ monotonous: 1 }, "monotonous takes nothing"],
    [{ punctuated: { name: "marks", version: 1 } }, "a function is not data"],
  ])("%j is no strategy: %s", (json) => {
    const error = errorOf(() => watermarkStrategyFromJson(json));
    expect(error.code).toBe("INVALID_STRATEGY");
    expect(error.message).toContain(
      "is no watermark strategy. Use monotonous, {bounded: duration}",
    );
    expect(error.value).toBe(json);
  });

  test("a punctuated one says so", () => {
    expect(punctuated({ name: "own", version: 1, at: () => null }).kind).toBe("punctuated");
  });

  test("a perfect one keeps a copy of the timestamps", () => {
    const given = [2, 1];
    const strategy = perfect(given);
    given.push(0);
    expect(String(strategy)).toBe("perfect(1, 2)");
    expect(Object.isFrozen((strategy.toJSON() as { perfect: number[] }).perfect)).toBe(true);
  });
});

describe("refused", () => {
  test("a negative bound", () => {
    const error = errorOf(() => bounded(-1));
    expect(error.code).toBe("INVALID_DURATION");
    expect(error.message).toContain("The bound of out-of-orderness -1 is less than 0 ms");
  });

  test.each<[unknown, unknown, string]>([
    ["", 1, "no name"],
    [5, 1, "a name that is no text"],
    ["x", Number.NaN, "no version"],
    ["x", undefined, "no version at all"],
  ])("punctuated with name %j, version %j: %s", (name, version) => {
    const at = (): null => null;
    const error = errorOf(() => punctuated({ name, version, at } as never));
    expect(error.code).toBe("INVALID_STRATEGY");
    expect(error.message).toContain(
      "A custom watermark function needs a name and a version, not {",
    );
    expect(error.value).toEqual({ name, version });
  });

  test("punctuated without a function", () => {
    const error = errorOf(() => punctuated({ name: "x", version: 1, at: 5 } as never));
    expect(error.code).toBe("INVALID_STRATEGY");
    expect(error.message).toContain("The punctuated watermark x needs a function `at`, not 5.");
  });

  test("a punctuated watermark that is no instant; the state is as before", () => {
    const generator = marks.start();
    generator.onElement(1, 5);
    for (const bad of [1.5, Number.NaN, undefined, Number.POSITIVE_INFINITY]) {
      const error = errorOf(() => generator.onElement(1, bad as number));
      expect(error.code).toBe("INVALID_WATERMARK");
      expect(error.message).toContain("The watermark of punctuated(marks, version: 1)");
    }
    expect(generator.watermark).toBe(5);
  });

  test("an element that a perfect watermark does not know, or not once more", () => {
    const generator = perfect([1, 2]).start();
    generator.onElement(1, null);
    for (const unexpected of [1, 3]) {
      const error = errorOf(() => generator.onElement(unexpected, null));
      expect(error.code).toBe("INVALID_TIMESTAMP");
      expect(error.message).toContain(`The timestamp ${unexpected} is not among those`);
      expect(error.message).toContain("timestamps of the whole input");
    }
    expect(generator.watermark).toBe(2);
  });

  test("an element without a proper timestamp, whatever the strategy", () => {
    for (const strategy of [monotonous(), bounded(4), marks, perfect([1])]) {
      const generator = (strategy as WatermarkStrategy<null>).start();
      for (const bad of [1.5, Number.NaN, MAX_TIMESTAMP]) {
        expect(errorOf(() => generator.onElement(bad, null)).code).toBe("INVALID_TIMESTAMP");
      }
      expect(generator.watermark).toBe(MIN_TIMESTAMP);
    }
    expect(errorOf(() => perfect([MAX_TIMESTAMP])).code).toBe("INVALID_TIMESTAMP");
  });
});

describe("snapshots", () => {
  test.each<[string, WatermarkStrategy<number | null>, unknown, RegExp]>([
    ["no object", monotonous(), 5, /snapshot of a watermark generator is no object, but 5/],
    ["null", monotonous(), null, /is no object, but null/],
    ["a list", monotonous(), [], /is no object/],
    ["a field missing", monotonous(), { strategy: "monotonous" }, /lacks its field "largest"/],
    [
      "an inherited field",
      monotonous(),
      Object.assign(Object.create({ largest: 5 }) as object, { strategy: "monotonous" }),
      /lacks its field "largest"/,
    ],
    [
      "a field too many",
      monotonous(),
      { strategy: "monotonous", largest: 5, more: 1 },
      /unknown field "more"/,
    ],
    [
      "no instant",
      bounded(4),
      { strategy: "bounded(4ms)", largest: 1.5 },
      /largest .* 1.5 is no instant/,
    ],
    [
      "a watermark that is none",
      marks,
      { strategy: String(marks), watermark: "5", regressions: 0 },
      /The watermark "5" is no instant/,
    ],
    [
      "a negative count",
      marks,
      { strategy: String(marks), watermark: 5, regressions: -1 },
      /regressions -1 is no count/,
    ],
    [
      "half a count",
      marks,
      { strategy: String(marks), watermark: 5, regressions: 0.5 },
      /regressions 0.5 is no count/,
    ],
    ["nothing of marks", marks, {}, /snapshot of a watermark generator lacks/],
    ["nothing of perfect", perfect([1]), {}, /snapshot of a watermark generator lacks/],
    ["no list", perfect([1, 2]), { strategy: "perfect(1, 2)", toCome: 1 }, /to come 1 is no list/],
    ["too short", perfect([1, 2]), { strategy: "perfect(1, 2)", toCome: [1] }, /wrong length/],
    [
      "more to come than all",
      perfect([1, 2]),
      { strategy: "perfect(1, 2)", toCome: [1, 2] },
      /more than all/,
    ],
    [
      "less than nothing",
      perfect([1]),
      { strategy: "perfect(1)", toCome: [-1] },
      /number of elements to come -1 is no count/,
    ],
  ])("refused, and nothing changes: %s", (_, strategy, snapshot, message) => {
    const generator = strategy.start();
    generator.onElement(1, 5);
    const before = JSON.stringify(generator.snapshot());
    const error = errorOf(() => generator.restore(snapshot));
    expect(error.code).toBe("INVALID_SNAPSHOT");
    expect(error.message).toMatch(message);
    expect(JSON.stringify(generator.snapshot())).toBe(before);
  });

  test("of another strategy are refused by name", () => {
    const error = errorOf(() => bounded("1h").start().restore(bounded("4h").start().snapshot()));
    expect(error.code).toBe("STRATEGY_MISMATCH");
    expect(error.message).toContain('was taken under "bounded(4h)", not under "bounded(1h)"');
    expect(error.value).toBe("bounded(4h)");
    const renamed = punctuated({ name: "marks", version: 2, at: () => null });
    expect(errorOf(() => renamed.start().restore(marks.start().snapshot())).code).toBe(
      "STRATEGY_MISMATCH",
    );
    expect(errorOf(() => perfect([1]).start().restore({ strategy: 5, toCome: [] })).code).toBe(
      "STRATEGY_MISMATCH",
    );
  });

  test("-0 comes back as 0", () => {
    const generator = marks.start();
    generator.restore({ strategy: String(marks), watermark: -0, regressions: -0 });
    expect(Object.is(generator.watermark, 0)).toBe(true);
    expect(Object.is(generator.regressions, 0)).toBe(true);
  });
});

describe("laws", () => {
  const timestamp = fc.integer({ min: -20, max: 20 });
  const elements = fc.array(fc.tuple(timestamp, fc.option(timestamp)), { maxLength: 20 });
  const strategies = (
    list: readonly [number, number | null][],
  ): WatermarkStrategy<number | null>[] => [
    monotonous(),
    bounded(5),
    marks,
    perfect(list.map(([at]) => at)),
  ];

  law("a watermark never goes back", elements, (list) => {
    for (const strategy of strategies(list)) {
      let last = MIN_TIMESTAMP;
      for (const watermark of run(strategy, list)) {
        expect(watermark).toBeGreaterThanOrEqual(last);
        last = watermark;
      }
    }
  });

  law("taking a snapshot and going on from it elsewhere changes nothing", elements, (list) => {
    for (const strategy of strategies(list)) {
      let generator = strategy.start();
      const watermarks = list.map(([at, value]) => {
        const saved: unknown = JSON.parse(JSON.stringify(generator.snapshot()));
        const before = generator;
        generator = strategy.start();
        generator.restore(saved);
        expect(generator.watermark).toBe(before.watermark);
        return generator.onElement(at, value);
      });
      expect(watermarks).toEqual(run(strategy, list));
      const again = strategy.start();
      again.restore(generator.snapshot());
      expect(again.regressions).toBe(generator.regressions);
    }
  });

  law("restore takes the place of what was there", elements, (list) => {
    for (const strategy of strategies(list)) {
      const fresh = strategy.start().snapshot();
      const generator = strategy.start();
      for (const [at, value] of list) generator.onElement(at, value);
      generator.restore(fresh);
      expect(generator.snapshot()).toEqual(fresh);
      expect(list.map(([at, value]) => generator.onElement(at, value))).toEqual(
        run(strategy, list),
      );
    }
  });

  law("under a perfect watermark nothing is late, and no higher one would do", elements, (list) => {
    const timestamps = list.map(([at]) => at);
    for (const [at, watermark] of over(perfect(timestamps), timestamps).entries()) {
      const toCome = timestamps.slice(at + 1);
      expect(formatInstant(watermark)).toBe(formatInstant(Math.min(MAX_TIMESTAMP, ...toCome)));
    }
  });

  law("within the bound nothing is late", elements, (list) => {
    const generator = bounded(40).start();
    for (const [at] of list) {
      expect(at).toBeGreaterThanOrEqual(generator.watermark);
      generator.onElement(at, null);
    }
  });
});
