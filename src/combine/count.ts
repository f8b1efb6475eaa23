import { numberCodec } from "./codec.ts";
import type { CombineFn } from "./combine-fn.ts";

/** How many elements there are; 0 of none. */
export function count(): CombineFn<unknown, number, number> {
  return theCount;
}

const theCount: CombineFn<unknown, number, number> = Object.freeze({
  name: "count",
  version: 1,
  create: () => 0,
  add: (total: number) => total + 1,
  merge: (a: number, b: number) => a + b,
  extract: (total: number) => total,
  codec: numberCodec,
  mergesExactly: true,
  numbers: {
    empty: 0,
    addEach(
      column: Float64Array,
      lines: Int32Array,
      _values: ArrayLike<unknown>,
      from: number,
      to: number,
    ) {
      for (let at = from; at < to; at++) {
        const line = lines[at] as number;
        column[line] = (column[line] as number) + 1;
      }
    },
  },
});
