import { show, TidemarkError } from "../errors.ts";

/** What elements are grouped by. Two keys are the same if a `Map` says so. */
export type Key = string | number | bigint | boolean;

/** Refuses what is no key. */
export function checkKey(key: unknown): void {
  switch (typeof key) {
    case "string":
    case "boolean":
    case "bigint":
      return;
    case "number":
      if (Number.isFinite(key)) return;
  }
  throw new TidemarkError(
    "INVALID_KEY",
    `The key ${show(key)} is no string, finite number, bigint or boolean.`,
    key,
  );
}

/** A key as a `Map` names it: -0 and 0 are the same key, 0. */
export function named<K extends Key>(key: K): K {
  return key === 0 ? (0 as K) : key;
}
