import type { Dropped } from "../../panes/dropped.ts";
import { formatDuration } from "../../watermark/duration.ts";
import { formatInstant } from "../../watermark/time.ts";
import { AtomicFile } from "../atomic-file.ts";
import type { InputFormat, Row } from "../input/index.ts";
import { csvLine } from "../output/index.ts";

/** The rows that no window took, each as it stood in the input, with why it was not taken. */
export class LateFile {
  private readonly file: AtomicFile;
  private readonly format: InputFormat;

  constructor(path: string, format: InputFormat) {
    this.file = new AtomicFile(path);
    this.format = format;
  }

  /** The header of CSV input. */
  header(raw: string): void {
    this.file.write(`${raw},reason,windowStart,windowEnd,lateBy\n`);
  }

  write({ raw }: Row, dropped: Dropped<string, unknown>): void {
    const { reason, window } = dropped;
    const lateByMs = dropped.reason === "late" ? dropped.lateByMs : null;
    if (this.format === "jsonl") {
      // The row's own text, so that no number in it loses a digit.
      const added = JSON.stringify({
        reason,
        window: window && [window.start, window.end],
        lateBy: lateByMs,
      });
      this.file.write(`${raw.slice(0, -1).trimEnd()},${added.slice(1)}\n`);
      return;
    }
    const bounds =
      window === null ? ["", ""] : [formatInstant(window.start), formatInstant(window.end)];
    this.file.write(
      `${raw},${csvLine([reason, ...bounds, lateByMs === null ? "" : formatDuration(lateByMs)])}`,
    );
  }

  complete(): void {
    this.file.complete();
  }

  abandon(): void {
    this.file.abandon();
  }
}
