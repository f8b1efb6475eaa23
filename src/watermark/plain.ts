import { show, TidemarkError } from "../errors.ts";
import { isInstant } from "./time.ts";

/** Data that JSON keeps unchanged: what snapshots are made of. */
export type PlainData =
  | null
  | boolean
  | number
  | string
  | readonly PlainData[]
  | { readonly [name: string]: PlainData };

/** The error for a snapshot that this version of the library cannot have written. */
export function invalidSnapshot(reason: string, value: unknown): TidemarkError {
  return new TidemarkError("INVALID_SNAPSHOT", `${reason}.`, value);
}

/**
 * The own fields of `data`, which must be exactly `names`. Snapshots come from outside: a field too
 * many is as much a sign of damage as one too few, and an inherited one does not count.
 */
export function readFields<const Name extends string>(
  data: unknown,
  names: readonly Name[],
  what: string,
): Readonly<Record<Name, unknown>> {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw invalidSnapshot(`The snapshot of ${what} is no object, but ${show(data)}`, data);
  }
  for (const name of names) {
    if (!Object.hasOwn(data, name)) {
      throw invalidSnapshot(`The snapshot of ${what} lacks its field ${show(name)}`, data);
    }
  }
  for (const name of Object.keys(data)) {
    if (!(names as readonly string[]).includes(name)) {
      throw invalidSnapshot(`The snapshot of ${what} has an unknown field ${show(name)}`, data);
    }
  }
  return data as Readonly<Record<Name, unknown>>;
}

export function readInstant(value: unknown, what: string): number {
  if (isInstant(value)) return value + 0;
  throw invalidSnapshot(`The ${what} ${show(value)} is no instant`, value);
}

export function readCount(value: unknown, what: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return (value as number) + 0;
  throw invalidSnapshot(`The ${what} ${show(value)} is no count`, value);
}

export function readList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidSnapshot(`The ${what} ${show(value)} is no list`, value);
}
