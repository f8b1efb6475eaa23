import { show } from "../../errors.ts";
import { type EventTime, MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../watermark/time.ts";
import type { CumulateWindowFn } from "../../windows/cumulate.ts";
import type { PeriodicWindowFn } from "../../windows/window-fn.ts";
import { Buckets } from "../buckets.ts";
import { type Cell, NONE } from "../cell.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { Bundle, Place, Plan } from "../plan.ts";
import type { Span } from "../span.ts";
import type { Work } from "../work.ts";
import { type Cuts, cutsOf } from "./line.ts";
import { SlicedWindows } from "./sliced-windows.ts";

/**
 * The sliced plan for as long as it is sure to make no difference, and from then on the general one:
 * from the first value that the combiner does not promise to merge exactly, and from the first
 * element so near to the ends of time that its windows are cut there. Whatever has been added until
 * then is not touched by that; it goes over as it goes into a snapshot and out again.
 */
export class WhileExact<K extends Key, T, R> implements Plan<K, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly windows: PeriodicWindowFn | CumulateWindowFn;
  private readonly cuts: Cuts;
  /** Null if the combiner promises it of all values. */
  private readonly isExact: ((value: T) => boolean) | null;
  /** Between these no window of an instant is cut. */
  private readonly from: EventTime;
  private readonly to: EventTime;
  private sliced: SlicedWindows<K, T, R> | null;
  private plan: Plan<K, T, R>;
  retired: string | null = null;
  /** Additions and assignments when it was retired. */
  private adds = 0;
  private accepted = 0;

  constructor(
    core: Core<K, T, R>,
    windows: PeriodicWindowFn | CumulateWindowFn,
    keepsCells: boolean,
  ) {
    this.core = core;
    this.windows = windows;
    const { mergesExactly } = core.combine;
    this.isExact = typeof mergesExactly === "function" ? mergesExactly : null;
    this.cuts = cutsOf(windows);
    this.from = MIN_TIMESTAMP + this.cuts.longestMs;
    this.to = MAX_TIMESTAMP - this.cuts.longestMs;
    this.sliced = new SlicedWindows(core, this.cuts, keepsCells);
    this.plan = this.sliced;
  }

  addQuietly(key: K, value: T, timestamp: EventTime): boolean {
    return (
      (this.sliced === null || this.isSure(value, timestamp)) &&
      this.plan.addQuietly(key, value, timestamp)
    );
  }

  private isSure(value: T, timestamp: EventTime): boolean {
    return (
      timestamp >= this.from &&
      timestamp < this.to &&
      (this.isExact === null || this.isExact(value))
    );
  }

  get quiet(): number {
    return this.plan.quiet;
  }

  add(key: K, value: T, timestamp: EventTime): void {
    if (this.sliced !== null) this.check(value, timestamp);
    this.plan.add(key, value, timestamp);
  }

  addBundle(bundle: Bundle<K, T>, inLatest: boolean): void {
    const { values, timestamps } = bundle;
    for (let at = 0; at < timestamps.length && this.sliced !== null; at++)
      this.check(values[at] as T, timestamps[at] as EventTime);
    this.plan.addBundle(bundle, inLatest);
  }

  private check(value: T, timestamp: EventTime): void {
    if (this.isSure(value, timestamp)) return;
    if (timestamp < this.from || timestamp >= this.to) {
      this.retire(`an element at ${timestamp} has windows that the ends of time cut short`);
    } else {
      this.retire(`${this.core.combine.name} does not promise to merge ${show(value)} exactly`);
    }
  }

  private retire(why: string): void {
    const { core, sliced } = this;
    if (sliced === null) return;
    const places = sliced.places();
    sliced.retire();
    this.adds = sliced.work.adds ?? 0;
    this.accepted = core.ledger.counters(0).accepted;
    this.sliced = null;
    this.plan = new Buckets<K, T, R>(core, this.windows);
    for (const { span, key, cell } of places) {
      // Its wake-up is in the queue with a window that is no more.
      cell.wake = NONE;
      this.plan.restore(key, span.start, span.end, cell);
    }
    this.retired = why;
  }

  onAlarm(span: Span): void {
    this.plan.onAlarm(span);
  }

  onDeadline(span: Span, key: K, cell: Cell<unknown, R>): void {
    this.plan.onDeadline(span, key, cell);
  }

  get cellReads(): number {
    return this.plan.cellReads;
  }

  get work(): Partial<Work> {
    if (this.sliced !== null) return this.sliced.work;
    return { adds: this.adds + this.core.ledger.counters(this.quiet).accepted - this.accepted };
  }

  places(): Place<K, R>[] {
    return this.plan.places();
  }

  placesOf(key: K): Place<K, R>[] {
    return this.plan.placesOf(key);
  }

  restore(key: K, start: EventTime, end: EventTime, cell: Cell<unknown, R>): void {
    const { cuts } = this;
    if (!cuts.isWindow(start, end) || start < this.from || end > this.to)
      this.retire("a restored window is cut short by the ends of time");
    this.plan.restore(key, start, end, cell);
  }
}
