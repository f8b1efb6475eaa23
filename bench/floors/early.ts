import type { Entry } from "../engine.ts";
import type { FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

class Acc {
  readonly key: string;
  readonly row: Row;
  sum = 0;
  fresh = 0;
  panes = 0;
  /** The last bundle that has touched this, so that it is listed once. */
  bundle = 0;

  constructor(key: string, row: Row) {
    this.key = key;
    this.row = row;
  }
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
 * Fixed windows by hand with more than one pane: one whenever so many elements have come, one at the
 * end, one for late ones. A bundle is looked at once, after all of it is in: each element by itself,
 * or each window and key that a batch has touched.
 */
export class EarlyFloor {
  private readonly rows: Map<number, Row> = new Map();
  private readonly touched: Acc[] = [];
  private readonly sizeMs: number;
  private readonly latenessMs: number;
  private readonly early: number;
  private readonly entry: Entry;
  private readonly results: Results;
  private bundle = 0;
  private current: Row | null = null;
  private watermark = Number.NEGATIVE_INFINITY;
  private nextDue = Number.POSITIVE_INFINITY;

  constructor(sizeMs: number, latenessMs: number, early: number, entry: Entry, results: Results) {
    this.sizeMs = sizeMs;
    this.latenessMs = latenessMs;
    this.early = early;
    this.entry = entry;
    this.results = results;
  }

  take({ keys, values, timestamps, watermark }: FeedBundle): void {
    this.bundle += 1;
    for (let at = 0; at < timestamps.length; at++) {
      const acc = this.add(keys[at] as string, values[at] as number, timestamps[at] as number);
      if (acc === null) continue;
      if (this.entry === "element") this.ask(acc);
      else if (acc.bundle !== this.bundle) {
        acc.bundle = this.bundle;
        this.touched.push(acc);
      }
    }
    for (const acc of this.touched) this.ask(acc);
    this.touched.length = 0;
    if (watermark !== null) this.advance(watermark);
  }

  private ask(acc: Acc): void {
    if (acc.row.fired) this.fire(acc, "late");
    else if (acc.fresh >= this.early) this.fire(acc, "early");
  }

  private add(key: string, value: number, timestamp: number): Acc | null {
    let row = this.current;
    if (row === null || timestamp < row.start || timestamp >= row.end) {
      row = this.rowAt(timestamp);
      if (row === null) {
        this.results.dropped += 1;
        return null;
      }
      this.current = row;
    }
    let acc = row.accs.get(key);
    if (acc === undefined) {
      acc = new Acc(key, row);
      row.accs.set(key, acc);
    }
    acc.sum += value;
    acc.fresh += 1;
    return acc;
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
        for (const acc of row.accs.values()) this.fire(acc, "onTime");
        row.fired = true;
      }
      const expiry = row.end + this.latenessMs;
      if (expiry <= watermark) {
        this.rows.delete(row.start);
        if (this.current === row) this.current = null;
      } else this.nextDue = Math.min(this.nextDue, row.fired ? expiry : row.end);
    }
  }

  private fire(acc: Acc, timing: "early" | "onTime" | "late"): void {
    const { row } = acc;
    this.results.pane(acc.key, row.start, row.end, acc.sum, timing, acc.panes);
    acc.sum = 0;
    acc.fresh = 0;
    acc.panes += 1;
  }
}
