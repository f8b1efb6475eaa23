import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  type WatermarkChange,
  WatermarkInputs,
} from "../../src/watermark/index.ts";
import { law } from "../support/property.ts";
import { errorOf } from "./errors-of.ts";

const nothing: WatermarkChange = { watermark: null, status: null };

describe("inputs", () => {
  test("start active, aligned and without a watermark", () => {
    const inputs = new WatermarkInputs(["b", "a"]);
    expect(inputs.watermark).toBe(MIN_TIMESTAMP);
    expect(inputs.status).toBe("active");
    expect(inputs.ignored).toEqual({ regressing: 0, whileIdle: 0 });
    expect(inputs.states()).toEqual([
      { name: "b", watermark: MIN_TIMESTAMP, status: "active", aligned: true },
      { name: "a", watermark: MIN_TIMESTAMP, status: "active", aligned: true },
    ]);
    expect(inputs.activeWatermarks()).toEqual({ b: MIN_TIMESTAMP, a: MIN_TIMESTAMP });
  });

  test("show their states: aligned, unaligned, idle", () => {
    const inputs = new WatermarkInputs(["fast", "slow", "away"]);
    inputs.idle("away");
    inputs.idle("slow");
    expect(inputs.advance("fast", 10)).toEqual({ watermark: 10, status: null });
    inputs.active("slow");
    inputs.advance("slow", 9);
    expect(inputs.states()).toEqual([
      { name: "fast", watermark: 10, status: "active", aligned: true },
      { name: "slow", watermark: 9, status: "active", aligned: false },
      { name: "away", watermark: MIN_TIMESTAMP, status: "idle", aligned: false },
    ]);
    expect(inputs.activeWatermarks()).toEqual({ fast: 10, slow: 9 });
    inputs.advance("slow", 10);
    expect(inputs.states()[1]).toMatchObject({ aligned: true });
  });

  test("count as ignored what came too low or while idle, but not what says the same again", () => {
    const inputs = new WatermarkInputs(["a"]);
    inputs.advance("a", 5);
    expect(inputs.advance("a", 4)).toEqual(nothing);
    expect(inputs.advance("a", 5)).toEqual(nothing);
    inputs.idle("a");
    expect(inputs.advance("a", 9)).toEqual(nothing);
    expect(inputs.advance("a", 3)).toEqual(nothing);
    expect(inputs.ignored).toEqual({ regressing: 1, whileIdle: 2 });
    expect(inputs.watermark).toBe(5);
  });

  test("refuse a watermark that goes back if told to, and then change nothing", () => {
    const inputs = new WatermarkInputs(["a"], { regressing: "refuse" });
    inputs.advance("a", 5);
    const error = errorOf(() => inputs.advance("a", 4));
    expect(error.code).toBe("INVALID_WATERMARK");
    expect(error.message).toBe(
      'The watermark 4 of input "a" is behind its last one, 5. Never move a watermark back, or let regressing watermarks be ignored.',
    );
    expect(error.value).toBe(4);
    expect(inputs.ignored).toEqual({ regressing: 0, whileIdle: 0 });
    expect(inputs.advance("a", 5)).toEqual(nothing);
    expect(inputs.advance("a", 6)).toEqual({ watermark: 6, status: null });
  });

  test("end together: the end of input is the minimum like any other watermark", () => {
    const inputs = new WatermarkInputs(["a", "b"]);
    inputs.advance("a", MAX_TIMESTAMP);
    expect(inputs.advance("b", 5)).toEqual({ watermark: 5, status: null });
    expect(inputs.idle("b")).toEqual({ watermark: MAX_TIMESTAMP, status: null });
  });

  test("take a Date for a watermark", () => {
    expect(new WatermarkInputs(["a"]).advance("a", new Date(5)).watermark).toBe(5);
  });

  test("may be called __proto__ or 0", () => {
    const inputs = new WatermarkInputs(["__proto__", "0", ""]);
    inputs.advance("__proto__", 5);
    expect(Object.entries(inputs.activeWatermarks())).toContainEqual(["__proto__", 5]);
    const copy = new WatermarkInputs(["__proto__", "0", ""]);
    copy.restore(JSON.parse(JSON.stringify(inputs.snapshot())));
    expect(copy.states()).toEqual(inputs.states());
  });

  test("are not changed through what was given or what is returned", () => {
    const names = ["a"];
    const inputs = new WatermarkInputs(names);
    names.push("b");
    (inputs.ignored as { regressing: number }).regressing = 7;
    (inputs.snapshot() as { ignored: { regressing: number } }).ignored.regressing = 7;
    expect(inputs.states()).toHaveLength(1);
    expect(inputs.ignored.regressing).toBe(0);
    expect(errorOf(() => inputs.idle("b")).code).toBe("INVALID_INPUT");
  });
});

describe("refused", () => {
  test.each<[unknown, RegExp, string]>([
    [[], /^\[\] names no input\./, "no input"],
    ["ab", /^"ab" names no input\./, "no list"],
    [["a", "b", "a"], /^The input name "a" is used twice\./, "the same name twice"],
    [["a", 5], /^The input name 5 is no text\./, "no name"],
  ])("names %j: %s (%s)", (names, message) => {
    const error = errorOf(() => new WatermarkInputs(names as string[]));
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toMatch(message);
    expect(error.remedy).toBe("Give at least one input, each a name of its own.");
    expect(error.value).toBe(names);
  });

  test("an input that was not declared, with its name and theirs", () => {
    const inputs = new WatermarkInputs(["a", "b"]);
    for (const act of [
      () => inputs.advance("c", 1),
      () => inputs.idle("c"),
      () => inputs.active("c"),
      () => inputs.idle("toString"),
    ]) {
      expect(errorOf(act).code).toBe("INVALID_INPUT");
    }
    const error = errorOf(() => inputs.idle("c"));
    expect(error.message).toBe(
      'There is no input "c" among ["a","b"]. Name one of the declared inputs.',
    );
    expect(error.value).toBe("c");
  });

  test("a watermark that is no instant, even on an idle input", () => {
    const inputs = new WatermarkInputs(["a"]);
    for (const bad of [Number.NaN, 1.5, Number.POSITIVE_INFINITY]) {
      const error = errorOf(() => inputs.advance("a", bad));
      expect(error.code).toBe("INVALID_WATERMARK");
      expect(error.message).toContain('The watermark of input "a"');
    }
    inputs.idle("a");
    expect(errorOf(() => inputs.advance("a", Number.NaN)).code).toBe("INVALID_WATERMARK");
    expect(inputs.ignored).toEqual({ regressing: 0, whileIdle: 0 });
  });
});

describe("snapshots", () => {
  /** a: 7, active; b: 9, idle; output 7. */
  const sound = (): Record<string, unknown> => ({
    version: 1,
    watermark: 7,
    inputs: [
      { name: "a", watermark: 7, idle: false },
      { name: "b", watermark: 9, idle: true },
    ],
    ignored: { regressing: 2, whileIdle: 3 },
  });

  test("are plain data, and restored whole", () => {
    const inputs = new WatermarkInputs(["a", "b"]);
    inputs.restore(sound());
    expect(inputs.snapshot()).toEqual(sound());
    expect(inputs.watermark).toBe(7);
    expect(inputs.ignored).toEqual({ regressing: 2, whileIdle: 3 });
    expect(inputs.idle("a")).toEqual({ watermark: 9, status: "idle" });
  });

  test("know inputs by name, not by place", () => {
    const inputs = new WatermarkInputs(["b", "a"]);
    inputs.restore(sound());
    expect(inputs.states().map(({ name, watermark }) => [name, watermark])).toEqual([
      ["b", 9],
      ["a", 7],
    ]);
  });

  const input = { name: "a", watermark: 7, idle: false };
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["another version", { version: 2 }, /version 2 is not known/],
    ["no version", { version: undefined }, /version undefined is not known/],
    ["an unknown field", { more: 1 }, /the inputs has an unknown field "more"/],
    ["no watermark", { watermark: null }, /The combined watermark null is no instant/],
    ["no list", { inputs: {} }, /The list of inputs \{\} is no list/],
    ["no input", { inputs: [5] }, /snapshot of an input is no object, but 5/],
    ["an input without name", { inputs: [{ ...input, name: 5 }] }, /5 is no name/],
    ["an input twice", { inputs: [input, input] }, /"a" is no name for another input/],
    ["no status", { inputs: [{ ...input, idle: 0 }] }, /idleness 0 of input "a" is no boolean/],
    ["no instant", { inputs: [{ ...input, watermark: 0.5 }] }, /watermark of input "a" 0.5 is no/],
    ["no counters", { ignored: {} }, /the ignored watermarks lacks its field "regressing"/],
    [
      "no count",
      { ignored: { regressing: 1.5, whileIdle: 0 } },
      /number of regressing watermarks 1.5 is no count/,
    ],
    [
      "no count either",
      { ignored: { regressing: 1, whileIdle: -1 } },
      /number of watermarks while idle -1 is no count/,
    ],
    ["an output that lags", { watermark: 6 }, /combined watermark 6 does not follow/],
    ["an output that none promised", { watermark: 10 }, /combined watermark 10 does not follow/],
    [
      "an output that waits for none",
      { watermark: 9, inputs: allIdleAt(7, 10) },
      /9 does not follow/,
    ],
  ])("refused, and nothing changes: %s", (_, change, message) => {
    const inputs = new WatermarkInputs(["a", "b"]);
    inputs.advance("a", 1);
    const before = JSON.stringify(inputs.snapshot());
    const error = errorOf(() => inputs.restore({ ...sound(), ...change }));
    expect(error.code).toBe("INVALID_SNAPSHOT");
    expect(error.message).toMatch(message);
    expect(JSON.stringify(inputs.snapshot())).toBe(before);
  });

  test("an active input behind the output is a state that can be", () => {
    const inputs = new WatermarkInputs(["a", "b"]);
    inputs.restore({ ...sound(), watermark: 9 });
    expect(inputs.states()[0]).toMatchObject({ watermark: 7, aligned: false });
  });

  test.each<[string[], string]>([
    [["a"], "one too few"],
    [["a", "b", "c"], "one too many"],
    [["a", "c"], "another one"],
  ])("of the inputs a and b are refused by %j: %s", (names) => {
    const inputs = new WatermarkInputs(names);
    const error = errorOf(() => inputs.restore(sound()));
    expect(error.code).toBe("STRATEGY_MISMATCH");
    expect(error.message).toBe(
      `The snapshot holds the inputs ["a","b"], not ${JSON.stringify(names)}. Restore it with the same inputs.`,
    );
    expect(error.value).toEqual(["a", "b"]);
  });

  function allIdleAt(a: number, b: number): object[] {
    return [
      { name: "a", watermark: a, idle: true },
      { name: "b", watermark: b, idle: true },
    ];
  }
});

describe("laws", () => {
  type Event = readonly [input: string, event: number | "idle" | "active"];
  const names = ["a", "b", "c"];
  const event: fc.Arbitrary<Event> = fc.tuple(
    fc.constantFrom(...names),
    fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 12 }) },
      { weight: 2, arbitrary: fc.constantFrom("idle" as const, "active" as const) },
    ),
  );
  const events = fc.array(event, { maxLength: 30 });

  function apply(inputs: WatermarkInputs, [name, what]: Event): WatermarkChange {
    if (typeof what === "number") return inputs.advance(name, what);
    return what === "idle" ? inputs.idle(name) : inputs.active(name);
  }

  law("the output never goes back, and every change is told once", events, (list) => {
    const inputs = new WatermarkInputs(names);
    let watermark = MIN_TIMESTAMP;
    let status = "active";
    for (const step of list) {
      const change = apply(inputs, step);
      if (change.watermark !== null) expect(change.watermark).toBeGreaterThan(watermark);
      if (change.status !== null) expect(change.status).not.toBe(status);
      watermark = change.watermark ?? watermark;
      status = change.status ?? status;
      expect(inputs.watermark).toBe(watermark);
      expect(inputs.status).toBe(status);
      expect(inputs.states().every((input) => input.status === "idle")).toBe(status === "idle");
    }
  });

  law("is Flink's valve with its two delays removed", events, (list) => {
    const inputs = new WatermarkInputs(names);
    const valve = new Valve(names);
    for (const step of list) {
      expect(apply(inputs, step)).toEqual(valve.apply(step));
      expect(
        inputs
          .states()
          .filter(({ aligned }) => aligned)
          .map(({ name }) => name),
      ).toEqual(valve.alignedNames());
    }
  });

  const orders = fc.tuple(events, fc.shuffledSubarray(names, { minLength: 3 }));
  law("all idle is the maximum, in whatever order", orders, ([list, order]) => {
    const inputs = new WatermarkInputs(names);
    for (const step of list) apply(inputs, step);
    const maximum = Math.max(...inputs.states().map(({ watermark }) => watermark));
    for (const name of order) inputs.idle(name);
    expect([inputs.watermark, inputs.status]).toEqual([maximum, "idle"]);
  });

  law(
    "a snapshot is restored without a trace, whatever was there",
    fc.tuple(events, events),
    (lists) => {
      const [inputs, other] = lists.map((list) => {
        const filled = new WatermarkInputs(names);
        for (const step of list) apply(filled, step);
        return filled;
      }) as [WatermarkInputs, WatermarkInputs];
      other.restore(JSON.parse(JSON.stringify(inputs.snapshot())));
      expect(other.snapshot()).toEqual(inputs.snapshot());
      for (const step of lists[1]) expect(apply(other, step)).toEqual(apply(inputs, step));
      expect(other.snapshot()).toEqual(inputs.snapshot());
    },
  );

  /** The valve as Flink writes it, with alignment as a flag of its own. */
  class Valve {
    private readonly channels: Map<
      string,
      { watermark: number; active: boolean; aligned: boolean }
    >;
    private last = MIN_TIMESTAMP;
    private status: "idle" | "active" = "active";

    constructor(channels: readonly string[]) {
      this.channels = new Map(
        channels.map((name) => [name, { watermark: MIN_TIMESTAMP, active: true, aligned: true }]),
      );
    }

    apply([name, what]: Event): WatermarkChange {
      const channel = this.channels.get(name)!;
      if (typeof what === "number") {
        if (!channel.active || what <= channel.watermark) return nothing;
        channel.watermark = what;
        if (what >= this.last) channel.aligned = true;
        return { watermark: this.minimum(), status: null };
      }
      if (channel.active === (what === "active")) return nothing;
      channel.active = what === "active";
      channel.aligned = channel.active && channel.watermark >= this.last;
      const all = [...this.channels.values()];
      const active = all.some((each) => each.active);
      const watermark = active
        ? this.minimum()
        : this.emit(Math.max(...all.map((each) => each.watermark)));
      const status = active ? "active" : "idle";
      const changed = status === this.status ? null : status;
      this.status = status;
      return { watermark, status: changed };
    }

    alignedNames(): string[] {
      return [...this.channels].filter(([, { aligned }]) => aligned).map(([name]) => name);
    }

    private minimum(): number | null {
      const aligned = [...this.channels.values()].filter((each) => each.aligned);
      if (aligned.length === 0) return null;
      return this.emit(Math.min(...aligned.map((each) => each.watermark)));
    }

    private emit(watermark: number): number | null {
      if (watermark <= this.last) return null;
      this.last = watermark;
      return watermark;
    }
  }
});
