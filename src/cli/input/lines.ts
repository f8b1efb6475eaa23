import { BadInput } from "../bad-input.ts";

const lineFeed = 10;
const byteOrderMark = "\ufeff";
const longestLineBytes = 16 * 1024 * 1024;

/**
 * Lines from the bytes of a text, without their line feeds. Every line is a string of its own: one
 * that were a slice of its chunk would keep the whole chunk alive for as long as a key of the row
 * is known.
 */
export class Lines {
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

  push(chunk: Buffer): void {
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

  /** There are no more bytes. */
  end(): void {
    if (this.pieceBytes > 0) this.emit(Buffer.alloc(0));
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
}
