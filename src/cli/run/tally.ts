import type { Dropped } from "../../panes/dropped.ts";
import { invalidSnapshot, type PlainData, readCount, readFields } from "../../watermark/plain.ts";
import { type DurationMs, type EventTime, MIN_TIMESTAMP } from "../../watermark/time.ts";
import { DropCensus } from "./drop-census.ts";
import { DurationHistogram } from "./histogram.ts";

/** What the summary tells beyond the engine's counters. Its size does not grow with the input. */
export class Tally {
  /** Rows of any kind, the header and blank lines not among them. */
  rows = 0;
  bad = 0;
  /** Of rows whose timestamp was behind the watermark: by how much. */
  readonly behind: DurationHistogram = new DurationHistogram();
  /** Of dropped late assignments: how far the watermark was past the window's expiry. */
  readonly late: DurationHistogram = new DurationHistogram();
  readonly lateByWindow: DropCensus = new DropCensus();
  readonly closedByWindow: DropCensus = new DropCensus();
  /** Arrival less watermark, after each row. */
  readonly lag: { count: number; sumMs: number; maxMs: DurationMs } = {
    count: 0,
    sumMs: 0,
    maxMs: 0,
  };

  /** A row is about to be added. */
  beforeRow(timestamp: EventTime, watermark: EventTime): void {
    if (timestamp < watermark) this.behind.add(watermark - timestamp);
  }

  /** A row has been added and the watermark moved. */
  afterRow(arrival: number | null, watermark: EventTime): void {
    if (arrival === null || watermark === MIN_TIMESTAMP) return;
    const { lag } = this;
    const ms = arrival - watermark;
    if (lag.count === 0 || ms > lag.maxMs) lag.maxMs = ms;
    lag.count += 1;
    lag.sumMs += ms;
  }

  onDropped(dropped: Dropped<string, unknown>): void {
    if (dropped.reason === "late") {
      this.late.add(dropped.lateByMs);
      this.lateByWindow.add(dropped.window, dropped.lateByMs);
    }
    if (dropped.reason === "closed") this.closedByWindow.add(dropped.window, 0);
  }

  save(): PlainData {
    return {
      rows: this.rows,
      bad: this.bad,
      behind: this.behind.save(),
      late: this.late.save(),
      lateByWindow: this.lateByWindow.save(),
      closedByWindow: this.closedByWindow.save(),
      lag: { ...this.lag },
    };
  }

  load(data: unknown): void {
    const fields = readFields(
      data,
      ["rows", "bad", "behind", "late", "lateByWindow", "closedByWindow", "lag"],
      "the summary",
    );
    this.rows = readCount(fields.rows, "number of rows");
    this.bad = readCount(fields.bad, "number of bad rows");
    this.behind.load(fields.behind);
    this.late.load(fields.late);
    this.lateByWindow.load(fields.lateByWindow);
    this.closedByWindow.load(fields.closedByWindow);
    const { count, sumMs, maxMs } = readFields(fields.lag, ["count", "sumMs", "maxMs"], "the lag");
    if (!Number.isFinite(sumMs) || !Number.isFinite(maxMs))
      throw invalidSnapshot("The lag is no number", data);
    this.lag.count = readCount(count, "number of lags");
    this.lag.sumMs = sumMs as number;
    this.lag.maxMs = maxMs as number;
  }
}
