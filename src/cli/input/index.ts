import { CsvReader } from "./csv.ts";
import { JsonlReader } from "./jsonl.ts";
import { Lines } from "./lines.ts";
import type { ReaderOptions, RowHandler, RowReader } from "./row.ts";

export { cannotRead, type Input, openInput } from "./open.ts";
export { type Row, type RowHandler, shown } from "./row.ts";
export { unknownColumn } from "./unknown-column.ts";

export type InputFormat = "csv" | "jsonl";

/** The rows of a file from its bytes, chunk by chunk; nothing is kept but the row being read. */
export class RowInput {
  private readonly lines: Lines;
  private readonly reader: RowReader;

  constructor(format: InputFormat, options: ReaderOptions, handler: RowHandler) {
    const reader =
      format === "csv" ? new CsvReader(options, handler) : new JsonlReader(options, handler);
    this.reader = reader;
    this.lines = new Lines(options.file, (text, number) => reader.onLine(text, number));
  }

  push(bytes: Uint8Array): void {
    this.lines.push(bytes);
  }

  end(): void {
    this.lines.end();
    this.reader.end();
  }
}
