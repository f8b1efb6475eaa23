import { describe, expect, expectTypeOf, test } from "vitest";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  bounded,
  type Clock,
  type Dropped,
  fixed,
  monotonous,
  type Pane,
  punctuated,
  repeatedly,
  sum,
  TidemarkError,
  windowing,
} from "../../src/index.ts";

interface Score {
  readonly team: string;
  readonly points: number;
  readonly at: number;
  readonly seen: number;
}

const minute = 60_000;
const score = (team: string, points: number, at: number, seen: number): Score => ({
  team,
  points,
  at: at * minute,
  seen: seen * minute,
});
const feed: readonly Score[] = [
  score("a", 5, 1, 5),
  score("b", 1, 1, 5),
  score("a", 7, 3, 6),
  score("a", 9, 2, 8),
  score("a", 2, 9, 9),
];

const scores = windowing({
  windows: fixed("2m"),
  trigger: afterWatermark({ early: afterProcessingTime("1m"), late: afterCount(1) }),
  allowedLateness: "30m",
  accumulation: "accumulating",
  combine: sum((one: Score) => one.points),
});
const reading = {
  key: (one: Score) => one.team,
  timestamp: (one: Score) => one.at,
  arrival: (one: Score) => one.seen,
  watermark: bounded("1m"),
};
const line = ({ key, window, value, timing }: Pane<string, number>): string =>
  `${key} ${window.start / minute} ${value} ${timing}`;

async function* later<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of values) {
    await Promise.resolve();
    yield value;
  }
}

async function collect<T>(panes: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const pane of panes) all.push(pane);
  return all;
}

const expected = [
  "a 0 5 early",
  "b 0 1 early",
  "a 0 5 onTime",
  "b 0 1 onTime",
  "a 2 7 early",
  "a 2 16 early",
  "a 2 16 onTime",
  "a 8 2 onTime",
];

describe("windowing().run", () => {
  test("types are inferred from key and combiner", () => {
    const run = scores.run(feed, reading);
    expectTypeOf(run).toExtend<AsyncIterable<Pane<string, number>>>();
    expectTypeOf(windowing<Score>({ windows: fixed("1m") }).run(feed, reading)).toExtend<
      AsyncIterable<Pane<string, Score[]>>
    >();
  });

  test("sync and async sources give the same panes", async () => {
    const fromArray = await collect(scores.run(feed, reading));
    expect(fromArray.map(line).sort()).toEqual([...expected].sort());
    expect(await collect(scores.run(later(feed), reading))).toEqual(fromArray);
  });

  test("every dropped element is reported and counted", async () => {
    const dropped: Dropped<string, Score>[] = [];
    const strict = windowing({ windows: fixed("2m"), combine: sum((one: Score) => one.points) });
    const run = strict.run([...feed, score("a", 4, 1, 9)], {
      ...reading,
      watermark: monotonous(),
      onDropped: (drop) => dropped.push(drop),
    });
    await collect(run);
    expect(dropped.map(({ reason, value }) => [reason, value.points])).toEqual([["late", 4]]);
    expect(run.counters).toMatchObject({ read: 6, late: 1, accepted: 5 });
  });

  test("a processing-time trigger without anything to drive it is refused at once", () => {
    const { arrival: _, ...undriven } = reading;
    expect(() => scores.run(feed, undriven)).toThrow(
      expect.objectContaining({ code: "NO_PROCESSING_TIME" }),
    );
  });

  test("leaving the loop closes the source", async () => {
    const closed: string[] = [];
    function* source(): Generator<Score> {
      try {
        yield* feed;
      } finally {
        closed.push("sync");
      }
    }
    async function* asyncSource(): AsyncGenerator<Score> {
      try {
        yield* feed;
      } finally {
        closed.push("async");
      }
    }
    for await (const _ of scores.run(source(), reading)) break;
    for await (const _ of scores.run(asyncSource(), reading)) break;
    expect(closed).toEqual(["sync", "async"]);
  });

  test("an error of the source or of a selector reaches the loop, and closes the source", async () => {
    async function* failing(): AsyncGenerator<Score> {
      yield* feed.slice(0, 1);
      throw new Error("the line is dead");
    }
    await expect(collect(scores.run(failing(), reading))).rejects.toThrow("the line is dead");
    const bad = { ...reading, timestamp: () => 0.5 };
    await expect(collect(scores.run(feed, bad))).rejects.toThrow(TidemarkError);
  });

  test("a signal ends a run that waits, and closes the source", async () => {
    const controller = new AbortController();
    let closed = false;
    const silent: AsyncIterable<Score> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<never>(() => {}),
        return: async () => {
          closed = true;
          return { done: true, value: undefined };
        },
      }),
    };
    const panes = collect(scores.run(silent, { ...reading, signal: controller.signal }));
    setTimeout(() => controller.abort(new Error("enough")), 5);
    await expect(panes).rejects.toThrow("enough");
    expect(closed).toBe(true);
    await expect(
      collect(scores.run(feed, { ...reading, signal: AbortSignal.abort(new Error("before")) })),
    ).rejects.toThrow("before");
  });

  test("with a clock, deadlines fire while the source is silent", async () => {
    const clock = new ManualClock();
    const { arrival: _, ...rest } = reading;
    let finish = (): void => {};
    async function* source(): AsyncGenerator<Score> {
      yield score("a", 5, 1, 0);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    }
    const run = scores.run(source(), { ...rest, clock })[Symbol.asyncIterator]();
    const first = run.next();
    await clock.settled();
    clock.to(minute - 1);
    await clock.settled();
    clock.to(minute);
    expect((await first).value).toMatchObject({ value: 5, timing: "early" });
    const second = run.next();
    await clock.settled();
    finish();
    expect((await second).value).toMatchObject({ value: 5, timing: "onTime", isLast: true });
    expect((await run.next()).done).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test("two halves of a run give together what one gives", async () => {
    const whole = await collect(scores.run(feed, reading));
    for (let cut = 0; cut <= feed.length; cut++) {
      const first = new Controlled(feed.slice(0, cut));
      const run = scores.run(first, reading);
      const panes: Pane<string, number>[] = [];
      const iterator = run[Symbol.asyncIterator]();
      let next = iterator.next();
      // What the half makes is received before the snapshot is taken.
      for (;;) {
        const result = await Promise.race([next, settled()]);
        if (result === null || result.done === true) break;
        panes.push(result.value);
        next = iterator.next();
      }
      const resume = JSON.parse(JSON.stringify(run.snapshot())) as ReturnType<typeof run.snapshot>;
      panes.push(...(await collect(scores.run(feed.slice(cut), { ...reading, resume }))));
      expect(panes).toEqual(whole);
    }
  });

  test("a snapshot is refused while panes wait, and under another watermark strategy", async () => {
    const both = windowing({
      windows: fixed("2m"),
      trigger: repeatedly(afterCount(1)),
      combine: sum((one: Score) => one.points),
    });
    const run = both.run(feed, {
      ...reading,
      watermark: punctuated({ name: "jump", version: 1, at: () => 20 * minute }),
    });
    const iterator = run[Symbol.asyncIterator]();
    await iterator.next();
    expect(() => run.snapshot()).toThrow(expect.objectContaining({ code: "ENGINE_BUSY" }));
    await iterator.next();
    const resume = run.snapshot();
    expect(() => both.run(feed, { ...reading, resume })).toThrow(
      expect.objectContaining({ code: "STRATEGY_MISMATCH" }),
    );
  });
});

/** A source that gives what it has and then stays open. */
class Controlled<T> implements AsyncIterable<T> {
  private readonly values: T[];

  constructor(values: readonly T[]) {
    this.values = [...values];
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return {
      next: async () => {
        const value = this.values.shift();
        return value === undefined ? new Promise<never>(() => {}) : { done: false, value };
      },
    };
  }
}

async function settled(): Promise<null> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return null;
}

class ManualClock implements Clock {
  private time = 0;
  private alarms: { at: number; wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  wakeAt(at: number, wake: () => void): () => void {
    const alarm = { at, wake };
    this.alarms.push(alarm);
    return () => {
      this.alarms = this.alarms.filter((other) => other !== alarm);
    };
  }

  to(time: number): void {
    this.time = time;
    for (const { at, wake } of this.alarms) if (at <= time) wake();
  }

  get pending(): number {
    return this.alarms.length;
  }

  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
