import type { FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

class Acc {
  sum = 0;
  fresh = 0;
  panes = 0;
}

class Row {
  readonly start: number;
  readonly end: number;
  readonly accs: Map<string, Acc> = new Map();
  fired = false;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}

/**
 * What one would write by hand for a sum over fixed windows: a map of windows, each a map of keys,
 * the last window kept at hand; watermark, on-time pane, a delta for every late element, clean-up.
 */
export class FixedFloor {
  private readonly rows: Map<number, Row> = new Map();
  private readonly sizeMs: number;
  private readonly latenessMs: number;
  private readonly results: Results;
  private current: Row | null = null;
  private watermark = Number.NEGATIVE_INFINITY;
  private nextDue = Number.POSITIVE_INFINITY;

  constructor(sizeMs: number, latenessMs: number, results: Results) {
    this.sizeMs = sizeMs;
    this.latenessMs = latenessMs;
    this.results = results;
  }

  take({ keys, values, timestamps, watermark }: FeedBundle): void {
    for (let at = 0; at < timestamps.length; at++) {
      this.add(keys[at] as string, values[at] as number, timestamps[at] as number);
    }
    if (watermark !== null) this.advance(watermark);
  }

  private add(key: string, value: number, timestamp: number): void {
    let row = this.current;
    if (row === null || timestamp < row.start || timestamp >= row.end) {
      row = this.rowAt(timestamp);
      if (row === null) {
        this.results.dropped += 1;
        return;
      }
      this.current = row;
    }
    let acc = row.accs.get(key);
    if (acc === undefined) {
      acc = new Acc();
      row.accs.set(key, acc);
    }
    acc.sum += value;
    acc.fresh += 1;
    if (row.fired) this.fire(row, key, acc);
  }

  private rowAt(timestamp: number): Row | null {
    const start = timestamp - (timestamp % this.sizeMs);
    const known = this.rows.get(start);
    if (known !== undefined) return known;
    const end = start + this.sizeMs;
    if (end + this.latenessMs <= this.watermark) return null;
    const row = new Row(start, end);
    row.fired = end <= this.watermark;
    this.rows.set(start, row);
    this.nextDue = Math.min(this.nextDue, row.fired ? end + this.latenessMs : end);
    return row;
  }

  private advance(watermark: number): void {
    this.watermark = watermark;
    if (watermark < this.nextDue) return;
    this.nextDue = Number.POSITIVE_INFINITY;
    for (const row of this.rows.values()) {
      if (!row.fired && row.end <= watermark) {
        for (const [key, acc] of row.accs) this.fire(row, key, acc);
        row.fired = true;
      }
      const expiry = row.end + this.latenessMs;
      if (expiry <= watermark) {
        this.rows.delete(row.start);
        if (this.current === row) this.current = null;
      } else this.nextDue = Math.min(this.nextDue, row.fired ? expiry : row.end);
    }
  }

  private fire(row: Row, key: string, acc: Acc): void {
    this.results.pane(key, row.start, row.end, acc.sum, row.fired ? "late" : "onTime", acc.panes);
    acc.sum = 0;
    acc.fresh = 0;
    acc.panes += 1;
  }
}
