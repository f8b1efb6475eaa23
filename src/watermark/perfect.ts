import { show, TidemarkError } from "../errors.ts";
import {
  requireStrategy,
  type WatermarkGenerator,
  type WatermarkStrategy,
  type WatermarkStrategyJson,
} from "./generator.ts";
import { invalidSnapshot, type PlainData, readCount, readFields, readList } from "./plain.ts";
import {
  type EventTime,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  type TimestampInput,
  toTimestamp,
} from "./time.ts";

class Perfect implements WatermarkStrategy {
  readonly kind = "perfect";
  readonly timestamps: readonly EventTime[];

  constructor(timestamps: readonly EventTime[]) {
    this.timestamps = timestamps;
  }

  start(): WatermarkGenerator {
    return new PerfectGenerator(this.timestamps, this.toString());
  }

  toJSON(): WatermarkStrategyJson {
    return { perfect: this.timestamps };
  }

  toString(): string {
    return `perfect(${this.timestamps.join(", ")})`;
  }
}

/** The multiset of the elements that are still to come, in ascending order of their timestamps. */
class PerfectGenerator implements WatermarkGenerator {
  readonly regressions = 0;
  private readonly strategy: string;
  private readonly distinct: readonly EventTime[];
  private readonly expected: ReadonlyMap<EventTime, number>;
  private toCome: Map<EventTime, number>;
  /** Index of the smallest timestamp that is still to come. */
  private next = 0;
  private started = false;

  constructor(timestamps: readonly EventTime[], strategy: string) {
    this.strategy = strategy;
    const expected = new Map<EventTime, number>();
    for (const timestamp of timestamps) expected.set(timestamp, (expected.get(timestamp) ?? 0) + 1);
    this.expected = expected;
    this.distinct = [...expected.keys()];
    this.toCome = new Map(expected);
  }

  get watermark(): EventTime {
    return this.started ? (this.distinct[this.next] ?? MAX_TIMESTAMP) : MIN_TIMESTAMP;
  }

  onElement(timestamp: EventTime): EventTime {
    const checked = toTimestamp(timestamp);
    const left = this.toCome.get(checked) ?? 0;
    if (left === 0) {
      throw new TidemarkError(
        "INVALID_TIMESTAMP",
        `The timestamp ${checked} is not among those that the perfect watermark still expects.`,
        timestamp,
        "Build the strategy from the timestamps of the whole input.",
      );
    }
    this.toCome.set(checked, left - 1);
    this.started = true;
    this.skipSeen();
    return this.watermark;
  }

  snapshot(): PlainData {
    const { strategy, distinct, toCome } = this;
    return { strategy, toCome: distinct.map((timestamp) => toCome.get(timestamp) ?? 0) };
  }

  restore(snapshot: unknown): void {
    requireStrategy(snapshot, this.strategy);
    const fields = readFields(snapshot, ["strategy", "toCome"], "a watermark generator");
    const counts = readList(fields.toCome, "list of elements to come");
    if (counts.length !== this.distinct.length) {
      throw invalidSnapshot(
        `The list of elements to come ${show(counts)} has a wrong length`,
        counts,
      );
    }
    let started = false;
    const toCome = new Map<EventTime, number>();
    for (const [at, timestamp] of this.distinct.entries()) {
      const count = readCount(counts[at], "number of elements to come");
      const expected = this.expected.get(timestamp) as number;
      if (count > expected) {
        throw invalidSnapshot(
          `${count} elements to come at ${timestamp} are more than all`,
          counts,
        );
      }
      if (count < expected) started = true;
      toCome.set(timestamp, count);
    }
    this.toCome = toCome;
    this.started = started;
    this.next = 0;
    this.skipSeen();
  }

  private skipSeen(): void {
    while (this.toCome.get(this.distinct[this.next] as EventTime) === 0) this.next++;
  }
}

/**
 * The watermark that knows the whole input, for tests: the smallest timestamp that is still to
 * come, in whatever order the elements arrive, and the end of time after the last one. No element
 * is ever late under it, and none of its watermarks could be higher.
 */
export function perfect(timestamps: Iterable<TimestampInput>): WatermarkStrategy {
  const sorted = Array.from(timestamps, (timestamp) => toTimestamp(timestamp)).sort(
    (a, b) => a - b,
  );
  return Object.freeze(new Perfect(Object.freeze(sorted)));
}
