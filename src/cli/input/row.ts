import type { BadInput } from "../bad-input.ts";

/** One row of the input. */
export interface Row {
  /** Where it starts, counted from 1, the header included. */
  readonly line: number;
  /** The needed columns, in the order in which the reader was asked for them. */
  readonly cells: readonly unknown[];
  /** The row as it stands in the file, without its line end. */
  readonly raw: string;
}

/** What a reader hands its rows to, in the order of the file. */
export interface RowHandler {
  /** The header of a CSV file as it stands there, before the first row. JSON lines have none. */
  onHeader(raw: string): void;
  onRow(row: Row): void;
  /** A row that is no row of this file, with its text. If this throws, the reading ends. */
  onBadRow(problem: BadInput, raw: string): void;
}

/** What a reader needs to know. */
export interface ReaderOptions {
  /** What messages call the input. */
  readonly file: string;
  /** The columns whose cells are wanted. */
  readonly columns: readonly string[];
}

/** Rows from the text of a file. What its handler throws comes out of `push` or `end`. */
export interface RowReader {
  /** More of the text, in whole characters of UTF-8. Resolves once the rows in it are handed on. */
  push(text: Buffer): Promise<void>;
  /** There is no more text. */
  end(): Promise<void>;
}

/** The beginning of a text for a message. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}
