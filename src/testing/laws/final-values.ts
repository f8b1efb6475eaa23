import type { Pane } from "../../panes/pane.ts";
import type { Key } from "../../panes/key.ts";
import type { Case, CaseCombine } from "../cases/case.ts";
import { panesOf, play } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { placeOf, valueText } from "./words.ts";

/** Texts of values by key and window. */
export type FinalValues = ReadonlyMap<string, string>;

/**
 * What the panes of every key and window come to at last: the last one, or, where panes discard, all
 * of them together. A window that another one replaces goes into that.
 */
export function finalValues(backend: Backend, input: Case): FinalValues {
  const { accumulation, combine } = input.strategy;
  const values = new Map<string, readonly unknown[]>();
  const takeAway = (place: string): readonly unknown[] => {
    const found = values.get(place) ?? [];
    values.delete(place);
    return found;
  };
  for (const pane of panesOf(play(backend, input))) {
    if (pane.retraction) continue;
    const before = [...partsOf(pane), placeOf(pane)].flatMap(takeAway);
    values.set(
      placeOf(pane),
      accumulation === "discarding" ? [...before, pane.value] : [pane.value],
    );
  }
  return new Map([...values].map(([place, parts]) => [place, valueText(together(combine, parts))]));
}

function partsOf({ key, replaces }: Pane<Key, unknown>): readonly string[] {
  return replaces.map((window) => placeOf({ key, window }));
}

/** Results of parts as the result of the whole. Only a single mean is whole. */
function together(combine: CaseCombine, parts: readonly unknown[]): unknown {
  if (combine === "list") return parts.flat();
  const present = parts.filter((part) => part !== null);
  return combined(combine === "count" ? "sum" : combine, present);
}

/** What a combiner makes of values. */
export function combined(combine: CaseCombine, values: readonly unknown[]): unknown {
  if (combine === "list") return values;
  if (combine === "count") return values.length;
  const numbers = values as readonly number[];
  const sum = numbers.reduce((total, value) => total + value, 0);
  if (combine === "sum") return sum;
  if (numbers.length === 0) return null;
  if (combine === "mean") return sum / numbers.length;
  return combine === "min" ? Math.min(...numbers) : Math.max(...numbers);
}

/** The first place where two differ, in words, or null. */
export function differenceOf(
  one: FinalValues,
  other: FinalValues,
  names: { readonly one: string; readonly other: string },
): string | null {
  const places = [...new Set([...one.keys(), ...other.keys()])].sort();
  const place = places.find((key) => one.get(key) !== other.get(key));
  if (place === undefined) return null;
  const text = (values: FinalValues): string => values.get(place) ?? "no pane";
  return `${place} comes to ${text(one)} ${names.one}, and to ${text(other)} ${names.other}`;
}
