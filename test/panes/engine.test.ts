import { describe, expect, test } from "vitest";
import { combiner, count, list, sum } from "../../src/combine/index.ts";
import {
  type Batch,
  Engine,
  type Key,
  type Output,
  strategy,
  type StrategyOptions,
} from "../../src/panes/index.ts";
import { takeSnapshot } from "../../src/state/index.ts";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  always,
  never,
  repeatedly,
} from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import {
  customMergingWindows,
  customWindows,
  fixed,
  globalWindows,
  sessions,
  sliding,
  type Window,
} from "../../src/windows/index.ts";
import { errorOf, expectError } from "./expect-error.ts";

const tens = fixed(10);

/** An engine whose results are lines of text: `pane k 0..10 3` and `late k 1`. */
function engineOf<T = number, R = number>(
  options: Partial<StrategyOptions<T, R>> = {},
  output: Partial<Output<Key, T, R>> = {},
): { engine: Engine<Key, T, R>; lines: string[] } {
  const lines: string[] = [];
  const combine = (options.combine ?? sum()) as StrategyOptions<T, R>["combine"];
  const complete = {
    windows: tens,
    trigger: always(),
    allowUnsafeTriggers: true,
    ...options,
    combine,
  } as StrategyOptions<T, R>;
  const engine = new Engine<Key, T, R>(strategy<T, R>(complete), {
    onPane: ({ key, window, value }) =>
      lines.push(`pane ${String(key)} ${window.start}..${window.end} ${String(value)}`),
    onDropped: ({ reason, key, value }) => lines.push(`${reason} ${String(key)} ${String(value)}`),
    ...output,
  });
  return { engine, lines };
}

const stateOf = <T, R>(engine: Engine<Key, T, R>): string =>
  JSON.stringify([takeSnapshot(engine), engine.work, engine.nextDue]);

describe("bad arguments throw before anything has changed", () => {
  type Call = (engine: Engine<Key, number, number>) => void;
  const batch =
    (part: Partial<Batch<Key, number>>): Call =>
    (engine) =>
      engine.addBatch({ keys: ["k", "k"], values: [1, 2], timestamps: [1, 2], ...part });

  test.each<readonly [string, Call, string, string]>([
    ["INVALID_TIMESTAMP", (e) => e.add("k", 1, Number.NaN), "NaN", "no number"],
    ["INVALID_TIMESTAMP", (e) => e.add("k", 1, 1.5), "1.5", "half a millisecond"],
    ["INVALID_TIMESTAMP", (e) => e.add("k", 1, Number.POSITIVE_INFINITY), "Infinity", "no instant"],
    [
      "INVALID_TIMESTAMP",
      (e) => e.add("k", 1, MAX_TIMESTAMP),
      "end of time",
      "no element at the end of time",
    ],
    [
      "INVALID_TIMESTAMP",
      (e) => e.add("k", 1, new Date(MAX_TIMESTAMP)),
      "end of time",
      "not as a Date either",
    ],
    [
      "INVALID_TIMESTAMP",
      (e) => e.add("k", 1, MIN_TIMESTAMP - 1),
      "-8640000000000001",
      "before time",
    ],
    [
      "INVALID_TIMESTAMP",
      (e) => e.add("k", 1, new Date(Number.NaN)),
      "Date(NaN)",
      "an invalid Date",
    ],
    ["INVALID_TIMESTAMP", (e) => e.add("k", 1, "7" as never), '"7"', "text"],
    ["INVALID_TIMESTAMP", (e) => e.add("k", 1, 7n as never), "7n", "a bigint"],
    ["INVALID_TIMESTAMP", (e) => e.add("k", 1, undefined as never), "undefined", "nothing"],
    ["INVALID_KEY", (e) => e.add(undefined as never, 1, 1), "undefined", "no key"],
    ["INVALID_KEY", (e) => e.add(null as never, 1, 1), "null", "null"],
    [
      "INVALID_KEY",
      (e) => e.add({ id: 1 } as never, 1, 1),
      '{"id":1}',
      "objects are equal only to themselves",
    ],
    ["INVALID_KEY", (e) => e.add(Number.NaN, 1, 1), "NaN", "JSON has no NaN"],
    [
      "INVALID_KEY",
      (e) => e.add(Number.NEGATIVE_INFINITY, 1, 1),
      "-Infinity",
      "JSON has no infinity",
    ],
    [
      "INVALID_KEY",
      (e) => e.add(Symbol("s") as never, 1, 1),
      "Symbol(s)",
      "symbols have no text form",
    ],
    ["INVALID_VALUE", (e) => e.add("k", Number.NaN, 1), "NaN", "the combiner refuses it"],
    ["INVALID_VALUE", (e) => e.add("k", "3" as never, 1), '"3"', "a sum of texts"],
    [
      "INVALID_BATCH",
      batch({ keys: ["k"] }),
      "1 keys, 2 values and 2 timestamps",
      "a key is missing",
    ],
    [
      "INVALID_BATCH",
      batch({ values: [1, 2, 3] }),
      "2 keys, 3 values and 2 timestamps",
      "a value too many",
    ],
    [
      "INVALID_BATCH",
      batch({ timestamps: [] }),
      "2 keys, 2 values and 0 timestamps",
      "no timestamps",
    ],
    [
      "INVALID_TIMESTAMP",
      batch({ timestamps: [1, MAX_TIMESTAMP] }),
      "Element 1 of the batch",
      "the second element",
    ],
    [
      "INVALID_TIMESTAMP",
      batch({ timestamps: [0.5, 1] }),
      "Element 0 of the batch has the timestamp 0.5",
      "the first element",
    ],
    [
      "INVALID_TIMESTAMP",
      batch({ timestamps: [1, new Date(0)] as never }),
      "Element 1",
      "columns hold numbers",
    ],
    ["INVALID_KEY", batch({ keys: ["k", null as never] }), "null", "the second key"],
    [
      "INVALID_VALUE",
      batch({ values: [1, Number.POSITIVE_INFINITY] }),
      "Infinity",
      "the second value",
    ],
    [
      "INVALID_TIMESTAMP",
      (e) => e.advance({ watermark: 9, processingTime: 0.5 }),
      "processing time 0.5",
      "one bad clock: neither moves",
    ],
    ["INVALID_TIMESTAMP", (e) => e.advanceProcessingTime(Number.NaN), "NaN", "no number"],
  ])("%s %s %s: %s", (code, call, named, why) => {
    const options: Partial<StrategyOptions<number, number>> = {
      windows: sessions(10),
      trigger: repeatedly(afterProcessingTime(5)),
    };
    const { engine, lines } = engineOf(options);
    engine.advance({ watermark: 5, processingTime: 100 });
    engine.add("k", 1, 7);
    const before = stateOf(engine);
    expect(expectError(code as "INVALID_KEY", () => call(engine), named).code, why).toBe(code);
    expect(stateOf(engine), why).toBe(before);
    engine.add("k", 2, 8);
    engine.advanceProcessingTime(105);
    expect(lines, why).toEqual(["pane k 7..18 3"]);
  });

  test.each([
    [9.5],
    [Number.NaN],
    ["9" as never],
    [new Date(Number.NaN)],
    [null as never],
  ])("the watermark %s", (watermark) => {
    const { engine } = engineOf();
    const before = stateOf(engine);
    const { code } = errorOf(() => engine.advanceWatermark(watermark));
    expect(["INVALID_TIMESTAMP", "INVALID_WATERMARK"]).toContain(code);
    expect(stateOf(engine)).toBe(before);
  });

  test("a window function or a timestamp that is refused in the middle of a batch stops all of it", () => {
    const windows = customWindows<number>({
      name: "picky",
      version: 1,
      assign: (timestamp, value) =>
        value === 3 ? [{ start: 50, end: 60 }] : [{ start: timestamp, end: timestamp + 5 }],
    });
    const { engine, lines } = engineOf({ windows });
    const before = stateOf(engine);
    expectError("INVALID_ASSIGNMENT", () =>
      engine.addBatch({ keys: ["a", "b", "c"], values: [1, 2, 3], timestamps: [1, 2, 3] }),
    );
    expectError("INVALID_ASSIGNMENT", () => engine.add("a", 3, 3));
    expect(JSON.parse(stateOf(engine))[0]).toEqual(JSON.parse(before)[0]);
    engine.add("a", 2, 2);
    expect(lines).toEqual(["pane a 2..7 2"]);
  });
});

describe("accepted arguments", () => {
  test.each<readonly [Key, string]>([
    ["", "the empty text is a key"],
    [0, "so is zero"],
    [-1.5, "and any finite number"],
    [10n, "a bigint"],
    [false, "a boolean"],
  ])("key %s", (key, why) => {
    const { engine, lines } = engineOf();
    engine.add(key, 1, 1);
    expect(lines, why).toEqual([`pane ${String(key)} 0..10 1`]);
  });

  test("keys of different types are different keys", () => {
    const { engine } = engineOf({ trigger: never() });
    for (const key of ["1", 1, 1n, true, "true"]) engine.add(key, 1, 1);
    expect(engine.windows().map(({ key }) => key)).toEqual(["1", 1, 1n, true, "true"]);
  });

  test("dates count as their milliseconds", () => {
    const { engine, lines } = engineOf({ trigger: repeatedly(afterProcessingTime(5)) });
    engine.advance({ watermark: new Date(0), processingTime: new Date(100) });
    engine.add("k", 1, new Date(3));
    engine.advanceProcessingTime(new Date(105));
    engine.advanceWatermark(new Date(10));
    expect(lines).toEqual(["pane k 0..10 1", "pane k 0..10 0"]);
    expect([engine.watermark, engine.processingTime]).toEqual([10, 105]);
  });

  test.each([
    [tens, "[0,10)"],
    [sessions(10), "[0,10)"],
    [globalWindows(), "all of time"],
  ])("-0 is 0 in %s", (windows, why) => {
    const stamps: number[] = [];
    const { engine } = engineOf(
      { windows, timestampCombiner: "earliest" },
      { onPane: (pane) => stamps.push(pane.timestamp, pane.window.start) },
    );
    engine.add("k", 1, -0);
    engine.addBatch({ keys: ["j"], values: [1], timestamps: [-0] });
    engine.advance({ watermark: -0, processingTime: -0 });
    for (const stamp of [
      ...stamps,
      engine.watermark,
      engine.processingTime,
      engine.outputWatermark,
    ]) {
      expect(Object.is(stamp, -0), why).toBe(false);
    }
  });

  test("drops say 0, not -0", () => {
    const stamps: number[] = [];
    const { engine } = engineOf(
      { windows: sliding(2, { period: 10, offset: 5 }) },
      { onDropped: ({ timestamp }) => stamps.push(timestamp) },
    );
    engine.add("k", 1, -0);
    engine.addBatch({ keys: ["j"], values: [1], timestamps: [-0] });
    expect(stamps).toStrictEqual([0, 0]);
  });

  test("a batch may be of typed arrays, and may be empty", () => {
    const { engine, lines } = engineOf();
    engine.addBatch({
      keys: ["k", "k"],
      values: Float64Array.of(1.5, 2),
      timestamps: Float64Array.of(1, 11),
    });
    engine.addBatch({ keys: [], values: [], timestamps: [] });
    expect(lines).toEqual(["pane k 0..10 1.5", "pane k 10..20 2"]);
  });

  test("without onDropped drops are only counted", () => {
    const engine = new Engine<string, number, number>(strategy({ windows: tens, combine: sum() }), {
      onPane: () => {},
    });
    engine.advanceWatermark(10);
    engine.add("k", 1, 1);
    expect(engine.counters).toMatchObject({ read: 1, late: 1, accepted: 0 });
  });
});

describe("results are handed over after the step", () => {
  test.each<readonly [string, (engine: Engine<Key, number, number>) => void]>([
    ["add", (e) => e.add("k", 1, 1)],
    ["addBatch", (e) => e.addBatch({ keys: ["k"], values: [1], timestamps: [1] })],
    ["advanceWatermark", (e) => e.advanceWatermark(5)],
    ["advanceProcessingTime", (e) => e.advanceProcessingTime(5)],
  ])("a callback must not call %s", (_name, call) => {
    const errors: unknown[] = [];
    const attempt = (): void => {
      try {
        call(engine);
      } catch (error) {
        errors.push(error);
      }
    };
    const { engine } = engineOf(
      { windows: sliding(2, { period: 10 }) },
      { onPane: attempt, onDropped: attempt },
    );
    engine.add("k", 1, 1);
    engine.add("k", 1, 5);
    expect(errors).toHaveLength(2);
    for (const error of errors)
      expectError(
        "ENGINE_BUSY",
        () => {
          throw error;
        },
        "within one of its own callbacks",
      );
    expect(engine.counters).toMatchObject({ read: 2, accepted: 1, unassigned: 1 });
    engine.add("j", 1, 1);
  });

  test("a callback may look: the step is complete", () => {
    const looks: unknown[] = [];
    const { engine } = engineOf(
      { trigger: repeatedly(afterCount(1)) },
      {
        onPane: () =>
          looks.push([
            engine.counters.panes.early,
            engine.windows()[0]?.pending,
            engine.outputWatermark,
          ]),
      },
    );
    engine.advanceWatermark(5);
    engine.addBatch({ keys: ["a", "b"], values: [1, 2], timestamps: [6, 6] });
    expect(looks).toEqual([
      [2, 0, 5],
      [2, 0, 5],
    ]);
  });

  test("a callback that throws: the step stands, the rest comes with the next step, in order", () => {
    const lines: string[] = [];
    let angry = true;
    const { engine } = engineOf(
      {},
      {
        onPane({ key, value }) {
          if (key === "b" && angry) throw new Error("not now");
          lines.push(`${String(key)} ${value}`);
        },
      },
    );
    expect(() =>
      engine.addBatch({
        keys: ["a", "b", "c", "d"],
        values: [1, 2, 3, 4],
        timestamps: [1, 1, 1, 1],
      }),
    ).toThrow("not now");
    angry = false;
    expect(lines).toEqual(["a 1"]);
    expect(engine.counters).toMatchObject({ read: 4, accepted: 4, panes: { early: 4 } });
    engine.advanceWatermark(1);
    expect(lines).toEqual(["a 1", "c 3", "d 4"]);
    engine.add("e", 5, 1);
    expect(lines).toEqual(["a 1", "c 3", "d 4", "e 5"]);
  });

  test("one that throws for a drop likewise", () => {
    let calls = 0;
    const { engine, lines } = engineOf(
      { windows: sliding(2, { period: 10 }) },
      {
        onDropped() {
          calls += 1;
          throw new Error("no");
        },
      },
    );
    expect(() => engine.addBatch({ keys: ["a", "a"], values: [1, 2], timestamps: [5, 1] })).toThrow(
      "no",
    );
    expect([calls, lines]).toEqual([1, []]);
    engine.advanceProcessingTime(1);
    expect([calls, lines]).toEqual([1, ["pane a 0..2 2"]]);
  });
});

describe("a user's function that throws in the middle of a step", () => {
  const fragile = (part: "add" | "merge" | "extract" | "create") => {
    const calls = { create: 0 };
    const boom = (): never => {
      throw new Error(`${part} broke`);
    };
    return combiner<number, { total: number }, number>({
      name: "fragile",
      version: 1,
      create: () => (part === "create" && calls.create++ > 0 ? boom() : { total: 0 }),
      add: (acc, value) => {
        if (part === "add" && value === 13) boom();
        acc.total += value;
        return acc;
      },
      merge: (a, b) => (part === "merge" ? boom() : { total: a.total + b.total }),
      extract: ({ total }) => (part === "extract" && total === 13 ? boom() : total),
    });
  };

  function expectFailed(engine: Engine<Key, number, number>): void {
    expectError("ENGINE_FAILED", () => engine.add("z", 1, 1));
    expectError("ENGINE_FAILED", () => engine.addBatch({ keys: [], values: [], timestamps: [] }));
    expectError("ENGINE_FAILED", () => engine.advanceWatermark(1));
    expectError(
      "ENGINE_FAILED",
      () => engine.advanceProcessingTime(1),
      "threw in the middle of an earlier step",
    );
  }

  test("add, one element", () => {
    const { engine } = engineOf({ combine: fragile("add") });
    engine.add("k", 1, 1);
    expect(() => engine.add("k", 13, 1)).toThrow("add broke");
    expectFailed(engine);
  });

  test("add, in a batch", () => {
    const { engine, lines } = engineOf({ combine: fragile("add") });
    expect(() =>
      engine.addBatch({ keys: ["a", "b"], values: [1, 13], timestamps: [1, 1] }),
    ).toThrow("add broke");
    expect(lines).toEqual([]);
    expectFailed(engine);
  });

  test("add, in a session, alone and inside an open one", () => {
    for (const values of [[13], [1, 13]]) {
      const { engine } = engineOf({
        combine: fragile("add"),
        windows: sessions(10),
        trigger: never(),
      });
      for (const value of values.slice(0, -1)) engine.add("k", value, 1);
      expect(() => engine.add("k", 13, 1)).toThrow("add broke");
      expectFailed(engine);
    }
  });

  test("extract, when a clock moves", () => {
    const { engine } = engineOf({ combine: fragile("extract"), trigger: never() });
    engine.add("k", 13, 1);
    expect(() => engine.advanceWatermark(10)).toThrow("extract broke");
    expectFailed(engine);
  });

  test("create, for a new window", () => {
    const { engine } = engineOf({ combine: fragile("create") });
    expect(() => {
      engine.add("k", 1, 1);
      engine.add("j", 1, 1);
    }).toThrow("create broke");
    expectFailed(engine);
  });

  test("merge, when sessions become one", () => {
    const { engine } = engineOf({
      combine: fragile("merge"),
      windows: sessions(10),
      trigger: never(),
    });
    engine.add("k", 1, 0);
    engine.add("k", 2, 15);
    expect(() => engine.add("k", 3, 8)).toThrow("merge broke");
    expectFailed(engine);
  });

  test("a merge function that is refused for the second key of a batch", () => {
    const windows = customMergingWindows<number>({
      name: "picky",
      version: 1,
      assign: (timestamp) => [{ start: timestamp, end: timestamp + 10 }],
      merge(set) {
        const [first, ...others] = set as [Window, ...Window[]];
        if (first.start >= 100) return [{ parts: [{ start: 0, end: 1 }], result: first }];
        return others.length === 0
          ? []
          : [
              {
                parts: set,
                result: {
                  start: Math.min(...set.map(({ start }) => start)),
                  end: Math.max(...set.map(({ end }) => end)),
                },
              },
            ];
      },
    });
    const { engine } = engineOf({ windows, trigger: never() });
    engine.add("a", 1, 0);
    const before = JSON.stringify(takeSnapshot(engine));
    expectError("INVALID_MERGE", () =>
      engine.addBatch({ keys: ["a", "b"], values: [1, 1], timestamps: [5, 100] }),
    );
    // The state is as it was, or the engine says that it has failed.
    try {
      engine.advanceProcessingTime(1);
    } catch (error) {
      expect(error).toMatchObject({ code: "ENGINE_FAILED" });
      return;
    }
    expect(JSON.stringify({ ...takeSnapshot(engine), clocks: null })).toBe(
      JSON.stringify({ ...JSON.parse(before), clocks: null }),
    );
  });

  test("a timestamp combiner that returns no instant", () => {
    const timestampCombiner = {
      name: "odd",
      version: 1,
      assign: (timestamp: number) => timestamp / 2,
      combine: Math.min,
    };
    const { engine } = engineOf({ timestampCombiner });
    engine.add("k", 1, 2);
    expect(
      expectError(
        "INVALID_TIMESTAMP",
        () => engine.add("k", 1, 3),
        "The timestamp combiner odd returned 1.5",
      ).value,
    ).toBe(1.5);
    expectFailed(engine);
  });
});

describe("clocks", () => {
  test("going back is ignored and counted, standing still is neither", () => {
    const { engine } = engineOf();
    engine.advance({ watermark: 10, processingTime: 20 });
    engine.advance({ watermark: 9, processingTime: 19 });
    engine.advanceWatermark(10);
    engine.advanceProcessingTime(20);
    engine.advanceWatermark(MIN_TIMESTAMP);
    expect([engine.watermark, engine.processingTime]).toEqual([10, 20]);
    expect(engine.counters.regressions).toEqual({ watermark: 2, processingTime: 1 });
  });

  test("one clock may go on while the other is refused", () => {
    const { engine } = engineOf();
    engine.advance({ watermark: 10, processingTime: 20 });
    engine.advance({ watermark: 5, processingTime: 30 });
    expect([engine.watermark, engine.processingTime]).toEqual([10, 30]);
    engine.advance({});
    expect(engine.counters.regressions).toEqual({ watermark: 1, processingTime: 0 });
  });

  test("all begin at the beginning of time", () => {
    const { engine } = engineOf();
    expect([engine.watermark, engine.processingTime, engine.outputWatermark]).toEqual([
      MIN_TIMESTAMP,
      MIN_TIMESTAMP,
      MIN_TIMESTAMP,
    ]);
  });

  test("nextDue: the end, then the expiry, then nothing; deadlines apart", () => {
    const { engine } = engineOf({
      trigger: afterWatermark({ early: afterProcessingTime(5), late: afterCount(1) }),
      allowedLateness: 20,
    });
    const due = (): unknown[] => [engine.nextDue.watermark, engine.nextDue.processingTime];
    expect(due()).toEqual([null, null]);
    engine.advanceProcessingTime(100);
    engine.add("k", 1, 1);
    expect(due()).toEqual([10, 105]);
    engine.add("k", 1, 15);
    engine.add("j", 1, 2);
    expect(due()).toEqual([10, 105]);
    engine.advanceProcessingTime(105);
    expect(due()).toEqual([10, null]);
    engine.add("k", 1, 3);
    engine.advanceWatermark(10);
    // The end has cleared the deadline; that there is nothing to do shows when its time comes.
    expect(due()).toEqual([20, 110]);
    engine.advanceProcessingTime(110);
    expect(due()).toEqual([20, null]);
    engine.advanceWatermark(20);
    expect(due()).toEqual([30, null]);
    engine.advanceWatermark(30);
    expect(due()).toEqual([40, null]);
    engine.advanceWatermark(40);
    expect(due()).toEqual([null, null]);
    expect([engine.isEmpty, engine.windows()]).toEqual([true, []]);
  });

  test("a deadline of a session that was merged away wakes nobody", () => {
    const { engine, lines } = engineOf({
      windows: sessions(10),
      trigger: repeatedly(afterProcessingTime(5)),
    });
    engine.advanceProcessingTime(100);
    engine.add("k", 1, 0);
    engine.advanceProcessingTime(102);
    engine.add("k", 2, 5);
    expect(engine.nextDue).toEqual({ watermark: 15, processingTime: 105 });
    engine.advanceProcessingTime(105);
    expect(lines).toEqual(["pane k 0..15 3"]);
    expect(engine.nextDue.processingTime).toBeNull();
  });
});

describe("looking inside", () => {
  test("windows, of all keys and of one, in the order of first sight", () => {
    const { engine } = engineOf({ trigger: afterCount(2), allowedLateness: 5 });
    engine.add("b", 1, 11);
    engine.add("a", 1, 1);
    engine.add("b", 1, 1);
    engine.add("b", 1, 12);
    const view = (key?: Key): string[] =>
      engine
        .windows(key)
        .map(
          (w) =>
            `${String(w.key)} ${w.window.start}..${w.window.end} ${w.closed ? "closed" : "open"} ${w.pending} ${w.hold}`,
        );
    expect(view()).toEqual(["b 10..20 closed 0 null", "a 0..10 open 1 9", "b 0..10 open 1 9"]);
    expect(view("b")).toEqual(["b 10..20 closed 0 null", "b 0..10 open 1 9"]);
    expect(view("nobody")).toEqual([]);
    expect(engine.isEmpty).toBe(false);
    engine.advanceWatermark(15);
    expect(view()).toEqual(["b 10..20 closed 0 null"]);
    expect(engine.isEmpty).toBe(true);
  });

  test("the same of sessions", () => {
    const { engine } = engineOf({ windows: sessions(10), trigger: afterCount(2) });
    engine.add("b", 1, 20);
    engine.add("a", 1, 1);
    engine.add("b", 1, 0);
    engine.add("b", 1, 21);
    const view = (key?: Key): string[] =>
      engine
        .windows(key)
        .map((w) => `${String(w.key)} ${w.window.start}..${w.window.end} ${w.closed}`);
    expect(view()).toEqual(["a 1..11 false", "b 0..10 false", "b 20..31 true"]);
    expect(view("b")).toEqual(["b 0..10 false", "b 20..31 true"]);
    expect(view("nobody")).toEqual([]);
  });

  test.each<
    readonly [Partial<StrategyOptions<number, number>>, readonly (number | null)[], string]
  >([
    [{}, [9, 29, 29, null], "the end; late data holds nothing back and shows at expiry"],
    [
      { closing: "always" },
      [9, 29, 29, null],
      "an empty closing pane is due, so the window holds at its expiry though it has no data",
    ],
    [{ timestampCombiner: "earliest" }, [3, 29, 29, null], "the earliest element, until the end"],
  ])("earliestHold %j", (options, expected, why) => {
    const { engine } = engineOf({
      trigger: afterWatermark({ late: afterCount(9) }),
      allowedLateness: 20,
      ...options,
    });
    const holds: unknown[] = [];
    const look = (): unknown => holds.push(engine.earliestHold());
    engine.add("k", 1, 3);
    engine.add("j", 1, 15);
    look();
    engine.advanceWatermark(10);
    engine.add("k", 1, 3);
    holds.push(engine.earliestHold("k"));
    engine.advanceWatermark(20);
    look();
    expect(engine.earliestHold("nobody")).toBeNull();
    engine.advanceWatermark(MAX_TIMESTAMP);
    look();
    expect(holds, why).toEqual(expected);
  });

  test("counters add up, by reason and by timing", () => {
    const { engine } = engineOf({
      windows: sliding(10, { period: 5 }),
      trigger: afterWatermark({ early: afterCount(1), late: afterCount(1) }),
      allowedLateness: 5,
      accumulation: "retracting",
    });
    engine.add("k", 1, 1);
    engine.advanceWatermark(10);
    engine.add("k", 1, 1);
    engine.advanceWatermark(13);
    engine.add("k", 1, -40);
    expect(engine.counters).toEqual({
      read: 3,
      unassigned: 0,
      assigned: 3,
      assignments: 6,
      accepted: 3,
      late: 3,
      closed: 0,
      unfired: 0,
      panes: { early: 2, onTime: 2, late: 1 },
      retractions: 3,
      regressions: { watermark: 0, processingTime: 0 },
    });
  });

  test.each([
    ["fixed windows", fixed(10), 3],
    ["overlapping windows", sliding(10, { period: 5 }), 6],
    ["sessions", sessions(3), 3],
  ])("elements given up under closing: never are counted in %s", (_, windows, unfired) => {
    for (const only of [null, "general"] as const) {
      const engine = new Engine(
        strategy({
          windows,
          trigger: repeatedly(afterCount(2)),
          closing: "never",
          combine: sum(),
        }),
        { onPane: () => {} },
        only,
      );
      for (const at of [1, 2, 3, 11, 12, 13, 21]) engine.add("k", 1, at);
      engine.advanceWatermark(MAX_TIMESTAMP);
      expect([only, engine.counters.unfired]).toEqual([only, unfired]);
      expect(engine.isEmpty).toBe(true);
    }
  });

  test("work is counted in operations", () => {
    const { engine } = engineOf({
      windows: sessions(10),
      trigger: repeatedly(afterProcessingTime(5)),
    });
    engine.advanceProcessingTime(100);
    engine.add("k", 1, 0);
    engine.add("k", 1, 15);
    engine.add("k", 1, 8);
    expect(engine.work).toMatchObject({
      adds: 3,
      merges: 1,
      cellsMade: 3,
      timersFired: 0,
      asked: 3,
    });
    engine.advanceProcessingTime(105);
    expect(engine.work).toMatchObject({ timersFired: 1, asked: 4 });
    engine.advanceWatermark(25);
    expect(engine.work).toMatchObject({ timersFired: 2, adds: 3 });
  });

  test("what costs nothing costs nothing: a watermark that passes no due time", () => {
    const { engine } = engineOf({ trigger: afterWatermark() });
    for (let key = 0; key < 1000; key++) engine.add(key, 1, 1);
    const { timersSet, timersFired, asked, cellReads } = engine.work;
    engine.advanceWatermark(5);
    engine.advanceWatermark(9);
    expect(engine.work).toMatchObject({ timersSet, timersFired, asked, cellReads });
    expect(timersSet).toBe(1);
  });
});

describe("panes are values", () => {
  test("an accumulating list that a consumer changes is not the engine's", () => {
    const values: number[][] = [];
    const { engine } = engineOf<number, number[]>(
      { combine: list<number>(), accumulation: "accumulating", trigger: always() },
      { onPane: ({ value }) => values.push(value) },
    );
    engine.add("k", 1, 1);
    values[0]?.push(99);
    engine.add("k", 2, 1);
    expect(values).toEqual([
      [1, 99],
      [1, 2],
    ]);
  });

  test("count takes any value", () => {
    const { engine, lines } = engineOf<unknown>({ combine: count() });
    engine.add("k", undefined, 1);
    engine.add("k", Number.NaN, 1);
    expect(lines).toEqual(["pane k 0..10 1", "pane k 0..10 1"]);
  });
});
