import type { Key } from "../panes/key.ts";

/** A key as plain data: JSON has no `bigint`. */
export type KeyRecord = string | number | boolean | { readonly bigint: string };

/** The key as a host writes it into a store that has one column for keys: `decodeKey` reads it. */
export function encodeKey(key: Key): KeyRecord {
  return typeof key === "bigint" ? { bigint: key.toString() } : key;
}

/** The key of a record, or undefined if it is none. */
export function decodeKey(record: unknown): Key | undefined {
  if (typeof record === "string" || typeof record === "boolean") return record;
  if (typeof record === "number") return Number.isFinite(record) ? record : undefined;
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, "bigint"))
    return undefined;
  const digits = (record as { bigint: unknown }).bigint;
  return typeof digits === "string" && /^-?\d{1,4000}$/.test(digits) ? BigInt(digits) : undefined;
}
