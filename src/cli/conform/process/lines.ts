const lineFeed = 10;
const longestLineBytes = 64 * 1024 * 1024;

/** Lines from the bytes that a process writes, without their line feeds. */
export class Lines {
  private readonly onLine: (line: string) => void;
  /** A line whose end has not come yet, in the pieces it came in. */
  private pieces: Buffer[] = [];
  private pieceBytes = 0;

  constructor(onLine: (line: string) => void) {
    this.onLine = onLine;
  }

  /** False once a line is longer than any that could be of use. */
  push(chunk: Buffer): boolean {
    let from = 0;
    for (let to = chunk.indexOf(lineFeed); to >= 0; to = chunk.indexOf(lineFeed, from)) {
      this.keep(chunk.subarray(from, to));
      from = to + 1;
      const line = this.rest();
      this.pieces = [];
      this.pieceBytes = 0;
      this.onLine(line);
    }
    if (from < chunk.length) this.keep(chunk.subarray(from));
    return this.pieceBytes <= longestLineBytes;
  }

  /** What has come since the last line feed. */
  rest(): string {
    return Buffer.concat(this.pieces).toString("utf8");
  }

  private keep(piece: Buffer): void {
    this.pieces.push(piece);
    this.pieceBytes += piece.length;
  }
}
