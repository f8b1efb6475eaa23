/** The end of a text that may be long. */
export class Tail {
  private readonly mostBytes: number;
  private pieces: Buffer[] = [];
  private bytes = 0;
  private isCut = false;

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  push(chunk: Buffer): void {
    this.pieces.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes <= 2 * this.mostBytes) return;
    const all = Buffer.concat(this.pieces);
    // A copy, so that what is cut off does not stay in memory.
    this.pieces = [Buffer.from(all.subarray(all.length - this.mostBytes))];
    this.bytes = this.mostBytes;
    this.isCut = true;
  }

  /** Its last lines; a line that is not whole is left out unless it is the only one. */
  text(): string {
    const all = Buffer.concat(this.pieces);
    const isCut = this.isCut || all.length > this.mostBytes;
    const text = all
      .subarray(Math.max(0, all.length - this.mostBytes))
      .toString("utf8")
      .trimEnd();
    const from = isCut ? text.indexOf("\n") + 1 : 0;
    return text.slice(from);
  }
}
