import { TidemarkError } from "../errors.ts";
import { toDurationMs } from "../watermark/duration.ts";
import type { Scalar } from "../triggers/trigger.ts";
import type { DurationMs } from "../watermark/time.ts";
import { looksLikeNumber } from "../watermark/identity.ts";
import type { Read } from "./arguments.ts";

/** Reads a duration of at least `leastMs`: `2m`, `1h30m`, `PT2M`, or whole milliseconds. */
export function duration(
  what: string,
  leastMs: number = Number.NEGATIVE_INFINITY,
): Read<DurationMs> {
  return (cursor) => {
    const token = cursor.peek();
    const expected = `the ${what}, a duration such as 2m`;
    if (token.kind !== "word" && token.kind !== "quoted") throw cursor.error(expected);
    const input = /^-?\d+$/.test(token.text) ? Number(token.text) : token.text;
    const ms = lengthOf(input);
    if (ms === null) throw cursor.error(expected);
    if (ms < leastMs) throw cursor.error(`the ${what} to be at least ${leastMs} ms`);
    cursor.take();
    return ms;
  };
}

/** Reads a whole number from 1. */
export const positiveInteger: Read<number> = (cursor) => {
  const token = cursor.peek();
  const value = token.kind === "word" && /^\d+$/.test(token.text) ? Number(token.text) : 0;
  if (!Number.isSafeInteger(value) || value < 1) throw cursor.error("a whole number from 1");
  cursor.take();
  return value;
};

/** Reads a finite number of at least `least`. */
export function number(what: string, least: number): Read<number> {
  return (cursor) => {
    const token = cursor.peek();
    const isNumber = token.kind === "word" && looksLikeNumber(token.text);
    const value = Number(token.text);
    if (!isNumber || value < least) throw cursor.error(`the ${what}, a number from ${least}`);
    cursor.take();
    return value;
  };
}

const words: Readonly<Record<string, Scalar>> = { true: true, false: false, null: null };

/** Reads a number, `true`, `false`, `null`, or text, which has to be quoted if it is none. */
export function scalar(what: string): Read<Scalar> {
  return (cursor) => {
    const { kind, text } = cursor.peek();
    const read = name(what)(cursor);
    if (kind === "quoted") return read;
    if (Object.hasOwn(words, text)) return words[text] as Scalar;
    return looksLikeNumber(text) ? Number(text) : read;
  };
}

/** Reads a name, quoted or not; one of `known`, if they are given. */
export function name(what: string, known?: readonly string[]): Read<string> {
  const expected = known === undefined ? `the ${what}` : `${what}: ${known.join(" or ")}`;
  return (cursor) => {
    const token = cursor.peek();
    const isText = token.kind === "word" || token.kind === "quoted";
    if (!isText || known?.includes(token.text) === false) throw cursor.error(expected);
    cursor.take();
    return token.text;
  };
}

/** Reads a number, or a name; a name that looks like a number has to be quoted. */
export function version(what: string): Read<string | number> {
  return (cursor) => {
    const isNumber = cursor.peek().kind === "word" && looksLikeNumber(cursor.peek().text);
    const text = name(what)(cursor);
    return isNumber ? Number(text) : text;
  };
}

/** Reads one of several names with what each of them stands for. */
export function oneOf<V>(what: string, table: Readonly<Record<string, V>>): Read<V> {
  return (cursor) => {
    const token = cursor.peek();
    if (token.kind === "word" && Object.hasOwn(table, token.text)) {
      cursor.take();
      return table[token.text] as V;
    }
    throw cursor.error(`${what} (${Object.keys(table).join(", ")})`);
  };
}

function lengthOf(input: number | string): DurationMs | null {
  try {
    return toDurationMs(input);
  } catch (error) {
    if (error instanceof TidemarkError) return null;
    throw error;
  }
}
