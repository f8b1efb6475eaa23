import { describe, expect, test } from "vitest";
import { type Codec, combiner, count, type Json, list, sum } from "../../src/combine/index.ts";
import { Engine, type Key, strategy, type StrategyOptions } from "../../src/panes/index.ts";
import { apply, restoreEngine, SNAPSHOT_VERSION, takeSnapshot } from "../../src/state/index.ts";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  never,
  repeatedly,
} from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP } from "../../src/watermark/index.ts";
import { customWindows, fixed, globalWindows, sessions, sliding } from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";
import { after, Recorder, richRuns, start } from "./rich-run.ts";

describe.each(Object.entries(richRuns))("a snapshot of %s", (_name, run) => {
  test("at any point, through text: what follows is the same, byte for byte", () => {
    const script = [...run.before, ...after];
    const whole = start(run);
    for (const event of script) apply(whole.engine, event);
    for (let at = 0; at <= script.length; at++) {
      const first = start(run);
      for (const event of script.slice(0, at)) apply(first.engine, event);
      const text = JSON.stringify(takeSnapshot(first.engine));
      const second = restoreEngine(run.strategy, JSON.parse(text), first.recorder);
      expect(JSON.stringify(takeSnapshot(second)), `after ${at} steps`).toBe(text);
      expect(second.nextDue.watermark).toBe(first.engine.nextDue.watermark);
      for (const event of script.slice(at)) apply(second, event);
      expect(first.recorder.results, `after ${at} steps`).toStrictEqual(whole.recorder.results);
      expect(second.counters).toEqual(whole.engine.counters);
    }
  });

  test("shares nothing with the engine, neither when it is taken nor when it is restored", () => {
    const { engine } = start(run);
    for (const event of run.before) apply(engine, event);
    const snapshot = takeSnapshot(engine);
    const text = JSON.stringify(snapshot);
    const other = restoreEngine(run.strategy, snapshot, new Recorder());
    for (const event of after) apply(engine, event);
    expect(JSON.stringify(snapshot)).toBe(text);
    for (const event of after) apply(other, event);
    expect(JSON.stringify(snapshot)).toBe(text);
  });
});

describe("the form of a snapshot", () => {
  const engineOf = (options: Partial<StrategyOptions<number, number>> = {}) =>
    new Engine<Key, number, number>(strategy({ windows: fixed(10), combine: sum(), ...options }), {
      onPane: () => {},
    });

  test("of an engine that has seen one element", () => {
    const engine = engineOf({ trigger: repeatedly(afterProcessingTime(5)) });
    engine.advance({ watermark: 3, processingTime: 100 });
    engine.add("k", 7, 4);
    expect(takeSnapshot(engine)).toStrictEqual({
      format: "tidemark",
      version: 1,
      strategy: {
        windows: { fixed: { size: 10, offset: 0 } },
        trigger: { repeatedly: { afterProcessingTime: { delay: 5 } } },
        accumulation: "discarding",
        allowedLateness: 0,
        onTime: "always",
        closing: "ifNonEmpty",
        timestampCombiner: "endOfWindow",
        combine: { name: "sum", version: 1 },
      },
      clocks: { watermark: 3, processingTime: 100, outputWatermark: 3 },
      counters: {
        read: 1,
        unassigned: 0,
        assigned: 1,
        assignments: 1,
        accepted: 1,
        late: 0,
        closed: 0,
        unfired: 0,
        panes: { early: 0, onTime: 0, late: 0 },
        retractions: 0,
        regressions: { watermark: 0, processingTime: 0 },
      },
      sequence: 1,
      cells: [
        {
          key: "k",
          window: [0, 10],
          order: 0,
          accumulator: 7,
          fresh: 1,
          hold: 9,
          trigger: [0, 0, 0, 105],
        },
      ],
    });
    expect(SNAPSHOT_VERSION).toBe(1);
  });

  test("a closed window leaves its mark, an expired one nothing", () => {
    const engine = engineOf({ trigger: afterCount(1), allowUnsafeTriggers: true });
    engine.add("k", 7, 4);
    expect(takeSnapshot(engine).cells).toEqual([
      { key: "k", window: [0, 10], order: 0, closed: true },
    ]);
    engine.advanceWatermark(10);
    expect(takeSnapshot(engine).cells).toEqual([]);
  });

  test("late stays late: the clocks are in it", () => {
    const engine = engineOf();
    engine.advanceWatermark(MAX_TIMESTAMP);
    const drops: unknown[] = [];
    const restored = restoreEngine(
      engine.strategy,
      JSON.parse(JSON.stringify(takeSnapshot(engine))),
      {
        onPane: () => {},
        onDropped: (dropped) => drops.push(dropped.reason),
      },
    );
    restored.add("k", 1, 4);
    expect(drops).toEqual(["late"]);
  });
});

describe("keys", () => {
  test("of every type, and of equal text, come back as they were, in order", () => {
    const keys: readonly Key[] = [
      "1",
      1,
      1n,
      true,
      "true",
      "",
      -0.5,
      -(10n ** 30n),
      false,
      "__proto__",
      "constructor",
      2 ** 53,
    ];
    for (const windows of [fixed(10), sessions(10)]) {
      const it = strategy<number, number>({ windows, combine: sum() });
      const engine = new Engine<Key, number, number>(it, { onPane: () => {} });
      for (const key of keys) engine.add(key, 1, 1);
      const panes: Key[] = [];
      const restored = restoreEngine<Key, number, number>(
        it,
        JSON.parse(JSON.stringify(takeSnapshot(engine))),
        { onPane: ({ key }) => panes.push(key) },
      );
      restored.advanceWatermark(MAX_TIMESTAMP);
      expect(panes).toStrictEqual(keys);
    }
  });

  test.each([
    [{ bigint: "x" }],
    [{ bigint: 1 }],
    [{ bigint: "1.5" }],
    [{ bigint: "" }],
    [{ bigint: "9".repeat(4001) }],
    [{}],
    [null],
    [[]],
    [undefined],
    [Object.create({ bigint: "1" })],
    [Number.NaN],
  ])("the record %o is none", (key) => {
    const engine = new Engine<Key, number, number>(
      strategy({ windows: fixed(10), combine: sum() }),
      { onPane: () => {} },
    );
    engine.add("k", 1, 1);
    const snapshot = takeSnapshot(engine);
    const hostile = { ...snapshot, cells: [{ ...snapshot.cells[0], key }] };
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(engine.strategy, hostile, { onPane: () => {} }),
      "cells[0].key",
    );
  });
});

describe("damage is named by its place", () => {
  const run = richRuns["sessions, retracting, merged, owed and closed"]!;
  const snapshotWith = (change: (snapshot: never) => void): unknown => {
    const { engine } = start(run);
    for (const event of run.before) apply(engine, event);
    const snapshot = JSON.parse(JSON.stringify(takeSnapshot(engine)));
    change(snapshot as never);
    return snapshot;
  };
  type Loose = Record<string, never> & {
    cells: Record<string, unknown>[];
    clocks: Record<string, unknown>;
    counters: Record<string, Record<string, unknown>>;
  };
  const open = (snapshot: Loose): Record<string, never> =>
    snapshot.cells.find(
      (cell) => cell["past"] !== undefined && cell["closed"] === undefined,
    ) as never;

  test.each<readonly [string, (snapshot: Loose) => unknown, string]>([
    ["At format", (s) => Object.assign(s, { format: "tidemarks" }), "another program's file"],
    [
      "At version the snapshot has 2 where 1 is expected",
      (s) => Object.assign(s, { version: 2 }),
      "a later version's",
    ],
    ["At version", (s) => delete s["version"], "none"],
    ["At strategy", (s) => Object.assign(s, { strategy: null }), "no strategy"],
    ["At strategy", (s) => Object.assign(s, { strategy: [] }), "a list"],
    ["At clocks the snapshot", (s) => delete (s as { clocks?: unknown }).clocks, "no clocks"],
    ["At clocks.watermark", (s) => delete s.clocks["watermark"], "no watermark"],
    [
      "At clocks.processingTime",
      (s) => Object.assign(s.clocks, { processingTime: 0.5 }),
      "half a millisecond",
    ],
    [
      "At clocks.outputWatermark",
      (s) => Object.assign(s.clocks, { outputWatermark: null }),
      "null",
    ],
    [
      "At clocks.heldSince the snapshot",
      (s) => Object.assign(s.clocks, { heldSince: 5 }),
      "one clock of two",
    ],
    [
      "At clocks.heldSince.processingTime",
      (s) => Object.assign(s.clocks, { heldSince: { watermark: 0 } }),
      "no processing time",
    ],
    ["At counters the snapshot", (s) => Object.assign(s, { counters: 1 }), "no counters"],
    ["At counters.read", (s) => Object.assign(s.counters, { read: -1 }), "less than none"],
    [
      "At counters.unassigned",
      (s) => Object.assign(s.counters, { unassigned: 0.5 }),
      "half an element",
    ],
    ["At counters.assignments", (s) => delete s.counters["assignments"], "none"],
    ["At counters.late", (s) => Object.assign(s.counters, { late: "0" }), "text"],
    [
      "At counters.closed",
      (s) => Object.assign(s.counters, { closed: 2 ** 53 }),
      "no longer exact",
    ],
    ["At counters.retractions", (s) => delete s.counters["retractions"], "none"],
    ["At counters.panes the snapshot", (s) => Object.assign(s.counters, { panes: [] }), "a list"],
    ["At counters.panes.early", (s) => delete s.counters["panes"]?.["early"], "none"],
    ["At counters.panes.onTime", (s) => delete s.counters["panes"]?.["onTime"], "none"],
    ["At counters.panes.late", (s) => delete s.counters["panes"]?.["late"], "none"],
    [
      "At counters.regressions.watermark",
      (s) => delete s.counters["regressions"]?.["watermark"],
      "none",
    ],
    [
      "At counters.regressions.processingTime",
      (s) => delete s.counters["regressions"]?.["processingTime"],
      "none",
    ],
    ["At sequence", (s) => Object.assign(s, { sequence: -1 }), "less than none"],
    ["At cells the snapshot", (s) => Object.assign(s, { cells: {} }), "a list is needed"],
    ["At cells[0] the snapshot has null", (s) => (s.cells[0] = null as never), "no cell"],
    ["At cells[1].order", (s) => s.cells.reverse(), "out of order"],
    [
      "At cells[0].order",
      (s) => Object.assign(s, { sequence: 0 }),
      "a number that was never given out",
    ],
    [
      "At cells[1] the snapshot has",
      (s) =>
        s.cells.splice(1, 0, { ...s.cells[0], order: (s.cells[0]?.["order"] as number) + 0.25 }),
      "no whole order",
    ],
    [
      "At cells[0].window",
      (s) => Object.assign(s.cells[0]!, { window: [10, 10] }),
      "an empty window",
    ],
    [
      "At cells[0].window",
      (s) => Object.assign(s.cells[0]!, { window: [0, 10, 20] }),
      "three bounds",
    ],
    [
      "At cells[0].window",
      (s) => Object.assign(s.cells[0]!, { window: [0, 8.64e15 + 2] }),
      "beyond time",
    ],
    ["At cells[0].window", (s) => Object.assign(s.cells[0]!, { window: "0..10" }), "text"],
    [".closed", (s) => Object.assign(s.cells[0]!, { closed: false }), "true or absent"],
    [".accumulator", (s) => delete open(s)["accumulator"], "no accumulator"],
    [".fresh", (s) => Object.assign(open(s), { fresh: -1 }), "less than none"],
    [".hold", (s) => Object.assign(open(s), { hold: "9" }), "text"],
    [
      ".trigger the snapshot",
      (s) => Object.assign(open(s), { trigger: [0, 0] }),
      "a state of another trigger",
    ],
    [
      ".trigger[1]",
      (s) => Object.assign(open(s), { trigger: [0, 0.5, 0, 0, 0, 0, 0, 0] }),
      "half a count",
    ],
    [".past the snapshot", (s) => Object.assign(open(s), { past: 1 }), "no past"],
    [".past.index", (s) => Object.assign(open(s)["past"]!, { index: -2 }), "before the first"],
    [".past.onTimeIndex", (s) => Object.assign(open(s)["past"]!, { onTimeIndex: null }), "null"],
    [
      ".past.emitted the snapshot",
      (s) => Object.assign(open(s)["past"]!, { emitted: 1 }),
      "no pane",
    ],
    [
      ".past.emitted",
      (s) => delete (open(s)["past"] as unknown as { emitted?: unknown }).emitted,
      "null or a pane",
    ],
    [
      ".past.owed the snapshot",
      (s) => Object.assign(open(s)["past"]!, { owed: {} }),
      "a list is needed",
    ],
    [".past.owed[0]", (s) => Object.assign(open(s)["past"]!, { owed: [1] }), "no pane"],
    [
      ".past.replaces the snapshot",
      (s) => Object.assign(open(s)["past"]!, { replaces: null }),
      "a list is needed",
    ],
    [".past.replaces[0]", (s) => Object.assign(open(s)["past"]!, { replaces: [[1]] }), "no window"],
  ])("%s: %o", (named, change, why) => {
    const hostile = snapshotWith((snapshot) => void change(snapshot));
    expect(
      expectError(
        "INVALID_SNAPSHOT",
        () => restoreEngine(run.strategy, hostile, new Recorder()),
        named.startsWith("At cells[1] ") ? "cells[1].order" : named,
      ).message,
      why,
    ).toContain("snapshot");
  });

  const pane = {
    window: [0, 10],
    value: 1,
    timestamp: 9,
    timing: "early",
    index: 0,
    onTimeIndex: -1,
    last: false,
    replaces: [],
  };
  test.each<readonly [string, Record<string, unknown>]>([
    ["window", { window: [0] }],
    ["value", { value: undefined }],
    ["timestamp", { timestamp: Number.NaN }],
    ["timing", { timing: "unknown" }],
    ["index", { index: -1 }],
    ["onTimeIndex", { onTimeIndex: -2 }],
    ["last", { last: 0 }],
    ["replaces", { replaces: {} }],
    [
      "replaces[1]",
      {
        replaces: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
  ])("an owed pane with a bad %s", (name, part) => {
    const hostile = snapshotWith((snapshot) =>
      Object.assign(open(snapshot)["past"]!, { owed: [pane, { ...pane, ...part }] }),
    );
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(run.strategy, hostile, new Recorder()),
      `.past.owed[1].${name} `,
    );
  });

  test.each(["early", "onTime", "late"])("an owed pane may be %s", (timing) => {
    const sound = snapshotWith((snapshot) =>
      Object.assign(open(snapshot)["past"]!, { owed: [{ ...pane, timing }] }),
    );
    expect(() => restoreEngine(run.strategy, sound, new Recorder())).not.toThrow();
  });

  test("two cells of one key and window", () => {
    const hostile = snapshotWith((s: never) => {
      const { cells } = s as Loose;
      const last = cells.at(-1) as Record<string, unknown>;
      cells.push({ ...last, order: (last["order"] as number) + 1 });
      Object.assign(s, { sequence: (last["order"] as number) + 2 });
    });
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(run.strategy, hostile, new Recorder()),
      "a cell of its own",
    );
  });

  test("windows after the end of time", () => {
    const hostile = snapshotWith((s: never) =>
      Object.assign((s as Loose).clocks, { watermark: MAX_TIMESTAMP }),
    );
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(run.strategy, hostile, new Recorder()),
      "a window that has not expired",
    );
  });

  test.each([[null], [undefined], [7], ["{}"], [[]], [() => {}]])("%s is no snapshot", (input) => {
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(run.strategy, input, new Recorder()),
      "At the snapshot",
    );
  });

  test("inherited fields do not count", () => {
    const { engine } = start(run);
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(run.strategy, Object.create(takeSnapshot(engine)), new Recorder()),
      "format",
    );
  });
});

describe("another strategy", () => {
  const base = {
    windows: fixed(10),
    trigger: afterWatermark({ late: afterCount(1) }),
    combine: sum(),
  } as const;
  const custom = (name: string, version: number) =>
    customWindows<number>({ name, version, assign: () => [] });
  const stamp = (version: number) => ({
    name: "mine",
    version,
    assign: (t: number) => t,
    combine: Math.min,
  });

  test.each<
    readonly [
      Partial<StrategyOptions<number, never>>,
      Partial<StrategyOptions<number, never>>,
      string,
    ]
  >([
    [{ windows: fixed(20) }, {}, "windows.fixed.size is 20 in the snapshot and 10 here"],
    [
      { windows: fixed(10, { offset: 1 }) },
      {},
      "windows.fixed.offset is 1 in the snapshot and 0 here",
    ],
    [
      { windows: sliding(10, { period: 5 }) },
      {},
      'windows.sliding is {"size":10,"period":5,"offset":0} in the snapshot and null here',
    ],
    [{ windows: globalWindows() }, {}, 'windows is "global" in the snapshot'],
    [
      { windows: custom("w", 1) },
      { windows: custom("w", 2) },
      "windows.custom.version is 1 in the snapshot and 2 here",
    ],
    [
      { windows: custom("v", 1) },
      { windows: custom("w", 1) },
      'windows.custom.name is "v" in the snapshot and "w" here',
    ],
    [{ trigger: never() }, {}, 'trigger is "never" in the snapshot'],
    [
      { trigger: afterWatermark({ late: afterCount(2) }) },
      {},
      "trigger.afterWatermark.late.afterCount is 2 in the snapshot and 1 here",
    ],
    [
      { trigger: afterWatermark({ early: afterCount(1), late: afterCount(1) }) },
      {},
      'trigger.afterWatermark.early is {"afterCount":1} in the snapshot and null here',
    ],
    [
      { accumulation: "retracting" },
      {},
      'accumulation is "retracting" in the snapshot and "discarding" here',
    ],
    [{ allowedLateness: 5 }, {}, "allowedLateness is 5 in the snapshot and 0 here"],
    [{}, { onTime: "ifNonEmpty" }, 'onTime is "always" in the snapshot and "ifNonEmpty" here'],
    [{}, { closing: "always" }, 'closing is "ifNonEmpty" in the snapshot and "always" here'],
    [
      { timestampCombiner: "latest" },
      {},
      'timestampCombiner is "latest" in the snapshot and "endOfWindow" here',
    ],
    [
      { timestampCombiner: stamp(1) },
      { timestampCombiner: stamp(2) },
      "timestampCombiner.version is 1 in the snapshot and 2 here",
    ],
    [{ combine: count() as never }, {}, 'combine.name is "count" in the snapshot and "sum" here'],
    [
      { combine: { ...sum(), version: 9 } as never },
      {},
      "combine.version is 9 in the snapshot and 1 here",
    ],
  ])("%o, then %o", (theirs, ours, difference) => {
    const engine = new Engine<Key, number, never>(
      strategy<number, never>({ ...(base as never as StrategyOptions<number, never>), ...theirs }),
      { onPane: () => {} },
    );
    const here = strategy<number, never>({
      ...(base as never as StrategyOptions<number, never>),
      ...ours,
    });
    const snapshot = JSON.parse(JSON.stringify(takeSnapshot(engine)));
    const error = expectError(
      "STRATEGY_MISMATCH",
      () => restoreEngine(here, snapshot, { onPane: () => {} }),
      "The snapshot was taken under another strategy",
      difference,
    );
    const [field] = difference.split(/[ .]/) as [string];
    expect(error.value).toHaveProperty("snapshot");
    expect((error.value as { here: unknown }).here).toEqual(
      takeSnapshot(new Engine<Key, number, never>(here, { onPane: () => {} })).strategy[
        field as "windows"
      ],
    );
  });

  test("a state of another trigger is told by its length if the strategy was forged", () => {
    const engine = new Engine<Key, number, number>(
      strategy({ ...base, trigger: repeatedly(afterCount(5)) }),
      { onPane: () => {} },
    );
    engine.add("k", 1, 1);
    const here = strategy<number, number>({
      ...base,
      trigger: repeatedly(afterWatermark({ early: afterCount(5) })),
    });
    const forged = {
      ...takeSnapshot(engine),
      strategy: takeSnapshot(new Engine<Key, number, number>(here, { onPane: () => {} })).strategy,
    };
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(here, forged, { onPane: () => {} }),
      "cells[0].trigger",
    );
  });
});

describe("values that JSON would change", () => {
  const codec: Codec<unknown> = {
    encode: (value) =>
      value instanceof Date
        ? { date: value.getTime() }
        : typeof value === "bigint"
          ? { big: String(value) }
          : value instanceof Map
            ? { map: [...value] as Json }
            : { nothing: true },
    decode(json) {
      const record = json as { date?: number; big?: string; map?: [string, number][] };
      if (record.date !== undefined) return new Date(record.date);
      if (record.big !== undefined) return BigInt(record.big);
      return record.map === undefined ? undefined : new Map(record.map);
    },
  };
  const values = [new Date(5), 10n ** 20n, new Map([["a", 1]]), undefined];

  test.each(
    values.map((value) => [value]),
  )("%o without a codec is refused when the snapshot is made, and the engine goes on", (value) => {
    const panes: unknown[] = [];
    const engine = new Engine<Key, unknown, unknown[]>(strategy<unknown>({ windows: fixed(10) }), {
      onPane: (pane) => panes.push(pane.value),
    });
    engine.add("k", value, 1);
    expectError("NOT_SERIALISABLE", () => takeSnapshot(engine), "JSON would not keep the value");
    engine.advanceWatermark(10);
    expect(panes).toEqual([[value]]);
    expect(takeSnapshot(engine).cells).toEqual([]);
  });

  test("with a codec they come back", () => {
    const it = strategy<unknown, unknown[]>({ windows: fixed(10), combine: list(codec) });
    const engine = new Engine<Key, unknown, unknown[]>(it, { onPane: () => {} });
    engine.addBatch({ keys: values.map(() => "k"), values, timestamps: values.map(() => 1) });
    const panes: unknown[] = [];
    restoreEngine<Key, unknown, unknown[]>(it, JSON.parse(JSON.stringify(takeSnapshot(engine))), {
      onPane: ({ value }) => panes.push(value),
    }).advanceWatermark(10);
    expect(panes).toEqual([values]);
  });

  test("a codec that cannot read what it is given: a typed error with its reason", () => {
    const picky: Codec<unknown> = {
      encode: () => "fine",
      decode() {
        throw new RangeError("never seen before");
      },
    };
    const it = strategy<unknown, unknown[]>({ windows: fixed(10), combine: list(picky) });
    const engine = new Engine<Key, unknown, unknown[]>(it, { onPane: () => {} });
    engine.add("k", 1, 1);
    expectError(
      "INVALID_SNAPSHOT",
      () => restoreEngine(it, takeSnapshot(engine), { onPane: () => {} }),
      "an accumulator that the combiner cannot read (never seen before)",
    );
  });

  test("under retracting the value of a pane that was emitted must be plain too", () => {
    const dates = combiner<number, number, Date>({
      name: "dates",
      version: 1,
      create: () => 0,
      add: (_a, v) => v,
      merge: (a) => a,
      extract: (a) => new Date(a),
    });
    const engine = new Engine<Key, number, Date>(
      strategy({
        windows: fixed(10),
        trigger: repeatedly(afterCount(1)),
        accumulation: "retracting",
        combine: dates,
      }),
      { onPane: () => {} },
    );
    engine.add("k", 1, 1);
    expectError("NOT_SERIALISABLE", () => takeSnapshot(engine), "Date(1)");
  });
});
