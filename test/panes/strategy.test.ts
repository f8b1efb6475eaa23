import { describe, expect, test } from "vitest";
import { count, list, sum } from "../../src/combine/index.ts";
import { strategy, strategyToJson } from "../../src/panes/index.ts";
import {
  afterCount,
  afterWatermark,
  defaultTrigger,
  repeatedly,
} from "../../src/triggers/index.ts";
import { fixed, sessions } from "../../src/windows/index.ts";
import { expectError } from "./expect-error.ts";

const windows = fixed(10);

describe("a complete strategy", () => {
  test("has these defaults", () => {
    const it = strategy({ windows });
    expect({ ...it, combine: it.combine.name }).toEqual({
      windows,
      trigger: defaultTrigger(),
      accumulation: "discarding",
      allowedLatenessMs: 0,
      onTime: "always",
      closing: "ifNonEmpty",
      timestampCombiner: "endOfWindow",
      combine: "list",
    });
    expect(Object.isFrozen(it)).toBe(true);
  });

  test("is plain data, functions by name and version", () => {
    const stamps = { name: "mine", version: 3, assign: (t: number) => t, combine: Math.max };
    const it = strategy<number, number>({
      windows: sessions("5m"),
      trigger: repeatedly(afterCount(2)),
      accumulation: "retracting",
      allowedLateness: "1m",
      onTime: "ifNonEmpty",
      closing: "always",
      timestampCombiner: stamps,
      combine: sum(),
    });
    expect(strategyToJson(it)).toStrictEqual({
      windows: { sessions: { gap: 300_000, touching: "separate" } },
      trigger: { repeatedly: { afterCount: 2 } },
      accumulation: "retracting",
      allowedLateness: 60_000,
      onTime: "ifNonEmpty",
      closing: "always",
      timestampCombiner: { name: "mine", version: 3 },
      combine: { name: "sum", version: 1 },
    });
    expect(
      strategyToJson(strategy({ windows, timestampCombiner: "latest", combine: count() }))
        .timestampCombiner,
    ).toBe("latest");
  });

  test.each([
    "endOfWindow",
    "earliest",
    "latest",
  ] as const)("%s is a timestamp combiner", (timestampCombiner) => {
    expect(strategy({ windows, timestampCombiner }).timestampCombiner).toBe(timestampCombiner);
  });

  test("a timestamp combiner of one's own is a frozen copy", () => {
    const given = {
      name: "mine",
      version: 3,
      assign: (t: number) => t,
      combine: Math.max,
      more: 1,
    };
    const { timestampCombiner } = strategy({ windows, timestampCombiner: given });
    expect(timestampCombiner).toStrictEqual({
      name: "mine",
      version: 3,
      assign: given.assign,
      combine: Math.max,
    });
    expect(Object.isFrozen(timestampCombiner)).toBe(true);
  });
});

describe("a strategy that cannot be", () => {
  const without =
    (part: object): (() => unknown) =>
    () =>
      strategy({ windows, ...part });
  const stamps = { name: "mine", version: 3, assign: (t: number) => t, combine: Math.max };

  test.each<readonly [string, () => unknown, string, string]>([
    [
      "INVALID_STRATEGY",
      without({ windows: undefined }),
      "windows is undefined, which is no window function",
      "nothing",
    ],
    [
      "INVALID_STRATEGY",
      without({ windows: { fixed: { size: 10 } } }),
      'windows is {"fixed":{"size":10}}',
      "plain data",
    ],
    [
      "INVALID_STRATEGY",
      without({ trigger: "default" }),
      'trigger is "default", which is no trigger',
      "a name",
    ],
    ["INVALID_STRATEGY", without({ trigger: null }), "trigger is null", "null is not absence"],
    [
      "INVALID_STRATEGY",
      without({ trigger: { afterCount: 1 } }),
      'trigger is {"afterCount":1}',
      "plain data",
    ],
    [
      "INVALID_STRATEGY",
      without({ accumulation: "accumulate" }),
      'accumulation is "accumulate". Use one of discarding, accumulating, retracting',
      "misspelt",
    ],
    [
      "INVALID_STRATEGY",
      without({ onTime: true }),
      "onTime is true. Use one of always, ifNonEmpty",
      "a boolean",
    ],
    [
      "INVALID_STRATEGY",
      without({ closing: "sometimes" }),
      'closing is "sometimes". Use one of always, ifNonEmpty, never',
      "unknown",
    ],
    [
      "INVALID_STRATEGY",
      without({ timestampCombiner: "first" }),
      '"first" is no timestamp combiner',
      "unknown",
    ],
    [
      "INVALID_STRATEGY",
      without({ timestampCombiner: { ...stamps, assign: 1 } }),
      "is no timestamp combiner",
      "no function",
    ],
    [
      "INVALID_STRATEGY",
      without({ timestampCombiner: { ...stamps, combine: undefined } }),
      "is no timestamp combiner. Use endOfWindow, earliest, latest, or",
      "half of one",
    ],
    [
      "INVALID_STRATEGY",
      without({ timestampCombiner: { ...stamps, name: "" } }),
      "A custom timestamp combiner needs a name",
      "no name",
    ],
    [
      "INVALID_STRATEGY",
      without({ combine: "sum" }),
      'combine is "sum", which is no combiner',
      "a name",
    ],
    [
      "INVALID_STRATEGY",
      without({ combine: { create: () => 0 } }),
      "which is no combiner",
      "half of one",
    ],
    [
      "INVALID_STRATEGY",
      without({ combine: { add: () => 0 } }),
      "which is no combiner",
      "the other half",
    ],
    [
      "INVALID_DURATION",
      without({ allowedLateness: -1 }),
      "allowed lateness -1 is less than 0",
      "backwards",
    ],
    [
      "INVALID_DURATION",
      without({ allowedLateness: "P1M" }),
      "allowed lateness",
      "no fixed length",
    ],
  ])("%s %s: %s", (code, make, named, why) => {
    expect(expectError(code as "INVALID_STRATEGY", make, named).code, why).toBe(code);
  });

  test("a trigger that finishes needs a word of consent", () => {
    const { value } = expectError(
      "UNSAFE_TRIGGER",
      () => strategy({ windows, trigger: afterCount(2) }),
      "The trigger afterCount(2) finishes with afterCount(2); the window is then closed and every later element in it is dropped.",
      "allowUnsafeTriggers",
    );
    expect(String(value)).toBe("afterCount(2)");
    expect(
      strategy({ windows, trigger: afterCount(2), allowUnsafeTriggers: true }).trigger,
    ).toEqual(afterCount(2));
    expectError("UNSAFE_TRIGGER", () =>
      strategy({ windows, trigger: afterCount(2), allowUnsafeTriggers: 1 as unknown as boolean }),
    );
  });

  test("after the end without lateness nothing can be lost", () => {
    expect(() => strategy({ windows, trigger: afterWatermark() })).not.toThrow();
    expectError("UNSAFE_TRIGGER", () =>
      strategy({ windows, trigger: afterWatermark(), allowedLateness: 1 }),
    );
  });

  test("a list of elements is what is computed by default", () => {
    expect(strategy<string>({ windows }).combine.extract(list<string>().create())).toEqual([]);
  });
});
