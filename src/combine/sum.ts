import { type Json, numberCodec, storedList } from "./codec.ts";
import type { CombineFn } from "./combine-fn.ts";
import { checkNumber, type NumberOf, selfNumber } from "./number.ts";

/**
 * The sum of the elements, or of a number of each; 0 of none. Of whole numbers it merges exactly, as
 * long as the sums are safe integers. Fractions are rounded with every addition, so that their sum
 * depends on the order.
 */
export function sum(): CombineFn<number, number, number>;
export function sum<T>(of: NumberOf<T>): CombineFn<T, number, number>;
export function sum<T>(of?: NumberOf<T>): CombineFn<T, number, number> {
  return of === undefined ? plainSum : sumOf(of);
}

// Apart from `sumOf` because a call through a selector would be most of the cost of adding.
const plainSum: CombineFn<unknown, number, number> = Object.freeze({
  name: "sum",
  version: 1,
  create: () => 0,
  add: (total: number, value: unknown) => total + (value as number),
  merge: (a: number, b: number) => a + b,
  extract: (total: number) => total,
  codec: numberCodec,
  mergesExactly: Number.isSafeInteger,
  numbers: {
    empty: 0,
    addEach(
      column: Float64Array,
      lines: Int32Array,
      values: ArrayLike<unknown>,
      from: number,
      to: number,
    ) {
      for (let at = from; at < to; at++) {
        const line = lines[at] as number;
        column[line] = (column[line] as number) + (values[at] as number);
      }
    },
  },
  check(value: unknown) {
    if (typeof value !== "number" || value - value !== 0) checkNumber(value, "sum");
  },
  checkEach(values: ArrayLike<unknown>) {
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      if (typeof value !== "number" || value - value !== 0) checkNumber(value, "sum");
    }
  },
});

function sumOf<T>(of: NumberOf<T>): CombineFn<T, number, number> {
  return Object.freeze({
    ...plainSum,
    add: (total: number, value: T) => total + of(value),
    check: (value: T) => checkNumber(of(value), "sum"),
    checkEach(values: ArrayLike<T>) {
      for (let at = 0; at < values.length; at++) checkNumber(of(values[at] as T), "sum");
    },
    mergesExactly: (value: T) => Number.isSafeInteger(of(value)),
    numbers: {
      empty: 0,
      addEach(
        column: Float64Array,
        lines: Int32Array,
        values: ArrayLike<T>,
        from: number,
        to: number,
      ) {
        for (let at = from; at < to; at++) {
          const line = lines[at] as number;
          column[line] = (column[line] as number) + of(values[at] as T);
        }
      },
    },
  });
}

/** The arithmetic mean of the elements, or of a number of each; null of none. Merges as a sum does. */
export function mean(): CombineFn<number, { sum: number; count: number }, number | null>;
export function mean<T>(
  of: NumberOf<T>,
): CombineFn<T, { sum: number; count: number }, number | null>;
export function mean<T>(
  of: NumberOf<T> = selfNumber,
): CombineFn<T, { sum: number; count: number }, number | null> {
  return Object.freeze({
    name: "mean",
    version: 1,
    create: () => ({ sum: 0, count: 0 }),
    add(acc: { sum: number; count: number }, value: T) {
      acc.sum += of(value);
      acc.count += 1;
      return acc;
    },
    merge(a: { sum: number; count: number }, b: { sum: number; count: number }) {
      a.sum += b.sum;
      a.count += b.count;
      return a;
    },
    extract: (acc: { sum: number; count: number }) =>
      acc.count === 0 ? null : acc.sum / acc.count,
    check: (value: T) => checkNumber(of(value), "mean"),
    mergesExactly: (value: T) => Number.isSafeInteger(of(value)),
    codec: {
      encode: (acc: { sum: number; count: number }): Json => [
        numberCodec.encode(acc.sum),
        acc.count,
      ],
      decode(json: Json) {
        const [sum, count] = storedList(json, 2).map((part) => numberCodec.decode(part)) as [
          number,
          number,
        ];
        return { sum, count };
      },
    },
  });
}
