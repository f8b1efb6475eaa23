import { BadInput } from "../bad-input.ts";
import { type NotText, Utf8Gate } from "./utf8.ts";

const lineFeed = 10;
const byteOrderMark = "\ufeff";
const longestLineBytes = 16 * 1024 * 1024;

/**
 * Lines from bytes, without their line feeds. Every line is a string of its own: one that were a
 * slice of its chunk would keep the whole chunk alive for as long as a key of the row is known.
 */
export class Lines {
  private readonly gate: Utf8Gate = new Utf8Gate();
  private readonly file: string;
  private readonly onLine: (text: string, number: number) => void;
  private count = 0;
  /** A line whose end has not come yet, in the pieces it came in. */
  private pieces: Buffer[] = [];
  private pieceBytes = 0;

  constructor(file: string, onLine: (text: string, number: number) => void) {
    this.file = file;
    this.onLine = onLine;
  }

  push(bytes: Uint8Array): void {
    const chunk = this.gate.push(bytes);
    if (Buffer.isBuffer(chunk)) this.split(chunk);
    else this.refuse(chunk);
  }

  end(): void {
    const broken = this.gate.end();
    if (broken !== null) this.refuse(broken);
    if (this.pieceBytes > 0) this.emit(Buffer.alloc(0));
  }

  private split(chunk: Buffer): void {
    let from = 0;
    for (let to = chunk.indexOf(lineFeed); to >= 0; to = chunk.indexOf(lineFeed, from)) {
      this.emit(chunk.subarray(from, to));
      from = to + 1;
    }
    if (from === chunk.length) return;
    this.pieces.push(chunk.subarray(from));
    this.pieceBytes += chunk.length - from;
    if (this.pieceBytes <= longestLineBytes) return;
    throw new BadInput(
      `the line has more than ${longestLineBytes} bytes`,
      "give a file with one row a line",
      { file: this.file, line: this.count + 1 },
    );
  }

  private emit(last: Buffer): void {
    let bytes = last;
    if (this.pieceBytes > 0) {
      bytes = Buffer.concat([...this.pieces, last]);
      this.pieces = [];
      this.pieceBytes = 0;
    }
    const text = bytes.toString("utf8");
    this.count += 1;
    this.onLine(
      this.count === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text,
      this.count,
    );
  }

  /** Reads up to the place first: what is wrong before it is told first, and the line is known. */
  private refuse({ before, found }: NotText): never {
    this.split(before);
    throw new BadInput(
      `there is ${found}: this is no text file`,
      "give a CSV or JSONL file in UTF-8",
      { file: this.file, line: this.count + 1 },
    );
  }
}
