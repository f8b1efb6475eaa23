import type { FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

/** One key: a ring of slices, and two stacks over those that have been sealed. */
class Slices {
  readonly key: string;
  readonly sums: Float64Array;
  readonly counts: Int32Array;
  /** `suffixes[i]` is the sum from slice i of the front stack to its end; likewise the counts. */
  readonly suffixes: Float64Array;
  readonly suffixCounts: Int32Array;
  back = 0;
  backCount = 0;
  /** Elements in slices that some window has yet to fire. */
  pending = 0;

  constructor(key: string, ring: number, overlap: number) {
    this.key = key;
    this.sums = new Float64Array(ring);
    this.counts = new Int32Array(ring);
    this.suffixes = new Float64Array(overlap + 1);
    this.suffixCounts = new Int32Array(overlap + 1);
  }
}

/**
 * Sliding windows by hand, the clever way: an element is added to one slice, and a window is put
 * together from slices when it fires, by two stacks. Elements may come out of order, but none may
 * be late: then a sealed slice would change, and this floor does not do that.
 */
export class SlidingSlicesFloor {
  private readonly keys: Map<string, Slices> = new Map();
  private readonly periodMs: number;
  private readonly overlap: number;
  private readonly ring: number;
  private readonly results: Results;
  private watermark = Number.NEGATIVE_INFINITY;
  /** The number of the first window that has not fired; windows are numbered by their first slice. */
  private next = Number.POSITIVE_INFINITY;
  /** How many slices of the next window the front stack still holds, the same for all keys. */
  private front = 0;
  private started = false;

  constructor(sizeMs: number, periodMs: number, results: Results) {
    this.periodMs = periodMs;
    this.overlap = sizeMs / periodMs;
    // Besides the slices of a window there are those that come before the watermark does.
    this.ring = 2 ** Math.ceil(Math.log2(this.overlap + 64));
    this.results = results;
  }

  take({ keys, values, timestamps, watermark }: FeedBundle): void {
    for (let at = 0; at < timestamps.length; at++) {
      this.add(keys[at] as string, values[at] as number, timestamps[at] as number);
    }
    if (watermark !== null) this.advance(watermark);
  }

  private add(key: string, value: number, timestamp: number): void {
    if (timestamp < this.watermark)
      throw new RangeError("The slicing floor takes no late elements.");
    const slice = (timestamp - (timestamp % this.periodMs)) / this.periodMs;
    if (!this.started && slice - this.overlap + 1 < this.next) this.next = slice - this.overlap + 1;
    if (slice - this.next >= this.ring)
      throw new RangeError("The slicing floor's ring is too short.");
    let slices = this.keys.get(key);
    if (slices === undefined) {
      slices = new Slices(key, this.ring, this.overlap);
      this.keys.set(key, slices);
    }
    const at = slice & (this.ring - 1);
    slices.sums[at] = (slices.sums[at] as number) + value;
    slices.counts[at] = (slices.counts[at] as number) + 1;
    slices.pending += 1;
  }

  private advance(watermark: number): void {
    this.watermark = watermark;
    while (this.keys.size > 0 && (this.next + this.overlap) * this.periodMs <= watermark) {
      this.started = true;
      this.fire(this.next);
      this.next += 1;
    }
  }

  /** Fires window `first`, whose slices are `first` to `first + overlap - 1`, for every key. */
  private fire(first: number): void {
    const { overlap, ring, results, periodMs } = this;
    const mask = ring - 1;
    const flips = this.front === 0;
    const from = flips ? 0 : overlap - this.front;
    for (const slices of this.keys.values()) {
      if (flips) {
        // The window's slices, all sealed by now, become the front stack.
        let sum = 0;
        let count = 0;
        for (let at = overlap - 1; at >= 0; at--) {
          sum += slices.sums[(first + at) & mask] as number;
          count += slices.counts[(first + at) & mask] as number;
          slices.suffixes[at] = sum;
          slices.suffixCounts[at] = count;
        }
        slices.back = 0;
        slices.backCount = 0;
      } else {
        slices.back += slices.sums[(first + overlap - 1) & mask] as number;
        slices.backCount += slices.counts[(first + overlap - 1) & mask] as number;
      }
      if ((slices.suffixCounts[from] as number) + slices.backCount > 0) {
        const value = (slices.suffixes[from] as number) + slices.back;
        results.pane(
          slices.key,
          first * periodMs,
          (first + overlap) * periodMs,
          value,
          "onTime",
          0,
        );
      }
      this.leave(slices, first & mask);
    }
    this.front = (flips ? overlap : this.front) - 1;
  }

  /** Clears the slice that no further window has, and forgets a key without any. */
  private leave(slices: Slices, at: number): void {
    slices.pending -= slices.counts[at] as number;
    slices.sums[at] = 0;
    slices.counts[at] = 0;
    if (slices.pending === 0) this.keys.delete(slices.key);
  }
}
