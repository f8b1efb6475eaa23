import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { percentile, type PercentileGenerator } from "../../src/percentile/index.ts";
import { MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import { expectError } from "../panes/expect-error.ts";
import { law } from "../support/property.ts";

/** Numbers from 0 to 1 that look random and are the same each time. */
function* uniform(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Elements a millisecond apart, each with a delay that is distributed exponentially around a mean. */
function feed(generator: PercentileGenerator, count: number, meanMs: number, from = 0): number {
  const random = uniform(7);
  for (let nth = 0; nth < count; nth++) {
    const delayMs = Math.round(-Math.log(1 - random.next().value) * meanMs);
    generator.onElement(from + nth - delayMs);
  }
  return from + count;
}

const smallest = { warmUp: 1, memory: 1_000 };
const timestamps = fc.array(fc.integer({ min: -500, max: 5_000 }), { maxLength: 200 });

describe("a percentile watermark", () => {
  law("never goes back, and counts what came behind it", timestamps, (list) => {
    const generator = percentile(80, smallest).start();
    let before = MIN_TIMESTAMP;
    let behind = 0;
    for (const timestamp of list) {
      if (timestamp < before) behind += 1;
      const after = generator.onElement(timestamp);
      expect(after).toBeGreaterThanOrEqual(before);
      expect(after).toBe(generator.watermark);
      before = after;
    }
    expect(generator.confidence.behind).toBe(list.length === 0 ? 0 : behind / list.length);
  });

  law("is behind by the exact quantile, but for the accuracy", timestamps, (list) => {
    if (list.length === 0) return;
    // It looks at the quantile with the last element of the warm-up.
    const generator = percentile(75, { warmUp: list.length }).start();
    const delays: number[] = [];
    let largest = MIN_TIMESTAMP;
    for (const timestamp of list) {
      largest = Math.max(largest, timestamp);
      delays.push(largest - timestamp);
      generator.onElement(timestamp);
    }
    delays.sort((a, b) => a - b);
    const exact = delays[Math.floor(0.75 * (delays.length - 1))] as number;
    expect(Math.abs(generator.confidence.delayMs - exact)).toBeLessThanOrEqual(0.01 * exact + 1);
    expect(generator.watermark).toBe(largest - generator.confidence.delayMs);
  });

  law(
    "goes on from a snapshot as if nothing had been",
    fc.tuple(timestamps, timestamps),
    ([before, after]) => {
      const strategy = percentile(90, { warmUp: 5, memory: 30 });
      const one = strategy.start();
      for (const timestamp of before) one.onElement(timestamp);
      const other = strategy.start();
      other.restore(JSON.parse(JSON.stringify(one.snapshot())));
      expect(other.snapshot()).toEqual(one.snapshot());
      for (const timestamp of after) {
        expect(other.onElement(timestamp)).toBe(one.onElement(timestamp));
      }
      expect([other.snapshot(), other.confidence, other.regressions]).toEqual([
        one.snapshot(),
        one.confidence,
        one.regressions,
      ]);
    },
  );

  test("keeps what it promises where delays stay as they are", () => {
    for (const percent of [90, 99]) {
      const generator = percentile(percent).start();
      feed(generator, 100_000, 50);
      const { behind, isWarm } = generator.confidence;
      expect(isWarm).toBe(true);
      expect(behind).toBeLessThan((1 - percent / 100) * 1.2);
      expect(behind).toBeGreaterThan((1 - percent / 100) * 0.5);
    }
  });

  test("learns longer delays, and forgets them when it has seen enough of others", () => {
    const generator = percentile(95, { memory: 5_000 }).start();
    let at = feed(generator, 10_000, 10);
    const short = generator.confidence.delayMs;
    at = feed(generator, 12_000, 500, at);
    const long = generator.confidence.delayMs;
    expect(long).toBeGreaterThan(10 * short);
    expect(generator.regressions).toBeGreaterThan(0);
    feed(generator, 12_000, 10, at);
    expect(generator.confidence.delayMs).toBeLessThan(2 * short + 5);
    expect(generator.confidence.remembered).toBeLessThanOrEqual(10_000);
  });

  test("has no watermark before the warm-up, and never waits longer than it may", () => {
    const generator = percentile(100, { warmUp: 3, atMost: 20 }).start();
    expect([100, 0, 110].map((timestamp) => generator.onElement(timestamp))).toEqual([
      MIN_TIMESTAMP,
      MIN_TIMESTAMP,
      90,
    ]);
    expect(generator.confidence).toEqual({
      elements: 3,
      isWarm: true,
      remembered: 3,
      delayMs: 20,
      accuracy: 0.01,
      behind: 0,
    });
  });

  test("keeps little, whatever the delays are", () => {
    const generator = percentile(99, { accuracy: 0.001, memory: 10_000_000 }).start();
    const random = uniform(3);
    generator.onElement(1e12);
    for (let nth = 0; nth < 50_000; nth++)
      generator.onElement(1e12 - Math.floor(10 ** (11 * random.next().value)));
    const bins = JSON.stringify(generator.snapshot()).match(/\[\d+,\d+\]/g);
    expect(bins?.length).toBeLessThanOrEqual(2_048);
  });

  test.each([
    [percentile(99), "percentile(99, warmUp: 1000, memory: 100000, accuracy: 0.01)"],
    [
      percentile(99.9, { warmUp: 5, memory: 10, accuracy: 0.05, atMost: "1m" }),
      "percentile(99.9, warmUp: 5, memory: 10, accuracy: 0.05, atMost: 1m)",
    ],
  ])("says what it is: %s", (strategy, text) => {
    expect(String(strategy)).toBe(text);
    expect(Object.keys(strategy.toJSON())).toEqual(["percentile"]);
    expect(Object.isFrozen(strategy)).toBe(true);
  });

  test.each<[() => unknown, string]>([
    [() => percentile(0), "percentile of a percentile watermark is 0"],
    [() => percentile(101), "101"],
    [() => percentile(Number.NaN), "percentile"],
    [() => percentile(50, { warmUp: 0 }), "warm-up"],
    [() => percentile(50, { memory: 1.5 }), "memory"],
    [() => percentile(50, { accuracy: 0 }), "accuracy"],
  ])("refused: %s", (make, text) => {
    expectError("INVALID_STRATEGY", make, text);
  });

  test("refuses state of another strategy, and what it cannot have written", () => {
    const generator = percentile(90, smallest).start();
    feed(generator, 10, 3);
    const sound = generator.snapshot() as Record<string, unknown>;
    const other = percentile(91, smallest).start();
    expectError("STRATEGY_MISMATCH", () => other.restore(sound), "percentile(90");
    const before = JSON.stringify(generator.snapshot());
    const bin = { zeros: 0, bins: [[1, 2]] };
    for (const wrong of [
      { ...sound, largest: "5" },
      { ...sound, elements: -1 },
      { ...sound, delays: { current: bin } },
      { ...sound, delays: { current: bin, previous: { zeros: 0, bins: [[1.5, 2]] } } },
      { ...sound, delays: { current: bin, previous: { zeros: 0, bins: [[1, 2, 3]] } } },
      { ...sound, delays: { current: { zeros: 5_000, bins: [] }, previous: bin } },
    ]) {
      expectError("INVALID_SNAPSHOT", () => generator.restore(wrong));
      expect(JSON.stringify(generator.snapshot())).toBe(before);
    }
  });
});
