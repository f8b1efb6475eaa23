import { show, TidemarkError } from "../errors.ts";
import { type Json, storedList, unreadable } from "./codec.ts";
import type { CombineFn } from "./combine-fn.ts";

type Primitive = string | number | boolean | null;

/** The different elements, or different values of a function of them, in order of first arrival. */
export function set(): CombineFn<Primitive, Set<Primitive>, Primitive[]>;
export function set<T, V extends Primitive>(of: (value: T) => V): CombineFn<T, Set<V>, V[]>;
export function set<T, V extends Primitive>(
  of: (value: T) => V = (value) => value as unknown as V,
): CombineFn<T, Set<V>, V[]> {
  return Object.freeze({
    name: "set",
    version: 1,
    create: () => new Set<V>(),
    add: (seen: Set<V>, value: T) => seen.add(of(value)),
    merge(a: Set<V>, b: Set<V>) {
      for (const value of b) a.add(value);
      return a;
    },
    extract: (seen: Set<V>) => [...seen],
    check(value: T) {
      const member: unknown = of(value);
      if (isPrimitive(member)) return;
      throw new TidemarkError(
        "INVALID_VALUE",
        `set was given ${show(member)}, which is no ${members}.`,
        member,
      );
    },
    codec: {
      encode: (seen: Set<V>): Json => [...seen],
      decode(json: Json): Set<V> {
        const stored = storedList(json);
        if (!stored.every(isPrimitive)) throw unreadable(json, `a list of ${members} values`);
        return new Set(stored as readonly V[]);
      },
    },
  });
}

const members = "string, finite number, boolean or null";

function isPrimitive(member: unknown): member is Primitive {
  if (member === null || typeof member === "string" || typeof member === "boolean") return true;
  return Number.isFinite(member);
}
