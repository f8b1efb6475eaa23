import { describe, expect, test } from "vitest";
import { list, sum } from "../../src/combine/index.ts";
import { type Key, strategy, type StrategyOptions } from "../../src/panes/index.ts";
import {
  type Commit,
  Driver,
  type DriverOptions,
  drive,
  driveAsync,
  type KeyState,
  OutputWatermark,
  type WorkItem,
} from "../../src/state/index.ts";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  never,
  repeatedly,
} from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import { fixed, sessions } from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";

type Item = Omit<WorkItem<Key, string>, "key">;

const at = (...elements: readonly (readonly [value: string, timestamp: number])[]): Item => ({
  elements: elements.map(([value, timestamp]) => ({ value, timestamp })),
});

function driverOf(
  options: Partial<StrategyOptions<string, string[]>> = {},
  more: DriverOptions = {},
): Driver<Key, string, string[]> {
  const complete: StrategyOptions<string, string[]> = {
    windows: fixed(10),
    trigger: afterWatermark({ early: afterProcessingTime(5), late: afterCount(1) }),
    allowedLateness: 20,
    combine: list<string>(),
    ...options,
  };
  return new Driver(strategy(complete), more);
}

/** One key's items, one after the other, as lines: what came out, and which timers were asked for. */
function run(
  driver: Driver<Key, string, string[]>,
  items: readonly Item[],
): { lines: string[]; state: KeyState | null } {
  let state: KeyState | null = null;
  const lines = items.map((item) => {
    const commit: Commit<Key, string, string[]> = driver.step(state, { key: "k", ...item });
    state = JSON.parse(JSON.stringify(commit.state)) as KeyState | null;
    const panes = commit.panes.map(
      ({ window, value, timing }) => `${window.start}..${window.end} ${value.join("")} ${timing}`,
    );
    const drops = commit.dropped.map(({ reason, value }) => `${reason} ${value}`);
    return `${[...panes, ...drops].join(", ")} | ${commit.timers.watermark} ${commit.timers.processingTime} | ${commit.hold}`;
  });
  return { lines, state };
}

describe("one work item", () => {
  test("is a commit: state, timers, outputs, hold and what was added to the counters", () => {
    const first = driverOf().step(null, {
      key: 7n,
      ...at(["a", 3], ["b", 12]),
      watermark: 1,
      processingTime: 100,
      outputWatermark: 0,
    });
    expect(first).toStrictEqual({
      key: 7n,
      state: {
        version: 1,
        clocks: { watermark: 1, processingTime: 100, outputWatermark: 0 },
        strategy: expect.any(String),
        sequence: 2,
        cells: [
          {
            key: { bigint: "7" },
            window: [0, 10],
            order: 0,
            accumulator: ["a"],
            fresh: 1,
            hold: 9,
            trigger: [0, 0, 0, 105, 0, 0],
          },
          {
            key: { bigint: "7" },
            window: [10, 20],
            order: 1,
            accumulator: ["b"],
            fresh: 1,
            hold: 19,
            trigger: [0, 0, 0, 105, 0, 0],
          },
        ],
      },
      timers: { watermark: 10, processingTime: 105 },
      panes: [],
      dropped: [],
      hold: 9,
      counters: expect.objectContaining({ read: 2, accepted: 2 }),
    });
    const second = driverOf().step(first.state, { key: 7n, processingTime: 105 });
    expect(second.panes.map(({ key, value }) => [key, value])).toEqual([
      [7n, ["a"]],
      [7n, ["b"]],
    ]);
    expect(second.counters).toMatchObject({ read: 0, accepted: 0, panes: { early: 2 } });
  });

  test("is pure: the same state and item, the same commit, and the state is not touched", () => {
    const driver = driverOf({ windows: sessions(10), accumulation: "retracting" });
    const first = driver.step(null, {
      key: "k",
      ...at(["a", 0], ["b", 15]),
      watermark: 0,
      processingTime: 100,
    });
    const freeze = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      Object.values(value).forEach(freeze);
      Object.freeze(value);
    };
    freeze(first.state);
    const item = { key: "k", ...at(["c", 8]), watermark: 5, processingTime: 105 };
    expect(driver.step(first.state, item)).toStrictEqual(driver.step(first.state, item));
  });

  test.each<readonly [readonly Item[], readonly string[], string]>([
    [
      [at(["a", 3]), { watermark: 10, ...at(["b", 4]) }],
      [" | 10 -8639999999999995 | 9", "0..10 a onTime, 0..10 b late | 30 -8639999999999995 | null"],
      "timers that are due before the elements fire before them; a deadline that was cleared may be named once more",
    ],
    [
      [{ ...at(["a", 3]), processingTime: 100 }, { processingTime: 105 }, { processingTime: 105 }],
      [" | 10 105 | 9", "0..10 a early | 10 null | null", " | 10 null | null"],
      "a timer delivered twice",
    ],
    [
      [{ ...at(["a", 3]), processingTime: 100 }, { processingTime: 103 }, { processingTime: 106 }],
      [" | 10 105 | 9", " | 10 105 | 9", "0..10 a early | 10 null | null"],
      "a timer delivered early, then late",
    ],
    [
      [
        { ...at(["a", 3]), watermark: 5, processingTime: 100 },
        { watermark: 2, processingTime: 50 },
      ],
      [" | 10 105 | 9", " | 10 105 | 9"],
      "clocks behind the state's are ignored",
    ],
    [
      [{ watermark: 30 }, at(["a", 3])],
      [" | null null | null", " | 10 -8639999999999995 | 9"],
      "a key without windows forgets its clocks, unless it is told the watermark again",
    ],
    [
      [{ watermark: 30 }, { ...at(["a", 3]), watermark: 30 }],
      [" | null null | null", "late a | null null | null"],
      "told again, what is late is late",
    ],
    [
      [{ ...at(["a", 3]), watermark: 0, processingTime: 0 }, { watermark: MAX_TIMESTAMP }],
      [" | 10 5 | 9", "0..10 a onTime | null null | null"],
      "the end of input leaves nothing",
    ],
    [[{}], [" | null null | null"], "nothing to do"],
  ])("%j", (items, expected, why) => {
    expect(run(driverOf(), items).lines, why).toEqual(expected);
  });

  test("the output watermark of all keys decides between on time and late", () => {
    const driver = driverOf({ trigger: repeatedly(afterCount(1)) });
    const timing = (outputWatermark?: number): unknown => {
      const { state } = driver.step(null, { key: "k", ...at(["x", 15]), watermark: 0 });
      return driver
        .step(state, {
          key: "k",
          ...at(["a", 3]),
          watermark: 12,
          ...(outputWatermark === undefined ? {} : { outputWatermark }),
        })
        .panes.map((pane) => pane.timing);
    };
    expect(timing(9)).toEqual(["onTime"]);
    expect(timing(10)).toEqual(["late"]);
    expect(timing()).toEqual(["late"]);
  });

  test("elements may be dated, and belong to the item's key whatever they say", () => {
    const commit = driverOf().step(null, {
      key: "k",
      elements: [{ value: "a", timestamp: new Date(3), key: "other" } as never],
    });
    expect(commit.state?.cells[0]).toMatchObject({ window: [0, 10] });
  });
});

describe("clocks that are kept", () => {
  const options = { trigger: never(), allowedLateness: 0 } as const;

  test("a key without windows still knows what is late", () => {
    const items: readonly Item[] = [at(["a", 3]), { watermark: 10 }, at(["b", 4])];
    expect(run(driverOf(options), items).lines).toEqual([
      " | 10 null | 9",
      "0..10 a onTime | null null | null",
      " | 10 null | 9",
    ]);
    expect(run(driverOf(options, { keepClocks: true }), items).lines).toEqual([
      " | 10 null | 9",
      "0..10 a onTime | null null | null",
      "late b | null null | null",
    ]);
  });

  test("until the end of time", () => {
    expect(
      run(driverOf(options, { keepClocks: true }), [at(["a", 3]), { watermark: 10 }]).state,
    ).toMatchObject({ clocks: { watermark: 10 }, cells: [] });
    expect(
      run(driverOf(options, { keepClocks: true }), [at(["a", 3]), { watermark: MAX_TIMESTAMP }])
        .state,
    ).toBeNull();
    expect(
      run(driverOf(options, { keepClocks: false }), [at(["a", 3]), { watermark: 10 }]).state,
    ).toBeNull();
  });
});

describe("state that no commit has made", () => {
  const driver = driverOf();
  const sound = driver.step(null, { key: "k", ...at(["a", 3]), watermark: 0, processingTime: 0 })
    .state as KeyState;

  test.each<readonly [unknown, string]>([
    [{}, "version"],
    [[], "the key's state"],
    ["{}", "the key's state"],
    [7, "the key's state"],
    [{ ...sound, version: 2 }, "version"],
    [{ ...sound, clocks: undefined }, "clocks"],
    [{ ...sound, clocks: { ...sound.clocks, watermark: 0.5 } }, "clocks.watermark"],
    [{ ...sound, clocks: { ...sound.clocks, outputWatermark: null } }, "clocks.outputWatermark"],
    [{ ...sound, sequence: 0 }, "cells[0].order"],
    [{ ...sound, sequence: "1" }, "sequence"],
    [{ ...sound, cells: null }, "cells"],
    [{ ...sound, cells: [{ ...sound.cells[0], trigger: [1] }] }, "cells[0].trigger"],
    [{ ...sound, cells: [{ ...sound.cells[0], fresh: -1 }] }, "cells[0].fresh"],
    [{ ...sound, clocks: { ...sound.clocks, watermark: MAX_TIMESTAMP } }, "cells[0]"],
    [{ ...sound, cells: [{ ...sound.cells[0], accumulator: "x" }] }, "accumulator"],
  ])("%j", (state, named) => {
    expectError("INVALID_SNAPSHOT", () => driver.step(state as KeyState, { key: "k" }), named);
  });

  test("an accumulator that a codec cannot read", () => {
    const picky = new Driver<Key, string, string[]>(
      strategy<string, string[]>({
        windows: fixed(10),
        combine: list<string>({
          encode: (value) => value,
          decode: () => {
            throw new RangeError("never seen");
          },
        }),
      }),
    );
    const { state } = picky.step(null, { key: "k", ...at(["a", 1]) });
    expectError("INVALID_SNAPSHOT", () => picky.step(state, { key: "k" }), "never seen");
  });
});

describe("bad work", () => {
  const numbers = new Driver<Key, number, number>(
    strategy<number, number>({ windows: fixed(10), combine: sum() }),
  );
  test.each<readonly [string, WorkItem<Key, number>]>([
    ["INVALID_KEY", { key: Number.NaN, elements: [{ value: 1, timestamp: 1 }] }],
    ["INVALID_VALUE", { key: "k", elements: [{ value: Number.NaN, timestamp: 1 }] }],
    [
      "INVALID_VALUE",
      {
        key: "k",
        elements: [
          { value: 1, timestamp: 1 },
          { value: "1" as never, timestamp: 1 },
        ],
      },
    ],
    ["INVALID_TIMESTAMP", { key: "k", elements: [{ value: 1, timestamp: MAX_TIMESTAMP }] }],
    ["INVALID_TIMESTAMP", { key: "k", processingTime: 0.5 }],
  ])("%s: nothing is committed", (code, item) => {
    const calls: string[] = [];
    const host = {
      load: () => {
        calls.push("load");
        return null;
      },
      commit: () => void calls.push("commit"),
    };
    expectError(code as "INVALID_KEY", () => drive(numbers, host, item));
    expect(calls).toEqual(["load"]);
  });

  test("a value without a codec", () => {
    const any = new Driver<Key, unknown, unknown[]>(strategy<unknown>({ windows: fixed(10) }));
    expectError("NOT_SERIALISABLE", () =>
      any.step(null, { key: "k", elements: [{ value: 1n, timestamp: 1 }] }),
    );
  });
});

describe("driving a host", () => {
  const numbers = new Driver<Key, number, number>(
    strategy<number, number>({ windows: fixed(10), combine: sum() }),
  );
  const item = { key: "k", elements: [{ value: 1, timestamp: 1 }] };

  test("load, step, commit; what was committed is returned", async () => {
    for (const isAsync of [false, true]) {
      const calls: unknown[] = [];
      const host = {
        load: (key: Key) => {
          calls.push(["load", key]);
          return null;
        },
        commit: (commit: Commit<Key, number, number>) => void calls.push(commit),
      };
      const commit = isAsync
        ? await driveAsync(
            numbers,
            { load: async (key) => host.load(key), commit: async (one) => host.commit(one) },
            item,
          )
        : drive(numbers, host, item);
      expect(calls).toEqual([["load", "k"], commit]);
      expect(commit).toStrictEqual(numbers.step(null, item));
    }
  });

  test("what the host throws comes out, and nothing is kept", async () => {
    const boom = (): never => {
      throw new Error("host down");
    };
    expect(() => drive(numbers, { load: boom, commit: () => {} }, item)).toThrow("host down");
    expect(() => drive(numbers, { load: () => null, commit: boom }, item)).toThrow("host down");
    await expect(
      driveAsync(numbers, { load: async () => boom(), commit: async () => {} }, item),
    ).rejects.toThrow("host down");
    await expect(
      driveAsync(numbers, { load: async () => null, commit: async () => boom() }, item),
    ).rejects.toThrow("host down");
  });
});

describe("the output watermark over all keys", () => {
  type Step = readonly [what: string, expected: number];
  const play = (steps: readonly Step[]): void => {
    const output = new OutputWatermark<string>();
    for (const [what, expected] of steps) {
      for (const part of what.split(" ")) {
        const [name = "", value = ""] = part.split("=");
        if (name === "wm") output.settle(Number(value));
        else if (name === "settle") output.settle();
        else output.report(name, value === "none" ? null : Number(value));
      }
      expect(output.value, what).toBe(expected);
    }
  };

  test.each<readonly [string, readonly Step[]]>([
    ["begins at the beginning of time", [["settle", MIN_TIMESTAMP]]],
    [
      "is the input watermark if nobody holds",
      [
        ["wm=5", 5],
        ["wm=9", 9],
      ],
    ],
    [
      "is the earliest hold",
      [
        ["a=3 b=7 wm=10", 3],
        ["a=none settle", 7],
        ["b=none settle", 10],
      ],
    ],
    [
      "moves with the end of a step, not with a report",
      [
        ["a=3 wm=10", 3],
        ["a=none", 3],
        ["settle", 10],
      ],
    ],
    [
      "never goes back",
      [
        ["wm=10", 10],
        ["a=3 settle", 10],
        ["wm=5", 10],
        ["a=none settle", 10],
      ],
    ],
    [
      "takes a key's last word",
      [
        ["a=3 a=8 wm=10", 8],
        ["a=9 settle", 9],
        ["a=4 settle", 9],
        ["a=none wm=20", 20],
      ],
    ],
    [
      "takes the same word twice",
      [
        ["a=3 a=3 wm=10", 3],
        ["a=none settle", 10],
      ],
    ],
    [
      "holds again after a release",
      [
        ["a=3 wm=5 a=none settle", 5],
        ["a=7 wm=10", 7],
        ["a=none settle", 10],
      ],
    ],
    [
      "is not led astray by what was said before",
      [
        ["a=3 a=none a=3 wm=10", 3],
        ["a=none settle", 10],
        ["a=30 b=20 wm=40", 20],
        ["b=none settle", 30],
      ],
    ],
    [
      "of equal holds needs all to go",
      [
        ["a=3 b=3 c=3 wm=10", 3],
        ["b=none settle", 3],
        ["a=none settle", 3],
        ["c=none settle", 10],
      ],
    ],
  ])("%s", (_why, steps) => {
    play(steps);
  });

  test("settle returns the value", () => {
    const output = new OutputWatermark<string>();
    expect(output.settle(7)).toBe(7);
    expect(output.settle(3)).toBe(7);
    expect(output.settle()).toBe(7);
  });
});
