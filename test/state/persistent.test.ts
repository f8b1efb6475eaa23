import { describe, expect, test } from "vitest";
import { list, sum } from "../../src/combine/index.ts";
import { type Key, strategy } from "../../src/panes/index.ts";
import { apply, type EngineEvent, restoreEngine, takeSnapshot } from "../../src/state/index.ts";
import {
  EngineState,
  PersistentEngine,
  step,
  type StepResult,
} from "../../src/state/persistent/index.ts";
import { afterCount, repeatedly } from "../../src/triggers/index.ts";
import { MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import { fixed, sliding } from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";
import { after, Recorder, type RichRun, richRuns, start } from "./rich-run.ts";

type State = EngineState<Key, number, unknown>;

function statesOf(
  run: RichRun,
  events: readonly EngineEvent<Key, number>[],
): StepResult<Key, number, unknown>[] {
  let state: State = EngineState.initial(run.strategy);
  return events.map((event) => {
    const result = step(state, event);
    ({ state } = result);
    return result;
  });
}

const textOf = (state: State): string => JSON.stringify(state.toSnapshot());

describe.each(Object.entries(richRuns))("immutable states of %s", (_name, run) => {
  const script = [...run.before, ...after];

  test("every state is what the engine in memory has, as a snapshot, byte for byte", () => {
    const { engine } = start(run);
    statesOf(run, script).forEach(({ state }, at) => {
      apply(engine, script[at] as EngineEvent<Key, number>);
      expect(textOf(state)).toBe(JSON.stringify(takeSnapshot(engine)));
    });
  });

  test("old states stay what they were", () => {
    let state: State = EngineState.initial(run.strategy);
    const kept: [State, string][] = [[state, textOf(state)]];
    for (const event of script) {
      ({ state } = step(state, event));
      kept.push([state, textOf(state)]);
    }
    for (const [old, text] of kept) expect(textOf(old)).toBe(text);
  });

  test("going back in time and on again is the same as a replay", () => {
    const results = statesOf(run, script);
    for (let at = results.length - 2; at >= 0; at--) {
      let state = results[at]?.state as State;
      for (let next = at + 1; next < results.length; next++) {
        const again = step(state, script[next] as EngineEvent<Key, number>);
        expect(again.outputs).toStrictEqual(results[next]?.outputs);
        ({ state } = again);
      }
      expect(textOf(state)).toBe(textOf(results.at(-1)?.state as State));
    }
  });

  test("branches do not see each other", () => {
    const results = statesOf(run, run.before);
    const base = results.at(-1)?.state as State;
    const other: readonly EngineEvent<Key, number>[] = [
      { elements: [{ key: "k", value: 100, timestamp: 13 }] },
      { watermark: 50 },
      { processingTime: 500 },
    ];
    const alone = statesOf(run, [...run.before, ...other]).map(({ outputs }) => outputs);
    let left = base;
    let right = base;
    const outputs: unknown[] = [];
    for (let at = 0; at < after.length; at++) {
      ({ state: left } = step(left, after[at] as EngineEvent<Key, number>));
      const event = other[at];
      if (event !== undefined) {
        const result = step(right, event);
        outputs.push(result.outputs);
        ({ state: right } = result);
      }
    }
    expect(outputs).toStrictEqual(alone.slice(run.before.length));
    expect(textOf(base)).toBe(textOf(results.at(-1)?.state as State));
  });

  test("a snapshot of either backend is read by the other", () => {
    const { engine } = start(run);
    for (const event of run.before) apply(engine, event);
    let state = EngineState.fromSnapshot<Key, number, unknown>(
      run.strategy,
      JSON.parse(JSON.stringify(takeSnapshot(engine))),
    );
    const recorder = new Recorder();
    const back = restoreEngine(run.strategy, JSON.parse(textOf(state)), recorder);
    const results: unknown[] = [];
    for (const event of after) {
      recorder.results.length = 0;
      apply(back, event);
      const result = step(state, event);
      results.push(...result.outputs.panes, ...result.outputs.dropped);
      ({ state } = result);
      const mine = [...result.outputs.panes, ...result.outputs.dropped];
      expect(recorder.results.filter((one) => !("reason" in one))).toStrictEqual(
        result.outputs.panes,
      );
      expect(recorder.results).toHaveLength(mine.length);
    }
    expect(results.length).toBeGreaterThan(0);
  });
});

describe("a step as a function", () => {
  const counting = strategy<number, number>({
    windows: fixed(10),
    trigger: repeatedly(afterCount(2)),
    combine: sum(),
  });
  const one = { elements: [{ key: "k", value: 1, timestamp: 1 }] };

  test("says what it made", () => {
    const first = step(EngineState.initial<Key, number, number>(counting), one);
    expect(first.outputs).toEqual({ panes: [], dropped: [] });
    const second = step(first.state, one);
    expect(second.outputs.panes.map(({ value }) => value)).toEqual([2]);
    expect(second.state.counters.read).toBe(2);
    expect(second.state.clocks).toEqual({
      watermark: MIN_TIMESTAMP,
      processingTime: MIN_TIMESTAMP,
      outputWatermark: MIN_TIMESTAMP,
    });
  });

  test("what it returns is not touched by later steps", () => {
    const first = step(EngineState.initial<Key, number, number>(counting), {
      elements: [...one.elements, ...one.elements],
    });
    const panes = [...first.outputs.panes];
    step(step(first.state, one).state, one);
    expect(first.outputs.panes).toEqual(panes);
  });

  test("states are frozen", () => {
    expect(Object.isFrozen(EngineState.initial(counting))).toBe(true);
  });

  test("an empty bundle is no step", () => {
    const { state } = step(EngineState.initial<Key, number, number>(counting), one);
    const next = step(state, { elements: [] });
    expect(JSON.stringify(next.state.toSnapshot())).toBe(JSON.stringify(state.toSnapshot()));
    expect(next.outputs).toEqual({ panes: [], dropped: [] });
  });

  test.each<readonly [string, EngineEvent<Key, number>]>([
    ["INVALID_KEY", { elements: [{ key: null as never, value: 1, timestamp: 1 }] }],
    ["INVALID_VALUE", { elements: [{ key: "k", value: Number.NaN, timestamp: 1 }] }],
    [
      "INVALID_TIMESTAMP",
      { elements: [...one.elements, { key: "k", value: 1, timestamp: new Date(Number.NaN) }] },
    ],
    ["INVALID_TIMESTAMP", { processingTime: 0.5 }],
  ])("%s: the state stays valid, and so does its next step", (code, event) => {
    const { state } = step(EngineState.initial<Key, number, number>(counting), one);
    const before = JSON.stringify(state.toSnapshot());
    expectError(code as "INVALID_KEY", () => step(state, event));
    expect(JSON.stringify(state.toSnapshot())).toBe(before);
    expect(step(state, one).outputs.panes.map(({ value }) => value)).toEqual([2]);
  });

  test("a value without a codec is refused by the step that would store it, and the state goes on", () => {
    const lists = strategy<unknown>({ windows: fixed(10) });
    const { state } = step<Key, unknown, unknown[]>(EngineState.initial(lists), {
      elements: [{ key: "k", value: 1, timestamp: 1 }],
    });
    expectError("NOT_SERIALISABLE", () =>
      step(state, { elements: [{ key: "k", value: new Date(0), timestamp: 1 }] }),
    );
    const { outputs } = step(state, { watermark: 10 });
    expect(outputs.panes.map(({ value }) => value)).toEqual([[1]]);
  });

  test("dates are taken as timestamps, alone and in a bundle", () => {
    const at = (...times: number[]): EngineEvent<Key, number> => ({
      elements: times.map((time) => ({ key: "k", value: 1, timestamp: new Date(time) })),
    });
    const { state } = step(
      step(EngineState.initial<Key, number, number>(counting), at(1)).state,
      at(11, 12),
    );
    expect(state.records().map(({ window }) => window[0])).toEqual([0, 10]);
    expect(step(state, { watermark: new Date(20) }).state.clocks.watermark).toBe(20);
  });

  test("an accumulator that no combiner has written is refused on load, not with the first step", () => {
    const { state } = step(EngineState.initial<Key, number, number>(counting), one);
    const hostile = JSON.parse(
      JSON.stringify(state.toSnapshot()).replace('"accumulator":1', '"accumulator":"x"'),
    );
    expectError("INVALID_SNAPSHOT", () => EngineState.fromSnapshot(counting, hostile));
  });

  test("a state shares nothing with the snapshot it was read from", () => {
    const { state } = step(EngineState.initial<Key, number, number>(counting), one);
    const snapshot = JSON.parse(JSON.stringify(state.toSnapshot()));
    const read = EngineState.fromSnapshot(counting, snapshot);
    snapshot.clocks.watermark = 5;
    snapshot.cells[0].window[1] = 11;
    expect(JSON.stringify(read.toSnapshot())).toBe(JSON.stringify(state.toSnapshot()));
  });
});

describe("the persistent engine", () => {
  test.each(
    Object.entries(richRuns),
  )("%s: the calls and results of the engine in memory", (_name, run) => {
    const memory = start(run);
    const recorder = new Recorder();
    const engine = new PersistentEngine<Key, number, unknown>(run.strategy, recorder);
    for (const event of [...run.before, ...after]) {
      recorder.results.length = 0;
      memory.recorder.results.length = 0;
      apply(memory.engine, event);
      if (!("elements" in event)) engine.advance(event);
      else if (event.elements.length === 1)
        engine.add(event.elements[0]!.key, event.elements[0]!.value, event.elements[0]!.timestamp);
      else
        engine.addBatch({
          keys: event.elements.map(({ key }) => key),
          values: event.elements.map(({ value }) => value),
          timestamps: event.elements.map(({ timestamp }) => Number(timestamp)),
        });
      const split = (results: Recorder["results"]): unknown[] => [
        results.filter((one) => "reason" in one),
        results.filter((one) => !("reason" in one)),
      ];
      expect(split(recorder.results)).toStrictEqual(split(memory.recorder.results));
      expect([
        engine.watermark,
        engine.processingTime,
        engine.outputWatermark,
        engine.counters,
        engine.windows(),
        engine.windows("k"),
        engine.earliestHold(),
        engine.earliestHold("k"),
        engine.isEmpty,
      ]).toStrictEqual([
        memory.engine.watermark,
        memory.engine.processingTime,
        memory.engine.outputWatermark,
        memory.engine.counters,
        memory.engine.windows(),
        memory.engine.windows("k"),
        memory.engine.earliestHold(),
        memory.engine.earliestHold("k"),
        memory.engine.isEmpty,
      ]);
      expect(engine.nextDue.watermark).toBe(memory.engine.nextDue.watermark);
    }
  });

  const counting = strategy<number, number>({
    windows: sliding(2, { period: 10 }),
    trigger: repeatedly(afterCount(1)),
    combine: sum(),
  });

  test("clocks one at a time, and from a state", () => {
    const engine = new PersistentEngine<string, number, number>(counting, { onPane: () => {} });
    engine.advanceWatermark(new Date(5));
    engine.advanceProcessingTime(7);
    const { state } = engine;
    engine.advanceWatermark(50);
    const other = new PersistentEngine<string, number, number>(
      counting,
      { onPane: () => {} },
      state,
    );
    expect([other.watermark, other.processingTime, engine.watermark]).toEqual([5, 7, 50]);
    expect(other.state).toBe(state);
  });

  test("the new state is in place when results are handed over", () => {
    const reads: number[] = [];
    const engine: PersistentEngine<string, number, number> = new PersistentEngine<
      string,
      number,
      number
    >(counting, { onPane: () => reads.push(engine.counters.read) });
    engine.add("k", 1, 1);
    expect(reads).toEqual([1]);
  });

  test("a callback that throws: the rest is handed over by the next step", () => {
    const values: number[] = [];
    let angry = true;
    const engine = new PersistentEngine<string, number, number>(counting, {
      onPane({ value }) {
        if (angry) {
          angry = false;
          throw new Error("not now");
        }
        values.push(value);
      },
    });
    expect(() =>
      engine.addBatch({ keys: ["a", "b", "c"], values: [1, 2, 3], timestamps: [1, 1, 1] }),
    ).toThrow("not now");
    engine.advanceWatermark(1);
    expect(values).toEqual([2, 3]);
  });

  test("lists are not shared between states and panes", () => {
    const panes: number[][] = [];
    const lists = strategy<number, number[]>({
      windows: fixed(10),
      trigger: repeatedly(afterCount(1)),
      accumulation: "accumulating",
      combine: list<number>(),
    });
    const engine = new PersistentEngine<string, number, number[]>(lists, {
      onPane: ({ value }) => panes.push(value),
    });
    engine.add("k", 1, 1);
    panes[0]?.push(99);
    engine.add("k", 2, 1);
    expect(panes[1]).toEqual([1, 2]);
  });
});
