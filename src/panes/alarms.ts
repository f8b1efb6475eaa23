import { Heap } from "../watermark/heap.ts";
import type { DurationMs, EventTime } from "../watermark/time.ts";
import { isSessions } from "../windows/sessions.ts";
import type { Span } from "./span.ts";

/** While there are so few alarms, one heap of them all is as fast as anything. */
const FEW = 256;

/** How long the stretches of time are to be for these windows. Only sessions grow. */
export function stretchOf(windows: { readonly kind: string }): DurationMs {
  return isSessions(windows) ? Math.ceil(windows.gapMs / 16) : Number.POSITIVE_INFINITY;
}

/**
 * Spans by their alarms. One that grows keeps its place and is moved on when that comes up, so a
 * heap of them all would spend most of its time on sifting sessions that are not over. Hence only
 * the nearest alarms stand in a heap. Those that are further away lie in no order in stretches of
 * time, and most that have grown go from one stretch to a later one.
 */
export class Alarms {
  private readonly near: Heap<Span> = new Heap();
  /** Alarms before this go to the heap: the stretches until then have been opened. */
  private opened: EventTime = Number.NEGATIVE_INFINITY;
  private readonly far: Map<number, Span[]> = new Map();
  /** The numbers of the stretches that there are. */
  private readonly numbers: Heap<number> = new Heap();
  private readonly stretchMs: DurationMs;
  /** How many alarms are queued. */
  size = 0;
  /** How often an alarm has been set; for tests of growth. */
  set = 0;

  /** Infinity for one heap of them all: spans that do not grow need no more. */
  constructor(stretchMs: DurationMs) {
    this.stretchMs = stretchMs;
  }

  /** Queues a span at its `alarm`. */
  watch(span: Span): void {
    this.set += 1;
    this.size += 1;
    this.put(span, span.alarm);
  }

  /**
   * The first span that has something to do at `watermark`, or null. One that has grown since it
   * was queued waits for its new end.
   */
  first(watermark: EventTime): Span | null {
    const { near, numbers } = this;
    for (;;) {
      if (numbers.size > 0 && numbers.time <= near.time && numbers.time <= watermark) {
        this.open(numbers.pop() as number);
        continue;
      }
      const top = near.peek();
      if (top === undefined || near.time > watermark) return null;
      if (!top.dead && top.end <= top.alarm) return top;
      near.pop();
      this.putBack(top);
    }
  }

  /** Takes out the span that `first` has shown. */
  shift(): void {
    this.size -= 1;
    this.near.pop();
  }

  private put(span: Span, alarm: EventTime): void {
    const { near, far, stretchMs } = this;
    if (alarm < this.opened || this.size <= FEW || stretchMs === Number.POSITIVE_INFINITY) {
      near.push(alarm, span);
      return;
    }
    const number = Math.floor(alarm / stretchMs);
    const stretch = far.get(number);
    if (stretch === undefined) {
      far.set(number, [span]);
      this.numbers.push(number * stretchMs, number);
    } else stretch.push(span);
  }

  /** All alarms of a stretch come near, but for those that have moved on. */
  private open(number: number): void {
    const stretch = this.far.get(number) as Span[];
    this.far.delete(number);
    this.opened = (number + 1) * this.stretchMs;
    for (const span of stretch) {
      if (span.dead || span.end > span.alarm) this.putBack(span);
      else this.near.push(span.alarm, span);
    }
  }

  private putBack(span: Span): void {
    if (span.dead) {
      this.size -= 1;
      return;
    }
    span.alarm = span.end;
    this.set += 1;
    this.put(span, span.end);
  }
}
