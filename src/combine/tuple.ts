import { type Codec, type Json, storedList } from "./codec.ts";
import type { CombineFn, Combiner } from "./combine-fn.ts";
import { codecOf } from "./stored.ts";

/** The values of several combiners by name. */
export type TupleOf<C> = {
  [Name in keyof C]: C[Name] extends Combiner<never, infer R> ? R : never;
};

/**
 * Several combiners over the same elements: `tuple({ n: count(), largest: max(magnitude) })`. It
 * merges exactly where all of them do.
 */
export function tuple<T, C extends Readonly<Record<string, Combiner<T, unknown>>>>(
  combiners: C & Readonly<Record<string, Combiner<T, unknown>>>,
): CombineFn<T, unknown[], TupleOf<C>> {
  const names = Object.keys(combiners);
  const parts = Object.values(combiners);
  const codecs: Codec<unknown>[] = parts.map((part) => codecOf(part));
  return Object.freeze({
    name: `tuple(${names.map((name, at) => `${name}: ${parts[at]?.name} v${parts[at]?.version}`).join(", ")})`,
    version: 1,
    create: () => parts.map((part) => part.create()),
    add(all: unknown[], value: T) {
      for (let at = 0; at < parts.length; at++) all[at] = parts[at]?.add(all[at], value);
      return all;
    },
    merge(a: unknown[], b: unknown[]) {
      for (let at = 0; at < parts.length; at++) a[at] = parts[at]?.merge(a[at], b[at]);
      return a;
    },
    extract: (all: unknown[]) =>
      Object.fromEntries(parts.map((part, at) => [names[at], part.extract(all[at])])) as TupleOf<C>,
    check(value: T) {
      for (const part of parts) part.check?.(value);
    },
    mergesExactly: mergeExactly(parts),
    codec: {
      encode: (all: unknown[]): Json =>
        all.map((acc, at) => (codecs[at] as Codec<unknown>).encode(acc)),
      decode: (json: Json): unknown[] =>
        storedList(json, parts.length).map((acc, at) => (codecs[at] as Codec<unknown>).decode(acc)),
    },
  });
}

function mergeExactly<T>(
  parts: readonly Combiner<T, unknown>[],
): boolean | ((value: T) => boolean) {
  const conditions: ((value: T) => boolean)[] = [];
  for (const { mergesExactly = false } of parts) {
    if (mergesExactly === false) return false;
    if (mergesExactly !== true) conditions.push(mergesExactly);
  }
  return conditions.length === 0 || ((value) => conditions.every((holds) => holds(value)));
}
