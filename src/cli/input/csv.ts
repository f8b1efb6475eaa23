import { BadInput } from "../bad-input.ts";
import { CsvRecord, type QuoteFault, unclosedQuote, withoutReturn } from "./csv-record.ts";
import { type ReaderOptions, type RowHandler, type RowReader, shown } from "./row.ts";
import { unknownColumn } from "./unknown-column.ts";

/** A record that goes on in further lines is cut off here: its quote is not going to be closed. */
const longestRecord = 16 * 1024 * 1024;

/**
 * Rows from CSV: a header, commas, quotes, LF or CRLF; blank lines are no rows.
 *
 * The shape of the class comes from what is to be said of a broken row: where it starts, what its
 * text is, and that the next row is the next line. A quote that is never closed makes one bad row
 * of its line, and the lines behind it, which it seemed to hold, are read again.
 */
export class CsvReader implements RowReader {
  private readonly options: ReaderOptions;
  private readonly handler: RowHandler;
  private header: readonly string[] | null = null;
  private positions: readonly number[] = [];
  /** A record that goes on, with its lines so far and where it starts. */
  private record: CsvRecord | null = null;
  private lines: string[] = [];
  private firstLine = 0;
  private recordLength = 0;

  constructor(options: ReaderOptions, handler: RowHandler) {
    this.options = options;
    this.handler = handler;
  }

  onLine(text: string, number: number): void {
    if (this.record === null && !text.includes('"')) {
      const line = withoutReturn(text);
      if (line !== "") this.onRecord(line.split(","), number, line);
      return;
    }
    const broken = this.take(text, number);
    if (broken !== null) this.skipFirstLine(broken);
  }

  end(): void {
    while (this.record !== null) this.skipFirstLine(unclosedQuote);
    if (this.header !== null) return;
    throw new BadInput("the file is empty", "its first line must name the columns", {
      file: this.options.file,
    });
  }

  /** One more line of a record with quotes. */
  private take(text: string, number: number): QuoteFault | null {
    if (this.record === null) {
      this.record = new CsvRecord();
      this.firstLine = number;
      this.recordLength = 0;
    }
    this.lines.push(text);
    this.recordLength += text.length;
    const state = this.record.take(text);
    if (state === "open") return this.recordLength > longestRecord ? unclosedQuote : null;
    if (state !== "complete") return state;
    const { record, lines } = this;
    this.record = null;
    this.lines = [];
    this.onRecord(
      record.cells,
      this.firstLine,
      withoutReturn(lines.length === 1 ? text : lines.join("\n")),
    );
    return null;
  }

  /** Gives the first line of the record up, and reads the others again, each as a record's first. */
  private skipFirstLine(fault: QuoteFault): void {
    let broken: QuoteFault | null = fault;
    let waiting: string[] = [];
    while (broken !== null) {
      const [first = "", ...others] = this.lines;
      const problem = this.quoteProblem(broken, withoutReturn(first));
      let number = this.firstLine + 1;
      waiting = others.concat(waiting);
      this.record = null;
      this.lines = [];
      broken = null;
      this.handler.onBadRow(problem, withoutReturn(first));
      for (let at = 0; at < waiting.length && broken === null; at++) {
        const text = waiting[at] as string;
        if (this.record !== null || text.includes('"')) broken = this.take(text, number);
        else this.onLine(text, number);
        number += 1;
        if (broken !== null) waiting = waiting.slice(at + 1);
      }
    }
  }

  private quoteProblem({ reason, remedy }: QuoteFault, line: string): BadInput {
    const at = this.record?.cells.length ?? 0;
    const column = this.header?.[at];
    const problem = new BadInput(`${reason}, in the row ${shown(line)}`, remedy, {
      file: this.options.file,
      line: this.firstLine,
      ...(column === undefined ? {} : { column }),
    });
    // Without the names of its columns no row can be read.
    if (this.header === null) throw problem;
    return problem;
  }

  private onRecord(record: readonly string[], line: number, raw: string): void {
    const { header, positions } = this;
    if (header === null) {
      this.onHeader(record, line, raw);
      return;
    }
    if (record.length !== header.length) {
      this.handler.onBadRow(this.wrongLength(record.length, header, line, raw), raw);
      return;
    }
    const cells: string[] = new Array(positions.length);
    for (let slot = 0; slot < positions.length; slot++) {
      cells[slot] = record[positions[slot] as number] as string;
    }
    this.handler.onRow({ line, cells, raw });
  }

  private onHeader(names: readonly string[], line: number, raw: string): void {
    const { file, columns } = this.options;
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined) {
      throw new BadInput(
        "the header has this column twice",
        "give every column a name of its own",
        {
          file,
          line,
          column: twice,
        },
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

  private wrongLength(
    length: number,
    header: readonly string[],
    line: number,
    raw: string,
  ): BadInput {
    const isShort = length < header.length;
    const column = header[Math.min(length, header.length - 1)] as string;
    return new BadInput(
      `the row ${shown(raw)} has ${length} ${length === 1 ? "cell" : "cells"}, not ${header.length} as the header`,
      isShort
        ? "complete it, or see whether the file is cut off"
        : "quote the cell that has a comma in it",
      { file: this.options.file, line, column },
    );
  }
}
