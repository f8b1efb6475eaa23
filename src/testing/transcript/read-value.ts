import { TidemarkError } from "../../errors.ts";
import type { Key } from "../../panes/key.ts";
import { parseInstant } from "../../text/instant.ts";
import { reasonOf } from "../../text/reason.ts";
import { type DurationInput, toDurationAtLeast } from "../../watermark/duration.ts";
import { isInstant, MAX_TIMESTAMP } from "../../watermark/time.ts";
import { GLOBAL_WINDOW, type Window } from "../../windows/interval.ts";
import type { Located, LocatedField, Source } from "./source.ts";

/** Reads a value at its place, or throws what is wrong with it there. */
export type ReadAt<V> = (source: Source, node: Located) => V;

/** The fields of a mapping, none of them unknown. `what` names the mapping in errors. */
export function mapping(
  source: Source,
  node: Located,
  what: string,
  known: readonly string[],
): ReadonlyMap<string, LocatedField> {
  if (node.fields === null) throw source.mismatch(node, `${what}, a mapping`);
  for (const [name, { at }] of node.fields) {
    if (known.includes(name)) continue;
    throw source.error(
      at,
      `Unknown field ${JSON.stringify(name)} in ${what}.`,
      name,
      `Expected one of ${known.join(", ")}.`,
    );
  }
  return node.fields;
}

export function list(source: Source, node: Located, expected: string): readonly Located[] {
  if (node.items === null) throw source.mismatch(node, expected);
  return node.items;
}

/** Each item of a list. */
export function listOf<V>(expected: string, read: ReadAt<V>): ReadAt<readonly V[]> {
  return (source, node) => list(source, node, expected).map((item) => read(source, item));
}

export const text: ReadAt<string> = (source, node) => {
  if (typeof node.json === "string" && node.json !== "") return node.json;
  throw source.mismatch(node, "text");
};

export const boolean: ReadAt<boolean> = (source, node) => {
  if (typeof node.json === "boolean") return node.json;
  throw source.mismatch(node, "true or false");
};

export function integer(least: number): ReadAt<number> {
  return (source, node) => {
    if (Number.isSafeInteger(node.json) && (node.json as number) >= least)
      return node.json as number;
    throw source.mismatch(node, `a whole number from ${least}`);
  };
}

/** A length of time: integer milliseconds, or text as durations are written. */
export const duration: ReadAt<number> = (source, node) => {
  try {
    return toDurationAtLeast(node.json as DurationInput, 0, "duration");
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    throw source.error(node.at, reasonOf(error), node.json, error.remedy);
  }
};

export function oneOf<V extends string>(...known: readonly V[]): ReadAt<V> {
  return (source, node) => {
    if (known.includes(node.json as V)) return node.json as V;
    throw source.mismatch(node, `one of ${known.join(", ")}`);
  };
}

export const key: ReadAt<Key> = (source, node) => {
  const { json } = node;
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean")
    return json;
  throw source.mismatch(node, "a key: text, a number or a boolean");
};

/** An instant: integer milliseconds, ISO-8601 text with an offset, or `max`. */
export const instant: ReadAt<number> = (source, node) => {
  const { json } = node;
  if (json === "max") return MAX_TIMESTAMP;
  if (isInstant(json)) return json;
  const expected = "a time: integer milliseconds, ISO-8601 text with an offset, or max";
  if (typeof json !== "string") throw source.mismatch(node, expected);
  try {
    return parseInstant(json);
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    throw source.error(node.at, `Expected ${expected}. ${reasonOf(error)}`, json, error.remedy);
  }
};

/** An element's timestamp, which is before the end of time. */
export const timestamp: ReadAt<number> = (source, node) => {
  const at = instant(source, node);
  if (at < MAX_TIMESTAMP) return at;
  throw source.mismatch(node, "a timestamp before the end of time");
};

/** A window: `[start, end]`, half-open, or `global`. */
export const window: ReadAt<Window> = (source, node) => {
  if (node.json === "global") return GLOBAL_WINDOW;
  const [start, end, ...more] = list(source, node, "a window: [start, end] or global");
  if (start !== undefined && end !== undefined && more.length === 0) {
    const bounds = { start: instant(source, start), end: instant(source, end) };
    if (bounds.start < bounds.end) return bounds;
  }
  throw source.mismatch(node, "a window [start, end] with start before end");
};
