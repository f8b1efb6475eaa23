import { CsvError, type Options } from "csv-parse";
import { parse } from "csv-parse/sync";
import { BadInput, type Place } from "../bad-input.ts";
import { csvLine } from "../output/csv-cell.ts";
import { shown } from "./row.ts";

const longestRecord = 16 * 1024 * 1024;

/** A record as it stands in the file. */
export interface RecordText {
  /** The line it starts in, counted from 1. */
  readonly line: number;
  /** Its text without the line end. */
  readonly raw: string;
}

/** The form of CSV that is read: RFC 4180, with LF or CRLF. */
export const csvForm: Options = {
  record_delimiter: ["\r\n", "\n"],
  max_record_size: longestRecord,
};

/**
 * What is wrong with the quotes of a record that was read leniently; null if nothing is. A quote
 * that csv-parse was lenient with is in a cell now, so that only records with quotes in their cells
 * may have to be parsed again, which takes long: those that are not written as this program would.
 */
export function misquote(cells: readonly string[], raw: string): CsvError | null {
  if (!raw.includes('"') || !cells.some((cell) => cell.includes('"'))) return null;
  if (csvLine(cells) === `${raw}\n`) return null;
  try {
    parse(raw, csvForm);
    return null;
  } catch (error) {
    if (error instanceof CsvError) return error;
    throw error;
  }
}

/** A row for a message, with its lines if there are several: an unclosed quote may have joined them. */
export function shownRow({ line, raw }: RecordText): string {
  const others = raw.split("\n").length - 1;
  return `the row ${shown(raw)}${others === 0 ? "" : ` (lines ${line} to ${line + others})`}`;
}

/** An error of csv-parse in words: which record, which column, and what to do about it. */
export function csvProblem(
  error: CsvError,
  row: RecordText,
  file: string,
  header: readonly string[] | null,
): BadInput {
  const { reason, remedy } = wordsFor(error);
  const column = header?.[Number(error["column"])];
  const place: Place = { file, line: row.line, ...(column === undefined ? {} : { column }) };
  return new BadInput(`${reason}, in ${shownRow(row)}`, remedy, place);
}

function wordsFor(error: CsvError): { reason: string; remedy: string } {
  switch (error.code) {
    case "INVALID_OPENING_QUOTE":
      return {
        reason: "there is a quote in a cell that is not quoted",
        remedy: 'quote the whole cell, and write the quote inside it as ""',
      };
    case "CSV_INVALID_CLOSING_QUOTE":
      return {
        reason: "there is text behind the closing quote of the cell",
        remedy: 'write a quote inside a quoted cell as ""',
      };
    case "CSV_QUOTE_NOT_CLOSED":
      return {
        reason: "a quote is opened and never closed",
        remedy: "close it, or see whether the file is cut off",
      };
    case "CSV_MAX_RECORD_SIZE":
      return {
        reason: `there is no end within ${longestRecord} bytes`,
        remedy: "close its quote if one is open, or give a file with one row a line",
      };
    default:
      throw error;
  }
}
