import { CsvError, type Parser, parse } from "csv-parse";
import { BadInput } from "../bad-input.ts";
import { csvForm, csvProblem, misquote, type RecordText, shownRow } from "./csv-fault.ts";
import type { ReaderOptions, RowHandler, RowReader } from "./row.ts";
import { unknownColumn } from "./unknown-column.ts";

const lineFeed = 10;
const carriageReturn = 13;

/** A record from csv-parse; of its line end the text has one character. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

/**
 * Rows from CSV by csv-parse: a header, commas, quotes, LF or CRLF; blank lines are no rows.
 *
 * csv-parse is lenient here, so that it goes on behind a row with a wrong number of cells or a
 * misplaced quote; such rows are found and told as bad rows. A quote that is never closed cannot
 * be passed over: it ends the reading. Lines are counted here, since csv-parse takes a CRLF inside
 * quotes for two; for that it must give blank lines as records, too.
 */
export class CsvReader implements RowReader {
  private readonly options: ReaderOptions;
  private readonly handler: RowHandler;
  private readonly parser: Parser = parse({
    ...csvForm,
    bom: true,
    raw: true,
    relax_column_count: true,
    relax_quotes: true,
  });
  /** Whether there was nothing but line ends so far. */
  private isAtStart = true;
  /** Whether the text so far ends in the first half of a CRLF. */
  private endsInReturn = false;
  /** The line in which the next record starts. */
  private line = 1;
  private header: readonly string[] | null = null;
  private positions: readonly number[] = [];

  constructor(options: ReaderOptions, handler: RowHandler) {
    this.options = options;
    this.handler = handler;
    // Errors come through the callbacks of `write` and `end`.
    this.parser.on("error", () => undefined);
  }

  async push(text: Buffer): Promise<void> {
    if (text.length > 0) this.endsInReturn = text[text.length - 1] === carriageReturn;
    const rest = this.isAtStart ? this.withoutBlankLines(text) : text;
    await this.drive((done) => this.parser.write(rest, done));
  }

  async end(): Promise<void> {
    await this.drive((done) => this.parser.end(this.endsInReturn ? "\n" : "", done));
    if (this.header !== null) return;
    throw new BadInput("the file is empty", "its first line must name the columns", {
      file: this.options.file,
    });
  }

  /**
   * The beginning of the file from its header on: csv-parse makes an error for every row that has
   * not as many cells as its first record, and were that a blank line, reading would take long.
   */
  private withoutBlankLines(text: Buffer): Buffer {
    let at = 0;
    for (; text[at] === lineFeed || text[at] === carriageReturn; at++) {
      if (text[at] === lineFeed) this.line += 1;
    }
    this.isAtStart = at === text.length;
    return text.subarray(at);
  }

  /**
   * Makes a call of the parser and takes the records that come of it. Rejects with what the handler
   * has thrown, or else with what csv-parse has found behind those records.
   */
  private async drive(call: (done: (error?: Error | null) => void) => void): Promise<void> {
    const settled = new Promise<Error | null | undefined>((resolve) => call(resolve));
    // The call is not done before its records are read.
    this.takeRecords();
    const error = await settled;
    this.takeRecords();
    if (error instanceof CsvError) throw this.unfinished(error);
    if (error) throw error;
  }

  private takeRecords(): void {
    for (;;) {
      const next = this.parser.read() as ParsedRecord | null;
      if (next === null) return;
      const { line } = this;
      const raw = withoutLineEnd(next.raw);
      this.line += 1;
      for (let at = raw.indexOf("\n"); at >= 0; at = raw.indexOf("\n", at + 1)) this.line += 1;
      if (raw !== "") this.onRecord(next.record, { line, raw });
    }
  }

  /** An error in the record that has begun and not ended; its first line is shown. */
  private unfinished(error: CsvError): BadInput {
    const [first = ""] = String(error["raw"]).split("\n", 1);
    return this.problem(error, { line: this.line, raw: withoutLineEnd(first) });
  }

  private problem(error: CsvError, text: RecordText): BadInput {
    return csvProblem(error, text, this.options.file, this.header);
  }

  private onRecord(record: readonly string[], text: RecordText): void {
    const { header, positions } = this;
    const { line, raw } = text;
    const fault = misquote(record, raw);
    if (header === null) {
      // Without the names of its columns no row can be read.
      if (fault !== null) throw this.problem(fault, text);
      this.onHeader(record, text);
      return;
    }
    if (fault !== null) {
      this.handler.onBadRow(this.problem(fault, text), raw);
      return;
    }
    if (record.length !== header.length) {
      this.handler.onBadRow(this.wrongLength(record.length, header, text), raw);
      return;
    }
    const cells: string[] = new Array(positions.length);
    for (let slot = 0; slot < positions.length; slot++) {
      cells[slot] = record[positions[slot] as number] as string;
    }
    this.handler.onRow({ line, cells, raw });
  }

  private onHeader(names: readonly string[], { line, raw }: RecordText): void {
    const { file, columns } = this.options;
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) {
      throw new BadInput(
        "the header has this column twice",
        "give every column a name of its own",
        { file, line, column: twice },
      );
    }
    this.positions = columns.map((name) => {
      const at = names.indexOf(name);
      if (at < 0) throw unknownColumn(name, names, { file, line });
      return at;
    });
    this.header = names;
    this.handler.onHeader(raw);
  }

  private wrongLength(length: number, header: readonly string[], row: RecordText): BadInput {
    const isShort = length < header.length;
    const column = header[Math.min(length, header.length - 1)] as string;
    return new BadInput(
      `${shownRow(row)} has ${length} ${length === 1 ? "cell" : "cells"}, not ${header.length} as the header`,
      isShort
        ? "complete it, or see whether the file is cut off"
        : "quote the cell that has a comma in it",
      { file: this.options.file, line: row.line, column },
    );
  }
}

function withoutLineEnd(text: string): string {
  const end = text.endsWith("\n") ? text.length - 1 : text.length;
  return text.slice(0, text[end - 1] === "\r" ? end - 1 : end);
}
