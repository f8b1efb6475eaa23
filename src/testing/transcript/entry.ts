import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import { GLOBAL_WINDOW, sameWindow, type Window } from "../../windows/interval.ts";
import { canonical, canonicalBag } from "../canonical.ts";
import type { Expectation } from "./case.ts";

/** The fields of an entry, in the order in which they are shown. */
export const entryFields = [
  "window",
  "values",
  "value",
  "timestamp",
  "timing",
  "index",
  "onTimeIndex",
  "first",
  "last",
  "key",
  "retraction",
  "replaces",
] as const;

export type EntryField = (typeof entryFields)[number];

/** What a pane would have to be expected as. */
export function entryOf(
  pane: Pane<Key, unknown>,
): Required<Omit<Expectation, "values">> & Expectation {
  return {
    window: pane.window,
    ...(Array.isArray(pane.value) ? { values: pane.value } : {}),
    value: pane.value,
    timestamp: pane.timestamp,
    timing: pane.timing,
    index: pane.index,
    onTimeIndex: pane.onTimeIndex,
    first: pane.isFirst,
    last: pane.isLast,
    key: pane.key,
    retraction: pane.retraction,
    replaces: pane.replaces,
  };
}

/** The fields in which an output is not what an entry says. */
export function differences(entry: Expectation, output: Expectation): readonly EntryField[] {
  return entryFields.filter((field) => field in entry && !agrees(field, entry, output));
}

function agrees(field: EntryField, entry: Expectation, output: Expectation): boolean {
  switch (field) {
    case "window":
      return sameWindow(entry.window as Window, output.window as Window);
    case "values":
      return (
        output.values !== undefined &&
        output.values.length === entry.values?.length &&
        canonicalBag(entry.values) === canonicalBag(output.values)
      );
    case "value":
    case "replaces":
      return canonical(entry[field]) === canonical(output[field]);
    default:
      return entry[field] === output[field];
  }
}

/**
 * The fields of an entry as a transcript has them, one text for each that is worth showing: of an
 * output the list rather than the value, no `retraction: false`, no empty `replaces`.
 */
export function entryCells(entry: Expectation): ReadonlyMap<EntryField, string> {
  const cells = new Map<EntryField, string>();
  for (const field of entryFields) {
    if (!(field in entry) || (field === "value" && entry.values !== undefined)) continue;
    if (field === "retraction" && !entry.retraction) continue;
    if (field === "replaces" && entry.replaces?.length === 0) continue;
    cells.set(field, `${field}: ${textOf(field, entry)}`);
  }
  return cells;
}

/** The text of one field's value. */
export function textOf(field: EntryField, entry: Expectation): string {
  if (field === "window") return windowText(entry.window as Window);
  if (field === "replaces") return `[${(entry.replaces ?? []).map(windowText).join(", ")}]`;
  return flow(entry[field]);
}

export function windowText(window: Window): string {
  if (sameWindow(window, GLOBAL_WINDOW)) return "global";
  return `[${instantText(window.start)}, ${instantText(window.end)}]`;
}

export function instantText(instant: number): string {
  return instant >= MAX_TIMESTAMP ? "max" : String(instant);
}

/** Plain data in the flow style of YAML, on one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([name, field]) => `${flow(name)}: ${flow(field)}`)
      .join(", ")}}`;
  }
  if (typeof value !== "string") return typeof value === "bigint" ? `${value}n` : String(value);
  // Words that YAML would take for something else, and all that is no plain word, are quoted.
  const plain = /^[A-Za-z_][\w.-]*$/.test(value) && !/^(null|true|false)$/i.test(value);
  return plain ? value : JSON.stringify(value);
}
