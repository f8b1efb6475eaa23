import { describe, expect, test } from "vitest";
import {
  codecOf,
  copyPlain,
  count,
  type Json,
  list,
  plainCodec,
  top,
} from "../../src/combine/index.ts";
import { expectError } from "../panes/expect-error.ts";

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
};

describe("plain data", () => {
  test.each([
    [null],
    [true],
    [""],
    [0],
    [-1.5],
    [5e-324],
    [[]],
    [{}],
    [[1, [2, { a: null }]]],
    [{ a: { b: [] }, "": 0 }],
    [Object.assign(Object.create(null), { a: 1 })],
    [nested(200)],
  ])("%j is copied as JSON would", (value) => {
    const copy = copyPlain(value);
    expect(copy).toStrictEqual(JSON.parse(JSON.stringify(value)));
    if (typeof value === "object" && value !== null) expect(copy).not.toBe(value);
    expect(plainCodec.decode(plainCodec.encode(value))).toStrictEqual(copy);
  });

  test.each<readonly [unknown, string]>([
    [undefined, "JSON leaves it out"],
    [Number.NaN, "JSON makes it null"],
    [Number.NEGATIVE_INFINITY, "JSON makes it null"],
    [-0, "JSON makes it 0"],
    [1n, "JSON refuses it"],
    [Symbol("s"), "JSON leaves it out"],
    [() => 1, "JSON leaves it out"],
    [new Date(0), "JSON makes it text"],
    [new Map([[1, 2]]), "JSON makes it {}"],
    [new Set([1]), "JSON makes it {}"],
    [/x/, "JSON makes it {}"],
    [Uint8Array.of(1), "JSON makes it an object"],
    [
      new (class Point {
        x = 1;
      })(),
      "JSON forgets its class",
    ],
    [{ toJSON: () => 1 }, "JSON asks it first"],
    [Object.create({ inherited: 1 }), "JSON forgets what is inherited"],
    [{ a: undefined }, "JSON leaves the field out"],
    [[undefined], "JSON makes it null"],
    [new Array(1), "JSON fills the hole"],
    [{ a: [{ b: -0 }] }, "deep inside"],
    [nested(202), "deeper than any honest value"],
  ])("%o is refused: %s", (value) => {
    expectError("NOT_SERIALISABLE", () => copyPlain(value), "JSON would not keep the value");
    expectError("NOT_SERIALISABLE", () => plainCodec.encode(value));
    expectError("NOT_SERIALISABLE", () => plainCodec.decode(value as Json));
  });

  test("a cycle is refused, not followed for ever", () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expectError("NOT_SERIALISABLE", () => copyPlain(cycle));
    expectError("NOT_SERIALISABLE", () => copyPlain([[cycle]]));
  });

  test("a field named __proto__ stays a field, and pollutes nothing", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}, "a": {"__proto__": 1}}') as Json;
    const copy = copyPlain(hostile) as Record<string, unknown>;
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true},"a":{"__proto__":1}}');
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(copy["polluted"]).toBeUndefined();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    copyPlain(copy);
  });
});

describe("codecs of elements", () => {
  const dates = {
    encode: (value: Date): Json => value.getTime(),
    decode(json: Json): Date {
      if (typeof json !== "number") throw new RangeError(`no date: ${JSON.stringify(json)}`);
      return new Date(json);
    },
  };

  test("a list of dates", () => {
    const it = list(dates);
    const stored = it.codec?.encode([new Date(1), new Date(2)]) as Json;
    expect(stored).toEqual([1, 2]);
    expect(it.codec?.decode(stored)).toEqual([new Date(1), new Date(2)]);
    expect(() => it.codec?.decode(["x"])).toThrow('no date: "x"');
  });

  test("the top dates", () => {
    const it = top<Date>(1, { by: Number, values: dates });
    expect(it.codec?.decode(it.codec.encode([new Date(5)]))).toEqual([new Date(5)]);
  });

  test("without one elements must be plain", () => {
    expectError("NOT_SERIALISABLE", () => list<unknown>().codec?.encode([new Date(1)]));
    expectError("NOT_SERIALISABLE", () =>
      top<unknown>(1, { by: Number }).codec?.encode([new Date(1)]),
    );
  });

  test("a combiner's own codec, or that of plain data", () => {
    expect(codecOf(count())).toBe(count().codec);
    const { codec: _codec, ...without } = count();
    expect(codecOf(without)).toBe(plainCodec);
  });
});
