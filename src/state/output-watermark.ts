import type { Key } from "../panes/key.ts";
import { Heap } from "../watermark/heap.ts";
import { type EventTime, MIN_TIMESTAMP } from "../watermark/time.ts";

interface Entry<K> {
  readonly at: EventTime;
  readonly key: K;
}

/**
 * The output watermark over all keys of a host: the input watermark or the earliest hold that any
 * key has reported, whichever is earlier; it never goes back. A report costs a logarithm of the
 * number of keys that hold.
 */
export class OutputWatermark<K extends Key> {
  private readonly holds: Map<K, Entry<K>> = new Map();
  private readonly queue: Heap<Entry<K>> = new Heap();
  private watermark: EventTime = MIN_TIMESTAMP;
  private output: EventTime = MIN_TIMESTAMP;

  /** What the next work item is to be given. */
  get value(): EventTime {
    return this.output;
  }

  /** Notes a key's earliest hold, as `Commit.hold` has it. */
  report(key: K, hold: EventTime | null): void {
    if (hold === null) {
      this.holds.delete(key);
      return;
    }
    if (this.holds.get(key)?.at === hold) return;
    const entry: Entry<K> = { at: hold, key };
    this.holds.set(key, entry);
    this.queue.push(hold, entry);
    // Entries that have been overtaken stay until they come up; keep them fewer than the live ones.
    if (this.queue.size > 64 && this.queue.size > 2 * this.holds.size) {
      this.queue.compact((old) => this.holds.get(old.key) === old);
    }
  }

  /**
   * The end of a step, in which every affected key has reported: works out the value anew.
   * `watermark` is the input watermark, if it has moved.
   */
  settle(watermark: EventTime = this.watermark): EventTime {
    if (watermark > this.watermark) this.watermark = watermark;
    const earliest = Math.min(this.watermark, this.earliestHold());
    if (earliest > this.output) this.output = earliest;
    return this.output;
  }

  private earliestHold(): EventTime {
    for (;;) {
      const top = this.queue.peek();
      if (top === undefined) return Number.POSITIVE_INFINITY;
      if (this.holds.get(top.key) === top) return top.at;
      this.queue.pop();
    }
  }
}
