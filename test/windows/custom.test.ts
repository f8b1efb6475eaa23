import { describe, expect, test } from "vitest";
import { identityOf } from "../../src/watermark/identity.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import {
  customMergingWindows,
  customWindows,
  type Merge,
  type Window,
} from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";

const returning = (...windows: unknown[]) =>
  customWindows({ name: "mine", version: 1, assign: () => windows as Window[] });

describe("custom windows", () => {
  test("the function gets timestamp and value; windows come sorted, each once, cut to time", () => {
    const seen: unknown[] = [];
    const windows = customWindows<string>({
      name: "mine",
      version: 2,
      assign(timestamp, value) {
        seen.push([timestamp, value]);
        return new Set([
          { start: 0, end: 30 },
          { start: 5, end: 10 },
          { start: 0, end: 10 },
          { start: 5, end: 10 },
          { start: MIN_TIMESTAMP, end: MAX_TIMESTAMP },
        ]);
      },
    });
    expect(windows.assign(7, "v")).toEqual([
      { start: 0, end: 10 },
      { start: 5, end: 10 },
      { start: 0, end: 30 },
      { start: MIN_TIMESTAMP, end: MAX_TIMESTAMP },
    ]);
    expect(seen).toEqual([[7, "v"]]);
  });

  test("what it returns is copied", () => {
    const given = { start: -0, end: 10, note: "mine" };
    expect(returning(given).assign(1, null)).toStrictEqual([{ start: 0, end: 10 }]);
  });

  test("no window at all is allowed: the element is unassigned", () => {
    expect(returning().assign(1, null)).toEqual([]);
  });

  test("it is a value with an identity", () => {
    const windows = customWindows({ name: "by day", version: "v3", assign: () => [] });
    expect([
      windows.kind,
      windows.shape,
      String(windows),
      windows.toJSON(),
      windows.mayExcludeTimestamp,
    ]).toEqual([
      "custom",
      "plain",
      'custom("by day", version: v3)',
      { custom: { name: "by day", version: "v3" } },
      false,
    ]);
    expect(Object.isFrozen(windows)).toBe(true);
  });

  test.each([
    [{ start: 10, end: 20 }, "put timestamp 9 into", "it starts later"],
    [{ start: 0, end: 9 }, "put timestamp 9 into", "it has just ended"],
  ])("%o does not contain its element", (window, named, why) => {
    const error = expectError(
      "INVALID_ASSIGNMENT",
      () => returning(window).assign(9, null),
      "mine",
      named,
    );
    expect(error.value, why).toBe(window);
  });

  test("a window elsewhere is allowed if the function says so", () => {
    const windows = customWindows({
      name: "yesterday",
      version: 1,
      mayExcludeTimestamp: true,
      assign: (timestamp) => [{ start: timestamp - 10, end: timestamp }],
    });
    expect(windows.mayExcludeTimestamp).toBe(true);
    expect(windows.assign(9, null)).toEqual([{ start: -1, end: 9 }]);
  });

  test("only true says so", () => {
    const windows = customWindows({
      name: "x",
      version: 1,
      mayExcludeTimestamp: 1 as unknown as boolean,
      assign: () => [],
    });
    expect(windows.mayExcludeTimestamp).toBe(false);
  });

  test.each([
    [undefined, "nothing"],
    [null, "null"],
    [{ start: 0 }, "no end"],
    [{ end: 10 }, "no start"],
    [{ start: 5, end: 5 }, "empty"],
    [{ start: 6, end: 5 }, "backwards"],
    [{ start: 0.5, end: 5 }, "half a millisecond"],
    [{ start: 0, end: 9.5 }, "half a millisecond at the end"],
    [{ start: Number.NaN, end: 5 }, "no number"],
    [{ start: 0, end: Number.POSITIVE_INFINITY }, "beyond time"],
    [{ start: MIN_TIMESTAMP - 1, end: 5 }, "before time"],
    [{ start: "0", end: "9" }, "texts"],
    [[0, 9], "a pair"],
  ])("%o is no window", (window, why) => {
    const error = expectError(
      "INVALID_ASSIGNMENT",
      () => returning(window).assign(3, null),
      "mine",
      "no window [start, end) of integer milliseconds",
    );
    expect(error.value, why).toBe(window);
  });
});

describe("custom merging windows", () => {
  const set: Window[] = [
    { start: 0, end: 10 },
    { start: 5, end: 12 },
    { start: 20, end: 30 },
  ];
  const [a, b, c] = set as [Window, Window, Window];
  const merging = (...merges: Merge[]) =>
    customMergingWindows({ name: "mine", version: 1, assign: () => [], merge: () => merges });

  test("its shape says that it merges", () => {
    const windows = merging();
    expect([windows.kind, windows.shape, String(windows)]).toEqual([
      "custom",
      "merging",
      "custom(mine, version: 1)",
    ]);
    expect(Object.isFrozen(windows)).toBe(true);
  });

  test("the function gets the set; parts by value are enough, results may be wider", () => {
    const seen: unknown[] = [];
    const windows = customMergingWindows({
      name: "mine",
      version: 1,
      assign: () => [],
      merge(given) {
        seen.push(given);
        return new Set([{ parts: [{ ...a }, { ...b }], result: { start: -0, end: 20 } }]);
      },
    });
    const [merge, ...others] = windows.merge(set);
    expect(others).toEqual([]);
    expect(merge).toStrictEqual({ parts: [a, b], result: { start: 0, end: 20 } });
    expect(merge?.parts[0]).toBe(a);
    expect(seen).toEqual([set]);
  });

  test.each([
    [
      [{ parts: [a, { start: 1, end: 2 }], result: { start: 0, end: 12 } }],
      "a part that is not in the set",
    ],
    [
      [
        { parts: [a], result: a },
        { parts: [a, b], result: { start: 0, end: 12 } },
      ],
      "one part in two groups",
    ],
    [[{ parts: [a, b], result: { start: 1, end: 12 } }], "a result that starts after a part"],
    [[{ parts: [a, b], result: { start: 0, end: 11 } }], "a result that ends before a part"],
  ])("%j is refused: %s", (merges) => {
    const error = expectError(
      "INVALID_MERGE",
      () => merging(...merges).merge(set),
      "The window function mine merged",
    );
    expect(error.value).toHaveProperty("parts");
    expect(error.value).toHaveProperty("result");
  });

  test("naming the same part twice is refused", () => {
    expectError("INVALID_MERGE", () => merging({ parts: [a, a], result: a }).merge(set));
  });

  test("a result must be a window", () => {
    expectError(
      "INVALID_ASSIGNMENT",
      () => merging({ parts: [a], result: { start: 9, end: 0 } }).merge(set),
      "no window",
    );
  });

  test("groups apart from each other are fine, and so is naming nobody", () => {
    expect(
      merging(
        { parts: [a, b], result: { start: 0, end: 12 } },
        { parts: [c], result: { start: 19, end: 31 } },
      ).merge(set),
    ).toHaveLength(2);
    expect(merging().merge(set)).toEqual([]);
  });
});

describe("identities", () => {
  test.each([
    [{ name: "x", version: 1 }, "a number"],
    [{ name: "x", version: 0 }, "zero is a version"],
    [{ name: "x", version: "" }, "even an empty text is"],
  ])("%o", (given, why) => {
    expect(identityOf(Object.assign({ more: 1 }, given), "thing"), why).toStrictEqual(given);
    expect(Object.isFrozen(identityOf(given, "thing"))).toBe(true);
  });

  test.each([
    [{ name: "", version: 1 }, "no name"],
    [{ version: 1 }, "no name at all"],
    [{ name: 7, version: 1 }, "a name is text"],
    [{ name: "x" }, "no version"],
    [{ name: "x", version: null }, "no version either"],
    [{ name: "x", version: Number.NaN }, "a version that is not even itself"],
    [{ name: "x", version: Number.POSITIVE_INFINITY }, "JSON has no infinity"],
  ])("%o is none", (given: { name?: unknown; version?: unknown }, why) => {
    const error = expectError(
      "INVALID_STRATEGY",
      () => identityOf(given as never, "thing"),
      "A custom thing needs a name and a version",
    );
    expect(error.value, why).toEqual({ name: given.name, version: given.version });
  });

  test("custom windows need one", () => {
    expectError(
      "INVALID_STRATEGY",
      () => customWindows({ name: "", version: 1, assign: () => [] }),
      "window function",
    );
    expectError(
      "INVALID_STRATEGY",
      () => customMergingWindows({ name: "", version: 1, assign: () => [], merge: () => [] }),
      "window function",
    );
  });
});
