import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CombineFn,
  combiner,
  count,
  type Json,
  list,
  max,
  mean,
  min,
  plainCodec,
  set,
  sum,
  top,
  tuple,
} from "../../src/combine/index.ts";
import { expectError } from "../panes/expect-error.ts";

interface Score {
  readonly team: string;
  readonly points: number;
}
const points = (score: Score): number => score.points;
const score = (text: string): Score => ({ team: text.slice(0, 1), points: Number(text.slice(1)) });

type Any = CombineFn<unknown, unknown, unknown>;

/** What the values come to, added one after the other. */
function of(combine: Any, values: readonly unknown[]): unknown {
  return values.reduce((accumulator, value) => combine.add(accumulator, value), combine.create());
}

const extractOf = (combine: Any, values: readonly unknown[]): unknown =>
  combine.extract(of(combine, values));

const numbers = [5, -1, 3, 3, 0];
const scores = ["a5", "b-1", "a3", "c3", "b0"].map(score);

const table: readonly (readonly [
  name: string,
  combine: unknown,
  empty: unknown,
  values: readonly unknown[],
  expected: unknown,
  why: string,
])[] = [
  ["count", count(), 0, ["x", null, undefined, Number.NaN], 4, "whatever the elements are"],
  ["sum", sum(), 0, numbers, 10, "of the elements"],
  ["sum", sum(points), 0, scores, 10, "of a number of each"],
  ["mean", mean(), null, numbers, 2, "of the elements; there is no mean of none"],
  ["mean", mean(points), null, scores, 2, "of a number of each"],
  ["min", min(), null, numbers, -1, "the smallest; null of none, not infinity"],
  ["min", min(points), null, scores, -1, "of a number of each"],
  ["max", max(), null, numbers, 5, "the largest; null of none"],
  ["max", max(points), null, scores, 5, "of a number of each"],
  ["max", max(), null, [-3, -2, -7], -2, "none is larger than nothing"],
  ["min", min(), null, [0, -0], 0, "no negative zero: JSON has none"],
  ["max", max(), null, [-0], 0, "of one either"],
  ["list", list(), [], [2, "x", [1]], [2, "x", [1]], "in order of arrival"],
  [
    "set",
    set(),
    [],
    [2, "2", 2, null, true, null, -0, 0],
    [2, "2", null, true, 0],
    "each once, by type and value",
  ],
  ["set", set((value: Score) => value.team), [], scores, ["a", "b", "c"], "of something of each"],
  ["top 2", top(2), [], numbers, [5, 3], "largest first"],
  ["top 9", top(9), [], numbers, [5, 3, 3, 0, -1], "fewer than wanted: all, sorted"],
  [
    "top 2",
    top<Score>(2, { by: points }),
    [],
    scores,
    [scores[0], scores[2]],
    "among equals the earlier is the larger",
  ],
  [
    "top 1",
    top<Score>(1, { by: points }),
    [],
    [scores[2], scores[3], scores[0]],
    [scores[0]],
    "a later one must be larger to win",
  ],
  [
    "tuple(n: count v1, most: max v1)",
    tuple({ n: count(), most: max() }),
    { n: 0, most: null },
    numbers,
    { n: 5, most: 5 },
    "every part by its name",
  ],
  ["tuple()", tuple({}), {}, numbers, {}, "of nothing"],
];

describe.each(table)("%s", (name, combine, empty, values, expected, why) => {
  const it = combine as Any;

  test(`${JSON.stringify(expected)}: ${why}`, () => {
    expect(it.name).toBe(name);
    expect(it.version).toBe(1);
    expect(Object.isFrozen(it)).toBe(true);
    expect(extractOf(it, values)).toStrictEqual(expected);
  });

  test("of no elements", () => {
    expect(extractOf(it, [])).toStrictEqual(empty);
  });

  test("the same, merged from any two parts, empty ones included", () => {
    for (let at = 0; at <= values.length; at++) {
      const merged = it.merge(of(it, values.slice(0, at)), of(it, values.slice(at)));
      expect(it.extract(merged), `cut at ${at}`).toStrictEqual(expected);
    }
  });

  test("the same, through the codec at any point", () => {
    const codec = it.codec ?? plainCodec;
    for (let at = 0; at <= values.length; at++) {
      if (name === "list" || name === "count" || !values.includes(undefined)) {
        const text = JSON.stringify(codec.encode(of(it, values.slice(0, at))));
        const rest = values
          .slice(at)
          .reduce(
            (acc: unknown, value) => it.add(acc, value),
            codec.decode(JSON.parse(text) as Json),
          );
        expect(it.extract(rest), `cut at ${at}`).toStrictEqual(expected);
      }
    }
  });

  test("what is extracted, decoded or merged shares nothing that a later add could change", () => {
    const accumulator = of(it, values.slice(0, 1));
    const first = it.extract(accumulator);
    const copy = structuredClone(first);
    const codec = it.codec ?? plainCodec;
    const stored = codec.encode(accumulator);
    const storedCopy = structuredClone(stored);
    const other = codec.decode(stored);
    const otherBefore = JSON.stringify(codec.encode(other));
    for (const value of values.slice(1)) it.add(accumulator, value);
    it.merge(accumulator, other);
    it.add(accumulator, values[0]);
    expect(first).toStrictEqual(copy);
    expect(stored).toStrictEqual(storedCopy);
    expect(JSON.stringify(codec.encode(other))).toBe(otherBefore);
  });
});

describe("values that a combiner refuses", () => {
  test.each<readonly [string, unknown, unknown, string]>([
    ["sum was given", sum(), Number.NaN, "NaN is no number"],
    ["sum was given", sum(), Number.POSITIVE_INFINITY, "JSON has no infinity"],
    ["sum was given", sum(), "1", "text would be joined"],
    ["sum was given", sum(), null, "null would be 0"],
    ["sum was given", sum(), 1n, "bigints do not mix"],
    ["sum was given", sum(points), { points: "1" }, "the selected number counts"],
    ["sum was given undefined", sum(points), {}, "nothing selected"],
    ["mean was given", mean(), Number.NaN, "NaN is no number"],
    ["mean was given", mean(points), {}, "nothing selected"],
    ["min was given", min(), "1", "text"],
    ["min was given", min(points), {}, "nothing selected"],
    ["max was given", max(), undefined, "nothing"],
    ["max was given", max(points), {}, "nothing selected"],
    ["set was given", set(), {}, "objects are equal only to themselves"],
    ["set was given undefined", set(), undefined, "JSON has no undefined"],
    ["set was given 1n", set(), 1n, "nor bigint"],
    ["set was given NaN", set(), Number.NaN, "nor NaN"],
    ["set was given", set((value: Score) => value.team), {}, "nothing selected"],
    ["top was given", top(1), "1", "text"],
    ["top was given", top<Score>(1, { by: points }), {}, "nothing selected"],
    ["max was given", tuple({ n: count(), most: max() }), "x", "every part is asked"],
  ])("%s", (named, combine, value, why) => {
    const error = expectError("INVALID_VALUE", () => (combine as Any).check?.(value), named);
    expect(error.code, why).toBe("INVALID_VALUE");
  });

  test.each<readonly [unknown, unknown]>([
    [sum(), -1.5],
    [sum(points), { points: 0 }],
    [mean(), 0],
    [min(), -0],
    [set(), "x"],
    [set(), false],
    [set(), null],
    [set(), 1.5],
    [top(1), 1],
    [tuple({ n: count(), most: max() }), 1],
    [tuple({ n: count() }), "whatever"],
  ])("%o takes %o", (combine, value) => {
    expect(() => (combine as Any).check?.(value)).not.toThrow();
  });

  test("count and list take anything", () => {
    expect([count().check, list().check]).toEqual([undefined, undefined]);
  });

  test.each([[0], [-1], [1.5], [Number.NaN], ["2" as never], [2 ** 53]])("top(%s) is none", (n) => {
    expectError("INVALID_STRATEGY", () => top(n), "needs a whole number from 1");
  });
});

describe("stored accumulators that no combiner has written", () => {
  test.each<readonly [unknown, Json | undefined, string]>([
    [count(), "1", "a number is needed"],
    [count(), null, "not null"],
    [count(), [], "not a list"],
    [sum(), true, "not a boolean"],
    [sum(), { __proto__: null, valueOf: 1 }, "not an object"],
    [mean(), [1], "two numbers"],
    [mean(), [1, 2, 3], "two numbers only"],
    [mean(), [1, "2"], "both numbers"],
    [mean(), { sum: 1, count: 2, length: 2 }, "a list"],
    [min(), "1", "a number or null"],
    [max(), [1], "a number or null"],
    [list(), {}, "a list"],
    [list(), "abc", "text is no list"],
    [list(), { length: 1, 0: 1 }, "nor what looks like one"],
    [set(), {}, "a list"],
    [set(), null, "a list"],
    [top(2), 7, "a list"],
    [tuple({ a: count(), b: max() }), [1], "one for each part"],
    [tuple({ a: count(), b: max() }), [1, 2, 3], "no more"],
    [tuple({ a: count(), b: max() }), ["1", null], "each checked by its part"],
    [tuple({ a: count(), b: max() }), { a: 1, b: 2 }, "a list"],
  ])("%o cannot read %j: %s", (combine, stored) => {
    const it = combine as Any;
    expectError(
      "INVALID_SNAPSHOT",
      () => it.codec?.decode(stored as Json),
      "The stored accumulator",
    );
  });

  test("a set of what is no member of a set", () => {
    expectError("INVALID_SNAPSHOT", () => set().codec?.decode([{}]));
  });

  test("more than n of the top n", () => {
    expectError("INVALID_SNAPSHOT", () => top(1).codec?.decode([3, 2, 1]));
  });

  test.each<readonly [Json, readonly [string, string | null]]>([
    [null, ["null", null]],
    [3, ["3", null]],
  ])("of nothing comes nothing: %j", (stored, [expected]) => {
    expect(JSON.stringify(max().codec?.decode(stored))).toBe(expected);
  });
});

describe("a combiner of one's own", () => {
  const parts = {
    name: "mine",
    version: 1,
    create: () => 0,
    add: (a: number) => a + 1,
    merge: (a: number, b: number) => a + b,
    extract: (a: number) => a,
  };

  test("is checked and frozen, and is a copy", () => {
    const given = { ...parts, extra: 1 };
    const made = combiner(given);
    expect(made).toEqual(given);
    expect(made).not.toBe(given);
    expect(Object.isFrozen(made)).toBe(true);
  });

  test.each(["create", "add", "merge", "extract"] as const)("needs a function %s", (part) => {
    expectError(
      "INVALID_STRATEGY",
      () => combiner({ ...parts, [part]: 7 }),
      "The combiner mine has no function",
      `${part}, but 7`,
    );
  });

  test("needs a name and a version", () => {
    expectError(
      "INVALID_STRATEGY",
      () => combiner({ ...parts, name: "" }),
      "A custom combiner needs a name and a version",
    );
    expectError("INVALID_STRATEGY", () => combiner({ ...parts, version: Number.NaN }));
  });
});

describe("tuples", () => {
  test("parts of their own types over one element", () => {
    const it = tuple({
      total: sum(points),
      teams: set((value: Score) => value.team),
      best: top<Score>(1, { by: points }),
    });
    expect(extractOf(it as Any, scores)).toEqual({
      total: 10,
      teams: ["a", "b", "c"],
      best: [scores[0]],
    });
    expect(it.name).toBe("tuple(total: sum v1, teams: set v1, best: top 1 v1)");
  });

  test("a part without a codec of its own must be plain data", () => {
    const dates = combiner<number, Date, number>({
      name: "dates",
      version: "2b",
      create: () => new Date(0),
      add: (a) => a,
      merge: (a) => a,
      extract: Number,
    });
    const it = tuple({ d: dates, n: count() });
    expect(it.name).toBe("tuple(d: dates v2b, n: count v1)");
    expectError("NOT_SERIALISABLE", () => it.codec?.encode(it.create()));
  });

  test("a tuple inside a tuple", () => {
    const it = tuple({ inner: tuple({ n: count() }), sum: sum() });
    expect(extractOf(it as Any, [1, 2])).toEqual({ inner: { n: 2 }, sum: 3 });
  });
});

describe("combiners that merge exactly", () => {
  const cents = (value: number): { points: number; team: string } => ({
    points: value,
    team: "a",
  });
  const promising: readonly (readonly [string, Any, (value: number) => unknown])[] = [
    ["count", count(), (value) => value],
    ["sum", sum() as Any, (value) => value],
    ["sum of", sum(points) as Any, cents],
    ["mean", mean() as Any, (value) => value],
    ["min", min() as Any, (value) => value],
    ["max of", max(points) as Any, cents],
    ["tuple", tuple({ n: count(), most: max(), all: sum() }) as Any, (value) => value],
  ];

  test.each(
    promising,
  )("%s: however the elements are spread, ordered and merged", (_, it, element) => {
    const whole = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(whole, fc.nat(3), fc.integer()), { maxLength: 12 }),
        (drawn) => {
          const expected = extractOf(
            it,
            drawn.map(([value]) => element(value)),
          );
          const parts = [0, 1, 2, 3].map((part) =>
            of(
              it,
              drawn
                .filter(([, at]) => at === part)
                .sort((a, b) => a[2] - b[2])
                .map(([value]) => element(value)),
            ),
          );
          const merged = parts.reduce((a, b) => it.merge(a, b), it.create());
          expect(it.extract(merged)).toStrictEqual(expected);
        },
      ),
    );
  });

  const promises = (it: unknown, value: unknown): boolean => {
    const promise = (it as Any).mergesExactly ?? false;
    return typeof promise === "function" ? promise(value) : promise;
  };

  test.each<readonly [string, unknown, unknown, boolean]>([
    ["whole numbers are added without rounding", sum(), 5, true],
    ["a fraction is rounded with every addition", sum(), 0.5, false],
    ["so is what is too large", sum(), 2 ** 53, false],
    ["the selected number counts", sum(points), cents(0.5), false],
    ["the selected number counts", mean(points), cents(5), true],
    ["a mean is a sum", mean(), 0.5, false],
    ["nothing is rounded", min(), 0.5, true],
    ["nothing is rounded", tuple({ n: count(), most: max() }), 0.5, true],
    ["every part must", tuple({ n: count(), all: sum() }), 0.5, false],
    ["every part must", tuple({ n: count(), all: sum() }), 5, true],
    ["every part must", tuple({ n: count(), each: list() }), 5, false],
    ["the order of arrival is lost", list(), 5, false],
    ["the order of arrival is lost", set(), 5, false],
    ["among equals the earlier one counts", top(2), 5, false],
  ])("%s: %o with %o", (_, it, value, expected) => {
    expect(promises(it, value)).toBe(expected);
  });

  test("a combiner of one's own keeps its promise, and no nonsense is taken for one", () => {
    const own = { ...sum(), name: "sum, the last digits free", version: 1 };
    expect(combiner({ ...own, mergesExactly: true }).mergesExactly).toBe(true);
    expectError(
      "INVALID_STRATEGY",
      () => combiner({ ...own, mergesExactly: "yes" as unknown as true }),
      "mergesExactly",
    );
  });
});
