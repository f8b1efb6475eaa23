import { BadInput } from "../bad-input.ts";
import { Lines } from "./lines.ts";
import { type ReaderOptions, type Row, type RowHandler, type RowReader, shown } from "./row.ts";
import { unknownColumn } from "./unknown-column.ts";

/** Rows from JSON lines: one object on each; blank lines are no rows. */
export class JsonlReader implements RowReader {
  private readonly options: ReaderOptions;
  private readonly handler: RowHandler;
  private readonly lines: Lines;
  private sawText = false;

  constructor(options: ReaderOptions, handler: RowHandler) {
    this.options = options;
    this.handler = handler;
    this.lines = new Lines(options.file, (text, number) => this.onLine(text, number));
  }

  async push(text: Buffer): Promise<void> {
    this.lines.push(text);
  }

  async end(): Promise<void> {
    this.lines.end();
    if (this.sawText) return;
    throw new BadInput("the file is empty", "write one JSON object a line", {
      file: this.options.file,
    });
  }

  private onLine(text: string, number: number): void {
    if (text.trim() === "") return;
    this.sawText = true;
    const row = this.read(text, number);
    if (row instanceof BadInput) this.handler.onBadRow(row, text);
    else this.handler.onRow(row);
  }

  private read(text: string, line: number): Row | BadInput {
    const { file, columns } = this.options;
    const object = parsed(text);
    if (object === null) {
      return new BadInput(
        `the line ${shown(text)} is no complete JSON object`,
        "write one JSON object a line, or see whether the file is cut off",
        { file, line },
      );
    }
    const cells: unknown[] = new Array(columns.length);
    for (let slot = 0; slot < columns.length; slot++) {
      const name = columns[slot] as string;
      if (!Object.hasOwn(object, name))
        return unknownColumn(name, Object.keys(object), { file, line });
      cells[slot] = object[name];
    }
    return { line, cells, raw: text.trim() };
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value)
      ? (value as Record<string, unknown> | null)
      : null;
  } catch {
    return null;
  }
}
