import type { CombineFn } from "./combine-fn.ts";
import { type Codec, type Json, plainCodec, storedList } from "./codec.ts";

/** The elements themselves in order of arrival; `[]` of none. A merge keeps the order of the windows. */
export function list<T>(values: Codec<T> = plainCodec as Codec<T>): CombineFn<T, T[], T[]> {
  return Object.freeze({
    name: "list",
    version: 1,
    create: (): T[] => [],
    add(all: T[], value: T) {
      all.push(value);
      return all;
    },
    merge(a: T[], b: T[]) {
      for (const value of b) a.push(value);
      return a;
    },
    extract: (all: T[]) => all.slice(),
    codec: {
      encode: (all: T[]): Json => all.map((value) => values.encode(value)),
      decode: (json: Json): T[] => storedList(json).map((value) => values.decode(value)),
    },
  });
}
