import type { Machine } from "../triggers/machine.ts";
import { Heap } from "../watermark/heap.ts";
import type { DurationMs, EventTime, ProcessingTime } from "../watermark/time.ts";
import { Alarms } from "./alarms.ts";
import { type Cell, NONE } from "./cell.ts";
import type { Key } from "./key.ts";
import type { Span } from "./span.ts";

const EVENT_TIME = 0;
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
  readonly time: ProcessingTime;
  readonly span: Span;
  readonly key: K;
  readonly cell: Cell<A, R>;
}

/**
 * All timers. In event time a span has one alarm, at its end and then at its expiry, however many
 * keys it has and however often it grows. In processing time a cell has one wake-up, at the earliest
 * deadline of its trigger.
 *
 * Entries are never searched for: one that has been overtaken is recognised when it comes up.
 */
export class Agenda<K extends Key, A, R> {
  private readonly alarms: Alarms;
  private readonly wakes: Heap<Wake<K, A, R>> = new Heap();
  private readonly trigger: Machine;
  private wakesSet = 0;

  /** `stretchMs`: see `Alarms`. */
  constructor(trigger: Machine, stretchMs: DurationMs) {
    this.trigger = trigger;
    this.alarms = new Alarms(stretchMs);
  }

  /** How often an alarm or a wake-up has been set; for tests of growth. */
  get set(): number {
    return this.alarms.set + this.wakesSet;
  }

  /** A watermark before which no span has anything to do, or `NONE`. */
  get nextAlarm(): EventTime {
    return this.alarms.first(NONE)?.alarm ?? NONE;
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
    return this.alarms.first(watermark) !== null || this.nextWake <= processingTime;
  }

  get pending(): { readonly alarms: number; readonly wakes: number } {
    return { alarms: this.alarms.size, wakes: this.wakes.size };
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

  /**
   * Takes out everything that is due at `watermark` and `processingTime`, in the total order of
   * firing: time, event time first, window, key. A deadline is due if the trigger still holds it
   * and `before`, the processing time until now, had not reached it.
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
    return due.length > 1 ? due.sort(inFiringOrder) : due;
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
