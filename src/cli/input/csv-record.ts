/** How a record breaks the rules of quoting. */
export interface QuoteFault {
  readonly reason: string;
  readonly remedy: string;
}

/** What came of a line: the record is complete, goes on in the next line, or is broken. */
export type RecordState = "complete" | "open" | QuoteFault;

/**
 * One record of CSV with quotes in it, line by line, as RFC 4180 has it: a cell is quoted as a
 * whole or not at all, and a quote inside quotes is written twice.
 */
export class CsvRecord {
  readonly cells: string[] = [];
  /** What is known of a quoted cell that is still open. */
  private open: string | null = null;

  /** Takes the next line of the record; not to be called once it is complete or broken. */
  take(line: string): RecordState {
    const { cells } = this;
    let at = 0;
    for (;;) {
      if (this.open === null && line[at] !== '"') {
        const comma = line.indexOf(",", at);
        const cell = comma < 0 ? withoutReturn(line.slice(at)) : line.slice(at, comma);
        if (cell.includes('"')) return strayQuote;
        cells.push(cell);
        if (comma < 0) return "complete";
        at = comma + 1;
        continue;
      }
      if (this.open === null) {
        this.open = "";
        at += 1;
      }
      const quote = line.indexOf('"', at);
      if (quote < 0) {
        this.open += `${line.slice(at)}\n`;
        return "open";
      }
      this.open += line.slice(at, quote);
      at = quote + 2;
      if (line[quote + 1] === '"') {
        this.open += '"';
        continue;
      }
      const isLast = withoutReturn(line.slice(quote + 1)) === "";
      if (!isLast && line[quote + 1] !== ",") return textAfterQuote;
      cells.push(this.open);
      this.open = null;
      if (isLast) return "complete";
    }
  }
}

/** Cuts the carriage return that belongs to the end of the line. */
export function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

const strayQuote: QuoteFault = {
  reason: "there is a quote in a cell that is not quoted",
  remedy: 'quote the whole cell, and write the quote inside it as ""',
};
const textAfterQuote: QuoteFault = {
  reason: "there is text behind the closing quote of the cell",
  remedy: 'write a quote inside a quoted cell as ""',
};
export const unclosedQuote: QuoteFault = {
  reason: "a quote is opened and never closed",
  remedy: "close it, or see whether the file is cut off",
};
