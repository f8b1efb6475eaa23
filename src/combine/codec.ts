import { show, TidemarkError } from "../errors.ts";

/** Data that survives JSON unchanged. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** Turns values into plain data and back. `decode(encode(x))` must be equal to, and share nothing with, `x`. */
export interface Codec<T> {
  encode(value: T): Json;
  /** May assume nothing about `json`; throw for data that `encode` cannot have made. */
  decode(json: Json): T;
}

/** The codec of values that already are plain data: copies them, and refuses what JSON would change. */
export const plainCodec: Codec<unknown> = Object.freeze({
  encode: (value: unknown): Json => copyPlain(value, 0),
  decode: (json: Json): unknown => copyPlain(json, 0),
});

/** The codec of accumulators that are finite numbers. */
export const numberCodec: Codec<number> = Object.freeze({
  encode: (value: number): Json => copyPlain(value),
  decode(json: Json): number {
    if (typeof json === "number" && Number.isFinite(json)) return json;
    throw unreadable(json, "a finite number");
  },
});

/** The codec of accumulators that are a finite number or null. */
export const nullableNumberCodec: Codec<number | null> = Object.freeze({
  encode: (value: number | null): Json => copyPlain(value),
  decode: (json: Json): number | null => (json === null ? null : numberCodec.decode(json)),
});

/** The items of a list in stored data, or an error. */
export function storedList(json: Json, length?: number): readonly Json[] {
  if (Array.isArray(json) && (length === undefined || json.length === length))
    return json as readonly Json[];
  throw unreadable(json, length === undefined ? "a list" : `a list of ${length}`);
}

/** The error for stored data that a codec cannot have written. */
export function unreadable(json: Json, expected: string): TidemarkError {
  return new TidemarkError(
    "INVALID_SNAPSHOT",
    `The stored accumulator ${show(json)} is not ${expected}.`,
    json,
  );
}

const deepest = 200;

/** A deep copy of plain data. Throws `NOT_SERIALISABLE` for anything that JSON would lose or alter. */
export function copyPlain(value: unknown, depth = 0): Json {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      break;
    case "object":
      if (value === null) return null;
      if (depth > deepest) break;
      if (Array.isArray(value)) return copyArray(value, depth);
      if (isPlainObject(value)) return copyObject(value, depth);
  }
  throw new TidemarkError(
    "NOT_SERIALISABLE",
    `JSON would not keep the value ${show(value)}.`,
    value,
  );
}

function copyArray(values: readonly unknown[], depth: number): Json {
  const copy: Json[] = [];
  for (let at = 0; at < values.length; at++) copy.push(copyPlain(values[at], depth + 1));
  return copy;
}

function copyObject(value: object, depth: number): Json {
  const copy: Record<string, Json> = {};
  for (const name of Object.keys(value)) {
    const field = copyPlain((value as Record<string, unknown>)[name], depth + 1);
    // A field named __proto__ must stay a field.
    if (name === "__proto__")
      Object.defineProperty(copy, name, {
        value: field,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else copy[name] = field;
  }
  return copy;
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !("toJSON" in value);
}
