import { TidemarkError } from "../errors.ts";

/** A text that does not follow the grammar. The message shows the text with a caret under the place. */
export class TextError extends TidemarkError {
  /** Where in the text, counted from 0; the message counts positions from 1. */
  readonly offset: number;
  /** What could have stood there. */
  readonly expected: string;

  constructor(source: string, offset: number, expected: string, found: string) {
    super(
      "SYNTAX",
      `Expected ${expected} at position ${offset + 1}, found ${found}:\n${caret(source, offset)}\n`,
      source,
      "Correct the text at the caret; docs/strategy-text.md has the grammar.",
    );
    this.offset = offset;
    this.expected = expected;
  }
}

/** How much of a long line is shown on each side of the caret. */
const nearby = 100;

/** The line that holds `offset`, or what is near of it, with a caret under the place. */
function caret(source: string, offset: number): string {
  const start = source.lastIndexOf("\n", offset - 1) + 1;
  const next = source.indexOf("\n", start);
  const end = next < 0 ? source.length : next;
  const from = Math.max(start, offset - nearby);
  const to = Math.min(end, offset + nearby);
  const before = `${from > start ? "…" : ""}${source.slice(from, offset)}`;
  const after = `${source.slice(offset, to)}${to < end ? "…" : ""}`;
  // Tabs stay tabs, so that the caret stands under its place however wide they are shown.
  return `  ${before}${after}\n  ${before.replace(/[^\t]/gu, " ")}^`;
}
