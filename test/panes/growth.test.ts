import { describe, expect, test } from "vitest";
import { sum } from "../../src/combine/index.ts";
import { Engine, strategy, type StrategyOptions } from "../../src/panes/index.ts";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  everyEventTime,
  never,
  repeatedly,
  type Trigger,
} from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP } from "../../src/watermark/index.ts";
import { fixed, sessions } from "../../src/windows/index.ts";

type Options = Partial<StrategyOptions<number, number>>;

function engineOf(options: Options): Engine<number, number, number> {
  const complete: StrategyOptions<number, number> = {
    windows: fixed(10),
    combine: sum(),
    ...options,
  };
  return new Engine(strategy(complete), { onPane: () => {} });
}

/** What a step costs when many cells are live that it does not touch. */
function costs(options: Options, live: number): Record<string, number> {
  const engine = engineOf(options);
  engine.advanceProcessingTime(0);
  for (let key = 0; key < live; key++) engine.add(key, 1, 10 * key + 5);
  const before = engine.work;
  engine.add(0, 1, 5);
  engine.add(-1, 1, 7);
  engine.advanceWatermark(2);
  engine.advanceProcessingTime(1);
  return Object.fromEntries(
    Object.entries(engine.work).map(([name, count]) => [
      name,
      count - before[name as keyof typeof before],
    ]),
  );
}

describe("what a step does not touch costs nothing", () => {
  const triggers: readonly Trigger[] = [
    never(),
    afterWatermark(),
    repeatedly(afterCount(2)),
    repeatedly(afterProcessingTime(50)),
    afterWatermark({ early: afterProcessingTime(50), late: afterCount(1) }),
  ];
  for (const windows of [fixed(10), sessions(10)]) {
    for (const timestampCombiner of ["endOfWindow", "earliest", "latest"] as const) {
      test.each(triggers)(`${windows} ${timestampCombiner} %s`, (trigger) => {
        const options = { windows, timestampCombiner, trigger };
        expect(costs(options, 10_000)).toEqual(costs(options, 10));
      });
    }
  }
});

describe("timers", () => {
  test("one alarm for a window, whatever the number of keys", () => {
    const engine = engineOf({
      trigger: afterWatermark({ late: afterCount(1) }),
      allowedLateness: 5,
    });
    for (let key = 0; key < 1000; key++) engine.add(key, 1, 5);
    expect(engine.work.timersSet).toBe(1);
    expect(engine.core.agenda.pending).toEqual({ alarms: 1, wakes: 0 });
    engine.advanceWatermark(10);
    expect(engine.core.agenda.pending).toEqual({ alarms: 1, wakes: 0 });
    engine.advanceWatermark(15);
    expect(engine.core.agenda.pending).toEqual({ alarms: 0, wakes: 0 });
  });

  test("one wake-up for a cell, however many deadlines its trigger has had", () => {
    const engine = engineOf({ trigger: repeatedly(afterProcessingTime(5)) });
    for (let at = 0; at < 100; at++) {
      engine.advanceProcessingTime(10 * at);
      engine.add(1, 1, 5);
      engine.add(1, 1, 5);
      expect(engine.core.agenda.pending.wakes).toBe(1);
    }
  });

  test("one wake-up at a multiple for a cell, however many elements and multiples there are", () => {
    const engine = engineOf({ windows: fixed(1000), trigger: everyEventTime(10) });
    for (let at = 0; at < 99; at++) {
      for (let turn = 0; turn < 3; turn++) engine.add(1, 1, 995);
      expect(engine.core.agenda.pending.wakes).toBe(1);
      const before = engine.work.timersSet;
      engine.advanceWatermark(10 * at + 9);
      expect(engine.nextDue.watermark).toBe(10 * at + 10);
      engine.advanceWatermark(10 * at + 10);
      expect(engine.work.timersSet).toBe(before);
      expect(engine.core.agenda.pending.wakes).toBe(0);
    }
  });

  test("entries of sessions that were merged away do not pile up past their time", () => {
    const engine = engineOf({ windows: sessions(10), trigger: repeatedly(afterProcessingTime(5)) });
    engine.advanceProcessingTime(0);
    for (let at = 0; at < 100; at++) engine.add(1, 1, at);
    expect(engine.windows()).toHaveLength(1);
    engine.advance({ watermark: 109, processingTime: 5 });
    expect(engine.core.agenda.pending).toEqual({ alarms: 0, wakes: 0 });

    const multiples = engineOf({ windows: sessions(10), trigger: everyEventTime(7) });
    multiples.advanceWatermark(-10);
    for (let at = 0; at < 100; at++) multiples.add(1, 1, at);
    expect(multiples.windows()).toHaveLength(1);
    multiples.advanceWatermark(109);
    expect(multiples.core.agenda.pending).toEqual({ alarms: 0, wakes: 0 });
  });
});

describe("holds", () => {
  test.each([
    "earliest",
    "latest",
  ] as const)("%s: entries stay in proportion to the cells that hold", (timestampCombiner) => {
    const engine = engineOf({ timestampCombiner, trigger: repeatedly(afterCount(3)) });
    for (let at = 0; at < 5000; at++) {
      engine.add(at % 7, 1, 9 - (at % 10));
      expect(engine.core.holds.size).toBeLessThanOrEqual(64 + 1);
    }
  });

  test("holds that only fall leave old entries behind, which are cleared away", () => {
    const engine = engineOf({
      windows: fixed(1000),
      timestampCombiner: "earliest",
      trigger: never(),
    });
    for (let at = 999; at >= 0; at--) engine.add(1, 1, at);
    expect(engine.core.holds.size).toBeLessThanOrEqual(65);
    expect(engine.earliestHold()).toBe(0);
    engine.advanceWatermark(500);
    expect(engine.outputWatermark).toBe(0);
  });

  test.each([
    "endOfWindow",
    "earliest",
    "latest",
  ] as const)("%s: none is left at the end of time", (timestampCombiner) => {
    for (const windows of [fixed(10), sessions(10)]) {
      const engine = engineOf({ windows, timestampCombiner, trigger: never(), allowedLateness: 7 });
      for (let at = 0; at < 200; at++) {
        engine.add(at % 3, 1, 3 * at);
        if (at % 4 === 0) engine.advanceWatermark(3 * at - 40);
      }
      engine.advanceWatermark(MAX_TIMESTAMP);
      expect([
        engine.core.holds.size,
        engine.core.agenda.pending,
        engine.windows(),
        engine.outputWatermark,
      ]).toEqual([0, { alarms: 0, wakes: 0 }, [], MAX_TIMESTAMP]);
    }
  });

  test("the output watermark over many cells is the earliest of their holds, whatever has come and gone", () => {
    for (const timestampCombiner of ["endOfWindow", "earliest", "latest"] as const) {
      const engine = engineOf({
        timestampCombiner,
        trigger: repeatedly(afterCount(2)),
        allowedLateness: 30,
      });
      let seed = 7;
      const next = (below: number): number => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return (seed >>> 8) % below;
      };
      for (let at = 0; at < 2000; at++) {
        engine.add(next(40), 1, at / 2 + next(30) - 10 - ((at / 2) % 1));
        if (next(5) === 0) engine.advanceWatermark(Math.floor(at / 2) - next(10));
        const binding = engine.windows().map(({ hold }) => hold ?? MAX_TIMESTAMP);
        const earliest = Math.min(engine.watermark, ...binding);
        // It never goes back, so it may stand ahead of data that came late.
        expect(engine.outputWatermark).toBeGreaterThanOrEqual(earliest);
        expect(engine.outputWatermark).toBeLessThanOrEqual(engine.watermark);
        if (engine.outputWatermark > earliest) expect(earliest).toBeLessThan(engine.watermark);
      }
    }
  });
});
