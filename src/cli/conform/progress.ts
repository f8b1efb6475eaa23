import type { ConformCounts } from "../../testing/conform/conform.ts";

/** A bar for a run that takes longer than a moment; only on a terminal. */
export class CaseBar {
  private readonly bar: { update(value: number, payload: object): void; stop(): void };

  static async start(total: number): Promise<CaseBar | null> {
    if (!process.stderr.isTTY) return null;
    const { SingleBar } = (await import("cli-progress")).default;
    const bar = new SingleBar({
      format: "{bar} {percentage} % | {value}/{total} cases | {failed} failed | {eta} s left",
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    });
    bar.start(total, 0, { failed: 0 });
    return new CaseBar(bar);
  }

  private constructor(bar: CaseBar["bar"]) {
    this.bar = bar;
  }

  update({ cases, failed }: ConformCounts): void {
    this.bar.update(cases, { failed });
  }

  stop(): void {
    this.bar.stop();
  }
}
