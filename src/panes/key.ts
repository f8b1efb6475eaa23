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
