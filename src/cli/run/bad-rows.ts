import { AtomicFile } from "../atomic-file.ts";
import type { BadInput } from "../bad-input.ts";
import { csvLine } from "../output/index.ts";

/** What is done about rows that cannot be used: stop at the first, or count and perhaps keep them. */
export class BadRows {
  private readonly skips: boolean;
  private readonly file: AtomicFile | null;

  constructor(skips: boolean, path: string | null) {
    this.skips = skips;
    this.file = path === null ? null : new AtomicFile(path);
    this.file?.write(csvLine(["line", "column", "reason", "row"]));
  }

  /** Throws the problem if bad rows stop the run. */
  take(problem: BadInput, raw: string): void {
    if (!this.skips) throw problem;
    const { line = 0, column = "" } = problem.place;
    this.file?.write(csvLine([String(line), column, problem.reason, raw]));
  }

  complete(): void {
    this.file?.complete();
  }

  abandon(): void {
    this.file?.abandon();
  }
}
