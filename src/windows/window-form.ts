import type { WindowFn } from "./window-fn.ts";

/** What one parameter of a window function can be. `what` names it in errors. */
export type WindowParameter =
  | { readonly kind: "duration"; readonly what: string; readonly leastMs?: number }
  /** A whole number from 1. */
  | { readonly kind: "count"; readonly what: string }
  /** A name; one of `names` if there are any. */
  | { readonly kind: "name"; readonly what: string; readonly names?: readonly string[] }
  /** A name or a number, as the version of a function is. */
  | { readonly kind: "version"; readonly what: string };

/**
 * How text and plain data name a window function: `name(2m, offset: 10s)` and
 * `{ name: { size: "2m", offset: "10s" } }`. The readers of both know the built-in window functions;
 * all others, such as `calendarForm` of `tidemark/luxon` and the custom ones of a program, they take
 * from their caller.
 */
export interface WindowForm {
  readonly name: string;
  /** In the order of the text form. */
  readonly parameters: Readonly<Record<string, WindowParameter>>;
  /** How many of the parameters may stand in text without their names, from the first. Default 0. */
  readonly positional?: number;
  readonly required: readonly string[];
  /**
   * The window function of what was given: durations in milliseconds from text, and as they were
   * written from plain data, of which nothing is checked but that no name is unknown and none that
   * is required is missing. Null if the form does not know it, but another one of the same name may.
   * Throws `INVALID_WINDOWS` or a more special code for what is wrong.
   */
  make(given: Readonly<Record<string, unknown>>): WindowFn<never> | null;
}

/** The form in a few words, for the remedy of an error: `fixed: {size, offset?}`. */
export function outlineOf({ name, parameters, required }: WindowForm): string {
  const names = Object.keys(parameters).map((one) => (required.includes(one) ? one : `${one}?`));
  return names.length === 0 ? name : `${name}: {${names.join(", ")}}`;
}
