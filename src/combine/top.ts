import { show, TidemarkError } from "../errors.ts";
import { type Codec, type Json, plainCodec, storedList, unreadable } from "./codec.ts";
import type { CombineFn } from "./combine-fn.ts";
import { checkNumber, type NumberOf, selfNumber } from "./number.ts";

export interface TopOptions<T> {
  /** What elements are compared by; larger is better. */
  readonly by?: NumberOf<T>;
  readonly values?: Codec<T>;
}

/** The `n` largest elements, largest first; among equals the earlier one counts as larger. */
export function top<T>(n: number, options: TopOptions<T> = {}): CombineFn<T, T[], T[]> {
  if (!Number.isSafeInteger(n) || n < 1) {
    throw new TidemarkError("INVALID_STRATEGY", `top(${show(n)}) needs a whole number from 1.`, n);
  }
  const by = options.by ?? selfNumber;
  const values = options.values ?? (plainCodec as Codec<T>);
  const add = (best: T[], value: T): T[] => {
    const rank = by(value);
    let at = best.length;
    while (at > 0 && by(best[at - 1] as T) < rank) at--;
    if (at < n) {
      best.splice(at, 0, value);
      if (best.length > n) best.pop();
    }
    return best;
  };
  return Object.freeze({
    name: `top ${n}`,
    version: 1,
    create: (): T[] => [],
    add,
    merge: (a: T[], b: T[]) => b.reduce(add, a),
    extract: (best: T[]) => best.slice(),
    check: (value: T) => checkNumber(by(value), "top"),
    codec: {
      encode: (best: T[]): Json => best.map((value) => values.encode(value)),
      decode(json: Json): T[] {
        const stored = storedList(json);
        if (stored.length > n) throw unreadable(json, `a list of at most ${n}`);
        return stored.map((value) => values.decode(value));
      },
    },
  });
}
