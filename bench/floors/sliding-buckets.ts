import type { FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

class Acc {
  sum = 0;
  fresh = 0;
}

class Row {
  readonly start: number;
  readonly accs: Map<string, Acc> = new Map();

  constructor(start: number) {
    this.start = start;
  }
}

/**
 * Sliding windows by hand, the plain way: every element is added once for each window it is in. The
 * windows of the last slice are kept at hand, so an element costs one look-up of its key a window.
 */
export class SlidingBucketsFloor {
  private readonly rows: Map<number, Row> = new Map();
  private readonly sizeMs: number;
  private readonly periodMs: number;
  private readonly results: Results;
  private slice = Number.NaN;
  private live: Row[] = [];
  /** How many windows of the last slice are over. */
  private gone = 0;
  private watermark = Number.NEGATIVE_INFINITY;
  private nextDue = Number.POSITIVE_INFINITY;

  constructor(sizeMs: number, periodMs: number, results: Results) {
    this.sizeMs = sizeMs;
    this.periodMs = periodMs;
    this.results = results;
  }

  take({ keys, values, timestamps, watermark }: FeedBundle): void {
    for (let at = 0; at < timestamps.length; at++) {
      this.add(keys[at] as string, values[at] as number, timestamps[at] as number);
    }
    if (watermark !== null) this.advance(watermark);
  }

  private add(key: string, value: number, timestamp: number): void {
    const slice = timestamp - (timestamp % this.periodMs);
    if (slice !== this.slice) this.enter(slice);
    this.results.dropped += this.gone;
    const { live } = this;
    for (let at = 0; at < live.length; at++) {
      const { accs } = live[at] as Row;
      let acc = accs.get(key);
      if (acc === undefined) {
        acc = new Acc();
        accs.set(key, acc);
      }
      acc.sum += value;
      acc.fresh += 1;
    }
  }

  /** Finds or makes the windows of a slice that are still open; the others drop their share. */
  private enter(slice: number): void {
    this.slice = slice;
    this.live = [];
    this.gone = 0;
    for (let start = slice - this.sizeMs + this.periodMs; start <= slice; start += this.periodMs) {
      const end = start + this.sizeMs;
      if (end <= this.watermark) {
        this.gone += 1;
        continue;
      }
      let row = this.rows.get(start);
      if (row === undefined) {
        row = new Row(start);
        this.rows.set(start, row);
        this.nextDue = Math.min(this.nextDue, end);
      }
      this.live.push(row);
    }
  }

  private advance(watermark: number): void {
    this.watermark = watermark;
    if (watermark < this.nextDue) return;
    this.slice = Number.NaN;
    this.nextDue = Number.POSITIVE_INFINITY;
    for (const row of this.rows.values()) {
      const end = row.start + this.sizeMs;
      if (end > watermark) {
        this.nextDue = Math.min(this.nextDue, end);
        continue;
      }
      for (const [key, acc] of row.accs)
        this.results.pane(key, row.start, end, acc.sum, "onTime", 0);
      this.rows.delete(row.start);
    }
  }
}
