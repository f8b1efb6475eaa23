import { BadInput } from "../bad-input.ts";
import { CsvReader } from "./csv.ts";
import { JsonlReader } from "./jsonl.ts";
import type { ReaderOptions, RowHandler, RowReader } from "./row.ts";
import { type NotText, Utf8Gate } from "./utf8.ts";

export { cannotRead, type Input, openInput } from "./open.ts";
export { type Row, type RowHandler, shown } from "./row.ts";
export { unknownColumn } from "./unknown-column.ts";

export type InputFormat = "csv" | "jsonl";

const lineFeed = 10;

/** The rows of a file from its bytes, chunk by chunk; nothing is kept but the row being read. */
export class RowInput {
  private readonly file: string;
  private readonly gate: Utf8Gate = new Utf8Gate();
  private readonly reader: RowReader;
  /** The line in which the bytes so far end. */
  private line = 1;

  constructor(format: InputFormat, options: ReaderOptions, handler: RowHandler) {
    this.file = options.file;
    this.reader =
      format === "csv" ? new CsvReader(options, handler) : new JsonlReader(options, handler);
  }

  /** Rejects with what the handler has thrown, or with `BadInput`; nothing can be pushed then. */
  async push(bytes: Uint8Array): Promise<void> {
    const text = this.gate.push(bytes);
    if (!Buffer.isBuffer(text)) throw await this.notText(text);
    await this.read(text);
  }

  async end(): Promise<void> {
    const broken = this.gate.end();
    if (broken !== null) throw await this.notText(broken);
    await this.reader.end();
  }

  private async read(text: Buffer): Promise<void> {
    for (let at = text.indexOf(lineFeed); at >= 0; at = text.indexOf(lineFeed, at + 1)) {
      this.line += 1;
    }
    await this.reader.push(text);
  }

  /** Reads up to the place first: what is wrong before it is told first, and the line is known. */
  private async notText({ before, found }: NotText): Promise<BadInput> {
    await this.read(before);
    return new BadInput(
      `there is ${found}: this is no text file`,
      "give a CSV or JSONL file in UTF-8",
      { file: this.file, line: this.line },
    );
  }
}
