import type { Machine } from "../triggers/machine.ts";
import { Heap } from "../watermark/heap.ts";
import type { DurationMs, EventTime, ProcessingTime } from "../watermark/time.ts";
import { Alarms } from "./alarms.ts";
import { type Cell, NONE } from "./cell.ts";
import type { Key } from "./key.ts";
import type { Span } from "./span.ts";

export const EVENT_TIME = 0;
const PROCESSING_TIME = 1;

/** Something that has come due in a step. `cell` and `key` are there for a deadline of one key. */
export interface Due<K extends Key, A, R> {
  readonly time: number;
  readonly domain: typeof EVENT_TIME | typeof PROCESSING_TIME;
  readonly span: Span;
  readonly key: K | null;
  readonly cell: Cell<A, R> | null;
  readonly order: number;
}

interface Wake<K extends Key, A, R> {
  readonly time: number;
  readonly span: Span;
  readonly key: K;
  readonly cell: Cell<A, R>;
}

/**
 * All timers. In event time a span has one alarm, at its end and then at its expiry, however many
 * keys it has and however often it grows. A cell has one wake-up in processing time, at the earliest
 * deadline of its trigger, and one in event time, at the first watermark before the window's end for
 * which its trigger waits, if it does.
 *
 * Entries are never searched for: one that has been overtaken is recognised when it comes up.
 */
export class Agenda<K extends Key, A, R> {
  private readonly alarms: Alarms;
  private readonly wakes: Heap<Wake<K, A, R>> = new Heap();
  private readonly trigger: Machine;
  private wakesSet = 0;
  /** Cells by the watermarks before their windows' ends; `multiples` has for which one each is queued. */
  private readonly crossings: Heap<Wake<K, A, R>> = new Heap();
  private readonly multiples: Map<Cell<A, R>, EventTime> = new Map();

  /** `stretchMs`: see `Alarms`. */
  constructor(trigger: Machine, stretchMs: DurationMs) {
    this.trigger = trigger;
    this.alarms = new Alarms(stretchMs);
  }

  /** How often an alarm or a wake-up has been set; for tests of growth. */
  get set(): number {
    return this.alarms.set + this.wakesSet;
  }

  /** A watermark before which nothing has anything to do, or `NONE`. */
  get nextWatermark(): EventTime {
    return Math.min(this.alarms.first(NONE)?.alarm ?? NONE, this.nextCrossing);
  }

  private get nextCrossing(): EventTime {
    for (;;) {
      const top = this.crossings.peek();
      if (top === undefined) return NONE;
      const { time, span, key, cell } = top;
      const isQueued = this.multiples.get(cell) === time && !span.dead && !cell.closed;
      const awaited = isQueued ? this.multipleFrom(time, span, cell) : NONE;
      if (awaited === time) return time;
      this.dropCrossing();
      if (awaited < NONE) this.queueMultiple(awaited, span, key, cell);
    }
  }

  /** The first watermark from one on, and before the window's end, for which a cell's trigger waits. */
  private multipleFrom(from: EventTime, { start, end }: Span, cell: Cell<A, R>): EventTime {
    return this.trigger.nextWatermark(cell.trigger, start, end, from);
  }

  private queueMultiple(time: EventTime, span: Span, key: K, cell: Cell<A, R>): void {
    this.multiples.set(cell, time);
    this.wakesSet += 1;
    this.crossings.push(time, { time, span, key, cell });
  }

  /** A processing time before which no deadline is reached, or `NONE`. */
  get nextWake(): ProcessingTime {
    for (;;) {
      const top = this.wakes.peek();
      if (top === undefined) return NONE;
      if (this.isLive(top)) return top.time;
      this.wakes.pop();
    }
  }

  /** Whether anything has come due. Costs nothing while no time that is queued has been reached. */
  isDue(watermark: EventTime, processingTime: ProcessingTime): boolean {
    return (
      this.alarms.first(watermark) !== null ||
      this.nextWake <= processingTime ||
      this.nextCrossing <= watermark
    );
  }

  get pending(): { readonly alarms: number; readonly wakes: number } {
    return { alarms: this.alarms.size, wakes: this.wakes.size + this.crossings.size };
  }

  /** Queues a span at its `alarm`. */
  watch(span: Span): void {
    this.alarms.watch(span);
  }

  /** Queues a cell at its earliest deadline after `now`, unless it is queued at that or before. */
  arm(span: Span, key: K, cell: Cell<A, R>, now: ProcessingTime): void {
    const time = this.trigger.nextDeadline(cell.trigger, now);
    if (time >= cell.wake) return;
    cell.wake = time;
    this.wakesSet += 1;
    this.wakes.push(time, { time, span, key, cell });
  }

  /** The same in event time, where the window's end and expiry are not a cell's own. */
  armMultiple(span: Span, key: K, cell: Cell<A, R>, watermark: EventTime): void {
    const time = this.multipleFrom(watermark + 1, span, cell);
    if (time < (this.multiples.get(cell) ?? NONE)) this.queueMultiple(time, span, key, cell);
  }

  /**
   * Takes out everything that is due `now`, in the total order of firing: time, event time first,
   * window, key. A deadline is due if the trigger still holds it and the clock had not reached it
   * before; `before` is what processing time was.
   */
  take(
    watermark: EventTime,
    processingTime: ProcessingTime,
    before: ProcessingTime,
  ): Due<K, A, R>[] {
    const due: Due<K, A, R>[] = [];
    for (;;) {
      const span = this.alarms.first(watermark);
      if (span === null) break;
      this.alarms.shift();
      due.push({
        time: span.alarm,
        domain: EVENT_TIME,
        span,
        key: null,
        cell: null,
        order: span.order,
      });
    }
    while (this.nextWake <= processingTime) {
      const { span, key, cell } = this.wakes.pop() as Wake<K, A, R>;
      cell.wake = NONE;
      const time = this.trigger.nextDeadline(cell.trigger, before);
      if (time > processingTime) this.arm(span, key, cell, processingTime);
      else due.push({ time, domain: PROCESSING_TIME, span, key, cell, order: cell.order });
    }
    while (this.nextCrossing <= watermark) {
      const { time, span, key, cell } = this.dropCrossing();
      // What is crossed together with the end is asked for the end.
      if (watermark < span.end)
        due.push({ time, domain: EVENT_TIME, span, key, cell, order: cell.order });
    }
    return due.length > 1 ? due.sort(inFiringOrder) : due;
  }

  private dropCrossing(): Wake<K, A, R> {
    const top = this.crossings.pop() as Wake<K, A, R>;
    if (this.multiples.get(top.cell) === top.time) this.multiples.delete(top.cell);
    return top;
  }

  private isLive({ time, span, cell }: Wake<K, A, R>): boolean {
    return cell.wake === time && !span.dead && !cell.closed;
  }
}

function inFiringOrder(a: Due<Key, unknown, unknown>, b: Due<Key, unknown, unknown>): number {
  return (
    a.time - b.time ||
    a.domain - b.domain ||
    a.span.end - b.span.end ||
    a.span.start - b.span.start ||
    a.order - b.order
  );
}
