import { afterEach, describe, expect, test, vi } from "vitest";
import {
  afterCount,
  Engine,
  fixed,
  type Key,
  MAX_TIMESTAMP,
  repeatedly,
  sessions,
  sliding,
  strategy,
  type StrategyOptions,
  sum,
  type TimestampCombiner,
} from "../../src/index.ts";
import { Heap } from "../../src/watermark/heap.ts";

/** Costs in operations: deterministic, so that a bound that is broken is broken for good. */

function engineOf(
  options: Partial<StrategyOptions<number, number>> = {},
  only: "general" | null = null,
): Engine<Key, number, number> {
  const asked = strategy({ windows: fixed(100), combine: sum(), ...options });
  return new Engine(asked, { onPane: () => {} }, only);
}

/** How often any heap looks at the time of an entry while `act` runs. */
function heapReads(act: () => void): number {
  let count = 0;
  const original = Object.getOwnPropertyDescriptors(Heap.prototype);
  for (const name of ["push", "pop", "postponeTop"] as const) {
    vi.spyOn(Heap.prototype, name).mockImplementation(function (
      this: Heap<unknown>,
      ...args: never[]
    ) {
      const heap = this as unknown as { times: number[] };
      const { times } = heap;
      heap.times = new Proxy(times, {
        get(target, at) {
          if (typeof at === "string" && /^\d+$/.test(at)) count += 1;
          return Reflect.get(target, at) as unknown;
        },
      });
      try {
        return (original[name].value as (...args: never[]) => never).apply(this, args);
      } finally {
        heap.times = times;
      }
    });
  }
  act();
  vi.restoreAllMocks();
  return count;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("timers", () => {
  test.each([
    1, 10, 1_000,
  ])("one pending event-time timer per aligned window with %i keys", (keys) => {
    const engine = engineOf();
    for (let key = 0; key < keys; key++) {
      engine.add(key, 1, 5);
      engine.add(key, 1, 105);
    }
    expect(engine.core.agenda.pending).toEqual({ alarms: 2, wakes: 0 });
    expect(engine.work.timersSet).toBe(2);
  });

  test("a window with lateness sets two timers in its life, whatever its keys", () => {
    const engine = engineOf({ allowedLateness: 50 });
    for (let key = 0; key < 100; key++) engine.add(key, 1, 5);
    engine.advanceWatermark(100);
    engine.advanceWatermark(150);
    expect(engine.work).toMatchObject({ timersSet: 2, timersFired: 2 });
  });

  test("a watermark that passes no due time does nothing but settle", () => {
    const engine = engineOf();
    for (let key = 0; key < 1_000; key++) engine.add(key, 1, 5);
    const before = engine.work;
    const cost = heapReads(() => {
      for (let at = 0; at < 100; at++) engine.advanceWatermark(at);
    });
    expect(engine.work).toEqual({ ...before, settled: before.settled + 100 });
    expect(cost).toBe(0);
  });

  test("a reading that is behind its clock costs nothing at all", () => {
    const engine = engineOf();
    engine.advanceWatermark(50);
    const before = engine.work;
    engine.advanceWatermark(40);
    expect(engine.work).toEqual(before);
  });
});

describe("elements", () => {
  test("an addition for each window of the element, and no other", () => {
    const engine = engineOf({ windows: sliding(60, { period: 10 }) }, "general");
    for (let at = 100; at < 200; at++) engine.add("k", 1, at);
    expect(engine.work).toMatchObject({ adds: 600, merges: 0, asked: 0 });
  });

  test.each([6, 60, 600])("one addition in slices, whatever the overlap (%i)", (overlap) => {
    const engine = engineOf({ windows: sliding(10 * overlap, { period: 10 }) });
    for (let at = 10_000; at < 10_100; at++) engine.add("k", 1, at);
    expect(engine.plan.name).toBe("sliced");
    expect(engine.work).toMatchObject({ adds: 100, merges: 0, asked: 0, timersSet: 9 + overlap });
  });

  test("at most three merges for each pane in slices, whatever the overlap", () => {
    const engine = engineOf({ windows: sliding(6_000, { period: 10 }) });
    for (let at = 10_000; at < 30_000; at++) {
      engine.add("k", 1, at);
      engine.advanceWatermark(at);
    }
    const { merges } = engine.work;
    const panes = Object.values(engine.counters.panes).reduce((all, some) => all + some, 0);
    expect(panes).toBeGreaterThan(1_000);
    expect(merges).toBeLessThanOrEqual(3 * panes);
  });

  test("a trigger is asked once per bundle and window, and only if it may be due", () => {
    const engine = engineOf({ trigger: repeatedly(afterCount(2)) });
    const bundle = { keys: ["a", "a", "b"], values: [1, 2, 3], timestamps: [1, 2, 3] };
    engine.addBatch(bundle);
    expect(engine.work.asked).toBe(1);
    engine.addBatch(bundle);
    expect(engine.work.asked).toBe(3);
    for (let at = 0; at < 10; at++) engine.add("c", 1, at);
    expect(engine.work.asked).toBe(8);
  });

  test("a session that grows merges once with its past; one that does not, never", () => {
    const engine = engineOf({ windows: sessions(10) });
    engine.add("k", 1, 0);
    engine.add("k", 1, 5);
    engine.add("k", 1, 3);
    expect(engine.work.merges).toBe(0);
    engine.add("k", 1, 20);
    engine.add("k", 1, 14);
    expect(engine.work.merges).toBe(1);
  });
});

describe("what one step costs does not grow with what it does not touch", () => {
  const stamps: readonly TimestampCombiner[] = ["endOfWindow", "earliest", "latest"];

  /** Heap reads of one step beside `live` cells that hold and wait in windows of their own. */
  function costBeside(live: number, timestampCombiner: TimestampCombiner): number {
    const engine = engineOf({ timestampCombiner, windows: fixed(10), allowedLateness: 5 });
    for (let cell = 0; cell < live; cell++) {
      const window = 1_000 + 10 * (cell % 1_000);
      engine.add(`k${cell}`, 1, window + (cell % 10));
    }
    return heapReads(() => {
      engine.add("touched", 1, 3);
      engine.advanceWatermark(10);
      engine.add("touched", 1, 4);
      engine.advanceWatermark(15);
    });
  }

  test.each(stamps)("%s: 10 live cells against 100 000", (timestampCombiner) => {
    const few = costBeside(10, timestampCombiner);
    const many = costBeside(100_000, timestampCombiner);
    // A logarithm of 10 000 times as many is 14; each of the few queue operations may cost it once.
    expect(many - few).toBeLessThan(14 * 12);
  });

  test("sessions: 10 live ones against 20 000", () => {
    const cost = (live: number): number => {
      const engine = engineOf({ windows: sessions(10) });
      for (let key = 0; key < live; key++) engine.add(key, 1, 1_000 + (key % 500));
      const before = engine.work;
      const read = heapReads(() => {
        engine.add("touched", 1, 3);
        engine.add("touched", 1, 8);
        engine.advanceWatermark(20);
      });
      expect(engine.work.adds - before.adds).toBe(2);
      return read;
    };
    expect(cost(20_000) - cost(10)).toBeLessThan(14 * 12);
  });
});

describe("nothing is left behind", () => {
  test.each<TimestampCombiner>([
    "endOfWindow",
    "earliest",
    "latest",
  ])("queues are empty after the end of time: %s", (timestampCombiner) => {
    const engine = engineOf({
      timestampCombiner,
      allowedLateness: 30,
      trigger: repeatedly(afterCount(3)),
    });
    for (let at = 0; at < 1_000; at++) engine.add(at % 7, 1, at);
    engine.advanceWatermark(MAX_TIMESTAMP);
    expect(engine.core.agenda.pending).toEqual({ alarms: 0, wakes: 0 });
    expect(engine.core.holds.earliest()).toBe(Number.POSITIVE_INFINITY);
    expect(engine.core.holds.size).toBe(0);
    expect(engine.layout.places()).toEqual([]);
  });

  test("firing again and again leaves no trail of holds", () => {
    const engine = engineOf({ timestampCombiner: "earliest", trigger: repeatedly(afterCount(1)) });
    engine.add("waits", 1, 0);
    for (let at = 0; at < 20_000; at++) engine.add("fires", 1, 99 - (at % 90));
    expect(engine.core.holds.size).toBeLessThan(130);
  });
});
