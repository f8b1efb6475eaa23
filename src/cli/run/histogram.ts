import { show } from "../../errors.ts";
import {
  invalidSnapshot,
  type PlainData,
  readCount,
  readFields,
  readList,
} from "../../watermark/plain.ts";
import type { DurationMs } from "../../watermark/time.ts";

/**
 * How long things took, in bounded memory: least, most and count are exact, the median is within
 * 3 %. Durations are counted in 32 buckets for each power of two; there are at most 1,600.
 */
export class DurationHistogram {
  count = 0;
  min: DurationMs = 0;
  max: DurationMs = 0;
  private readonly buckets = new Map<number, number>();

  /** Takes a duration that is not negative. */
  add(ms: DurationMs): void {
    if (this.count === 0 || ms < this.min) this.min = ms;
    if (this.count === 0 || ms > this.max) this.max = ms;
    this.count += 1;
    const bucket = bucketOf(ms);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
  }

  /** About half of the durations are not above this. */
  get median(): DurationMs {
    let left = Math.ceil(this.count / 2);
    for (const [bucket, count] of this.sorted()) {
      left -= count;
      if (left <= 0) return Math.min(Math.max(middleOf(bucket), this.min), this.max);
    }
    return 0;
  }

  save(): PlainData {
    return { min: this.min, max: this.max, buckets: this.sorted() };
  }

  load(data: unknown): void {
    const { min, max, buckets } = readFields(data, ["min", "max", "buckets"], "a histogram");
    this.min = readLength(min);
    this.max = readLength(max);
    for (const entry of readList(buckets, "list of buckets")) {
      const [bucket, count] = readList(entry, "bucket");
      const known = readCount(bucket, "bucket's number");
      if (this.buckets.has(known)) throw invalidSnapshot("A bucket is there twice", data);
      this.buckets.set(known, readCount(count, "bucket's count"));
      this.count += count as number;
    }
  }

  private sorted(): [number, number][] {
    return [...this.buckets].sort(([a], [b]) => a - b);
  }
}

/** A duration that is not negative; all of time is longer than what counts can reach. */
export function readLength(value: unknown): DurationMs {
  if (Number.isInteger(value) && (value as number) >= 0) return (value as number) + 0;
  throw invalidSnapshot(`The duration ${show(value)} is no duration`, value);
}

function bucketOf(ms: number): number {
  if (ms < 64) return ms;
  const high = Math.floor(ms / 2 ** 32);
  const exponent = high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(ms);
  return exponent * 32 - 160 + Math.floor(ms / 2 ** (exponent - 5));
}

function middleOf(bucket: number): number {
  if (bucket < 64) return bucket;
  const exponent = Math.floor(bucket / 32) + 4;
  const width = 2 ** (exponent - 5);
  return (32 + (bucket % 32)) * width + Math.floor(width / 2);
}
