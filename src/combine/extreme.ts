import { nullableNumberCodec } from "./codec.ts";
import type { CombineFn } from "./combine-fn.ts";
import { checkNumber, type NumberOf, selfNumber } from "./number.ts";

/** The smallest element, or the smallest number of one; null of none. */
export function min(): CombineFn<number, number | null, number | null>;
export function min<T>(of: NumberOf<T>): CombineFn<T, number | null, number | null>;
export function min<T>(of: NumberOf<T> = selfNumber): CombineFn<T, number | null, number | null> {
  return extreme("min", of, Math.min, Number.POSITIVE_INFINITY);
}

/** The largest element, or the largest number of one; null of none. */
export function max(): CombineFn<number, number | null, number | null>;
export function max<T>(of: NumberOf<T>): CombineFn<T, number | null, number | null>;
export function max<T>(of: NumberOf<T> = selfNumber): CombineFn<T, number | null, number | null> {
  return extreme("max", of, Math.max, Number.NEGATIVE_INFINITY);
}

function extreme<T>(
  name: string,
  of: NumberOf<T>,
  better: (a: number, b: number) => number,
  worst: number,
): CombineFn<T, number | null, number | null> {
  return Object.freeze({
    name,
    version: 1,
    create: () => null,
    // `+ 0` because JSON has no negative zero.
    add: (best: number | null, value: T) =>
      (best === null ? of(value) : better(best, of(value))) + 0,
    merge: (a: number | null, b: number | null) => (a === null ? b : b === null ? a : better(a, b)),
    extract: (best: number | null) => best,
    codec: nullableNumberCodec,
    mergesExactly: true,
    numbers: {
      empty: worst,
      addEach(
        column: Float64Array,
        lines: Int32Array,
        values: ArrayLike<T>,
        from: number,
        to: number,
      ) {
        for (let at = from; at < to; at++) {
          const line = lines[at] as number;
          column[line] = better(column[line] as number, of(values[at] as T)) + 0;
        }
      },
    },
    check: (value: T) => checkNumber(of(value), name),
  });
}
