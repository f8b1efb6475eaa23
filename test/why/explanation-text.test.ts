import { describe, expect, test } from "vitest";
import { Engine, strategy, type StrategyOptions } from "../../src/panes/index.ts";
import { Driver, restoreEngine, takeSnapshot } from "../../src/state/index.ts";
import { look, PersistentEngine } from "../../src/state/persistent/index.ts";
import {
  afterAll,
  afterCount,
  afterEach,
  afterProcessingTime,
  afterWatermark,
  everyEventTime,
  never,
  repeatedly,
} from "../../src/triggers/index.ts";
import { explain, explanationText } from "../../src/why/index.ts";
import { MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import { fixed } from "../../src/windows/index.ts";

type Options = Partial<StrategyOptions<number, number[]>>;

const engineOf = (options: Options): Engine<string, number, number[]> =>
  new Engine(strategy<number>({ windows: fixed(10), allowUnsafeTriggers: true, ...options }), {
    onPane: () => {},
  });
const window = { start: 0, end: 10 };
const textOf = (engine: ReturnType<typeof engineOf>, of = window): readonly string[] =>
  explanationText(explain(engine, "k", of), { instant: String });

describe("an explanation as text", () => {
  test("of a window that waits", () => {
    const engine = engineOf({
      trigger: afterWatermark({
        early: afterEach(afterCount(2), repeatedly(afterProcessingTime(5))),
        late: afterAll(afterCount(2), everyEventTime(5)),
      }),
      allowedLateness: 20,
    });
    engine.add("k", 1, 3);
    engine.advance({ watermark: 4, processingTime: 100 });
    expect(textOf(engine)).toMatchInlineSnapshot(`
      [
        "Key "k" in [0, 10): no pane yet, 1 element since; it expires at 30.",
        "The watermark is at 4; processing time is 100.",
        "The next pane comes with the first of these:",
        "- 1 more element",
        "- the watermark reaches 10",
        "The trigger:",
        "  afterWatermark(early: afterEach(afterCount(2), repeatedly(afterProcessingTime(5ms))), late: afterAll(afterCount(2), everyEventTime(5ms))) is waiting",
        "    afterEach(afterCount(2), repeatedly(afterProcessingTime(5ms))) is waiting",
        "      afterCount(2) is waiting: 1 more element",
        "      repeatedly(afterProcessingTime(5ms)) is asleep",
        "        afterProcessingTime(5ms) is asleep",
        "    afterAll(afterCount(2), everyEventTime(5ms)) is asleep",
        "      afterCount(2) is asleep",
        "      everyEventTime(5ms) is asleep",
        "The output watermark is at 4; nothing holds it. This window's hold is at 9.",
      ]
    `);
    engine.add("k", 1, 3);
    engine.add("k", 1, 3);
    expect(textOf(engine)).toMatchInlineSnapshot(`
      [
        "Key "k" in [0, 10): 1 pane, 1 element since; it expires at 30.",
        "The watermark is at 4; processing time is 100.",
        "The next pane comes with the first of these:",
        "- processing time reaches 105",
        "- the watermark reaches 10",
        "The trigger:",
        "  afterWatermark(early: afterEach(afterCount(2), repeatedly(afterProcessingTime(5ms))), late: afterAll(afterCount(2), everyEventTime(5ms))) is waiting",
        "    afterEach(afterCount(2), repeatedly(afterProcessingTime(5ms))) is waiting",
        "      afterCount(2) is finished",
        "      repeatedly(afterProcessingTime(5ms)) is waiting",
        "        afterProcessingTime(5ms) is waiting: processing time reaches 105",
        "    afterAll(afterCount(2), everyEventTime(5ms)) is asleep",
        "      afterCount(2) is asleep",
        "      everyEventTime(5ms) is asleep",
        "The output watermark is at 4; nothing holds it. This window's hold is at 9.",
      ]
    `);
    engine.advanceWatermark(12);
    engine.add("k", 1, 3);
    expect(textOf(engine)).toMatchInlineSnapshot(`
      [
        "Key "k" in [0, 10): 2 panes, 1 element since; it has ended; it expires at 30.",
        "The watermark is at 12; processing time is 100.",
        "The next pane comes with the first of these:",
        "- 1 more element",
        "- the watermark reaches 30 (the window expires)",
        "The trigger:",
        "  afterWatermark(early: afterEach(afterCount(2), repeatedly(afterProcessingTime(5ms))), late: afterAll(afterCount(2), everyEventTime(5ms))) is waiting",
        "    afterEach(afterCount(2), repeatedly(afterProcessingTime(5ms))) is finished",
        "      afterCount(2) is finished",
        "      repeatedly(afterProcessingTime(5ms)) is asleep",
        "        afterProcessingTime(5ms) is asleep",
        "    afterAll(afterCount(2), everyEventTime(5ms)) is waiting",
        "      afterCount(2) is waiting: 1 more element",
        "      everyEventTime(5ms) is due",
        "The output watermark is at 12; nothing holds it. This window's hold is at 29.",
      ]
    `);
  });

  test("of a window in which no element is, and one that is given up", () => {
    const engine = engineOf({ trigger: afterCount(2), allowedLateness: 5 });
    expect(explain(engine, "k", window)).toMatchObject({
      state: "unseen",
      pending: 0,
      next: [
        { elements: 2, watermark: null, by: "trigger" },
        { elements: 1, watermark: 15, by: "expiry" },
      ],
    });
    engine.add("k", 1, 3);
    engine.add("k", 1, 3);
    expect(textOf(engine)).toMatchInlineSnapshot(`
      [
        "Key "k" in [0, 10): its trigger has finished; what comes is dropped until it expires at 15.",
        "The watermark is at -∞; processing time was never set.",
        "The output watermark is at -∞; nothing holds it.",
      ]
    `);
    expect(explain(engine, "k", window)).toMatchObject({
      state: "closed",
      trigger: null,
      next: [],
    });
    engine.advanceWatermark(15);
    expect(textOf(engine)).toMatchInlineSnapshot(`
      [
        "Key "k" in [0, 10): it expired at 15; nothing is kept, and what comes is late.",
        "The watermark is at 15; processing time was never set.",
        "The output watermark is at 15; nothing holds it.",
      ]
    `);
  });

  test("of a hold: since when, by both clocks, in a snapshot too", () => {
    const engine = engineOf({
      trigger: afterWatermark({ late: afterCount(9) }),
      timestampCombiner: "earliest",
    });
    const since = () => explain(engine, "k", window).heldBy?.since;
    engine.add("j", 1, 2);
    engine.advance({ watermark: 2, processingTime: 100 });
    expect(since()).toBeUndefined();
    engine.advance({ watermark: 4, processingTime: 200 });
    engine.advance({ watermark: 6, processingTime: 300 });
    expect(since()).toEqual({ watermark: 4, processingTime: 200 });
    expect(explanationText(explain(engine, "k", window), { instant: String }).at(-1)).toBe(
      'The output watermark is at 2, held by key "j" in [0, 10) since the watermark came to 4, at processing time 200.',
    );
    engine.add("k", 1, 7);
    engine.advance({ watermark: 10, processingTime: 400 });
    expect(since()).toBeUndefined();
    engine.add("k", 1, 11);
    engine.advance({ watermark: 12, processingTime: 500 });
    const snapshot = takeSnapshot(engine);
    const heldSince = { watermark: 12, processingTime: 500 };
    expect(snapshot.clocks.heldSince).toEqual(heldSince);
    const { heldSince: _, ...clocks } = snapshot.clocks;
    const sinceIn = (taken: unknown) => {
      const restored = restoreEngine(engine.strategy, taken, { onPane: () => {} });
      return explain(restored, "k", { start: 10, end: 20 }).heldBy?.since;
    };
    expect(sinceIn(snapshot)).toEqual(heldSince);
    // One that does not say it leaves it unknown.
    expect(sinceIn({ ...snapshot, clocks })).toBeNull();
  });

  test("of an engine whose states are values, by a look that changes none of them", () => {
    const engine = new PersistentEngine(
      strategy({ windows: fixed(10), trigger: afterCount(3), allowUnsafeTriggers: true }),
      { onPane: () => {} },
    );
    engine.add("k", "a", 1);
    const before = engine.state;
    const looked = engine.look();
    expect(explain(looked, "k", window)).toMatchObject({ state: "open", pending: 1 });
    looked.advanceWatermark(10);
    expect(engine.state).toBe(before);
    expect(explain(look(before), "k", window)).toMatchObject({
      state: "open",
      watermark: MIN_TIMESTAMP,
    });
    engine.add("k", "b", 2);
    expect(explain(engine.look(), "k", window).next[0]).toMatchObject({ elements: 1 });
  });

  test("of a hold, a clock that was never set, and what somebody else knows", () => {
    const engine = engineOf({
      trigger: afterWatermark({ early: never(), late: afterCount(9) }),
      timestampCombiner: "earliest",
      allowedLateness: 20,
    });
    engine.add("j", 1, 2);
    engine.add("k", 1, 3);
    engine.advanceWatermark(8);
    const explained = explain(engine, "k", window);
    expect(explained.heldBy).toEqual({
      key: "j",
      window,
      hold: 2,
      since: { watermark: 8, processingTime: null },
    });
    const because = "input b has been silent since 12:01";
    expect(explanationText(explained, { because })).toMatchInlineSnapshot(`
      [
        "Key "k" in [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.010Z): no pane yet, 1 element since; it expires at 1970-01-01T00:00:00.030Z.",
        "The watermark is at 1970-01-01T00:00:00.008Z because input b has been silent since 12:01; processing time was never set.",
        "The next pane comes with the first of these:",
        "- the watermark reaches 1970-01-01T00:00:00.010Z",
        "The trigger:",
        "  afterWatermark(early: never, late: afterCount(9)) is waiting",
        "    never is waiting in vain",
        "    afterCount(9) is asleep",
        "The output watermark is at 1970-01-01T00:00:00.002Z, held by key "j" in [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.010Z) since the watermark came to 1970-01-01T00:00:00.008Z. This window's hold is at 1970-01-01T00:00:00.003Z.",
      ]
    `);
  });

  test("of a key whose state a host keeps", () => {
    const of = strategy<number>({ windows: fixed(10), trigger: repeatedly(afterCount(3)) });
    const driver = new Driver<string, number, number[]>(of);
    const elements = [{ value: 1, timestamp: 4 }];
    const { state } = driver.step(null, { key: "k", elements, watermark: 2 });
    const engine = new Engine<string, number, number[]>(of, { onPane: () => {} });
    engine.advanceWatermark(2);
    engine.add("k", 1, 4);
    expect(explain(driver.look(state, "k"), "k", window)).toEqual(explain(engine, "k", window));
  });
});
