import type { FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

class Row {
  start = 0;
  end = 0;
  readonly sums: Float64Array;
  readonly counts: Int32Array;

  constructor(keys: number) {
    this.sums = new Float64Array(keys);
    this.counts = new Int32Array(keys);
  }
}

/**
 * As fast as it goes: keys are small integers and index typed arrays, rows are used again, and there
 * is nothing but a sum at the window's end. Late elements are dropped.
 */
export class DenseFloor {
  private readonly rows: Map<number, Row> = new Map();
  private readonly free: Row[] = [];
  private readonly sizeMs: number;
  private readonly keys: number;
  private readonly results: Results;
  private current: Row | null = null;
  private watermark = Number.NEGATIVE_INFINITY;
  private nextDue = Number.POSITIVE_INFINITY;

  constructor(sizeMs: number, keys: number, results: Results) {
    this.sizeMs = sizeMs;
    this.keys = keys;
    this.results = results;
  }

  take(bundle: FeedBundle): void {
    const keys = bundle.keys as Int32Array;
    const values = bundle.values as Float64Array;
    const timestamps = bundle.timestamps as Float64Array;
    let row = this.current;
    for (let at = 0; at < timestamps.length; at++) {
      const timestamp = timestamps[at] as number;
      if (row === null || timestamp < row.start || timestamp >= row.end) {
        row = this.rowAt(timestamp);
        if (row === null) {
          this.results.dropped += 1;
          continue;
        }
      }
      const key = keys[at] as number;
      row.sums[key] = (row.sums[key] as number) + (values[at] as number);
      row.counts[key] = (row.counts[key] as number) + 1;
    }
    this.current = row;
    if (bundle.watermark !== null) this.advance(bundle.watermark);
  }

  private rowAt(timestamp: number): Row | null {
    const start = timestamp - (timestamp % this.sizeMs);
    const known = this.rows.get(start);
    if (known !== undefined) return known;
    const end = start + this.sizeMs;
    if (end <= this.watermark) return null;
    const row = this.free.pop() ?? new Row(this.keys);
    row.start = start;
    row.end = end;
    this.rows.set(start, row);
    this.nextDue = Math.min(this.nextDue, end);
    return row;
  }

  private advance(watermark: number): void {
    this.watermark = watermark;
    if (watermark < this.nextDue) return;
    this.nextDue = Number.POSITIVE_INFINITY;
    for (const row of this.rows.values()) {
      if (row.end > watermark) {
        this.nextDue = Math.min(this.nextDue, row.end);
        continue;
      }
      this.fire(row);
      this.rows.delete(row.start);
      if (this.current === row) this.current = null;
      this.free.push(row);
    }
  }

  private fire({ start, end, sums, counts }: Row): void {
    for (let key = 0; key < counts.length; key++) {
      if (counts[key] === 0) continue;
      this.results.pane(key, start, end, sums[key] as number, "onTime", 0);
      sums[key] = 0;
      counts[key] = 0;
    }
  }
}
