/**
 * Lines on stdout that are no messages, such as the log of a library: they are passed over, and
 * told where something else is wrong.
 */
export class Noise {
  private count = 0;
  private last = "";

  /** True if the line is no message, not even a broken one. */
  takes(line: string): boolean {
    if (line.trimStart().startsWith("{") || line.includes('"type"')) return false;
    if (line.trim() === "") return true;
    this.count += 1;
    this.last = line;
    return true;
  }

  /** What there was, as the end of a sentence; empty if there was none. */
  text(): string {
    if (this.count === 0) return "";
    const lines = this.count === 1 ? "a line" : `${this.count} lines`;
    const last = this.last.length > 120 ? `${this.last.slice(0, 120)}…` : this.last;
    return `; ${lines} on stdout ${this.count === 1 ? "is" : "are"} no message, the last ${JSON.stringify(last)}`;
  }
}
