import { type DurationInput, formatDuration, toDurationAtLeast } from "./duration.ts";
import {
  requireStrategy,
  type WatermarkGenerator,
  type WatermarkStrategy,
  type WatermarkStrategyJson,
} from "./generator.ts";
import { type PlainData, readFields, readInstant } from "./plain.ts";
import {
  type DurationMs,
  type EventTime,
  MIN_TIMESTAMP,
  saturatingAdd,
  toTimestamp,
} from "./time.ts";

class BoundedOutOfOrderness implements WatermarkStrategy {
  readonly kind = "bounded";
  readonly boundMs: DurationMs;

  constructor(boundMs: DurationMs) {
    this.boundMs = boundMs;
  }

  start(): WatermarkGenerator {
    return new LargestSeen(this.boundMs, this.toString());
  }

  toJSON(): WatermarkStrategyJson {
    return { bounded: this.boundMs };
  }

  toString(): string {
    return `bounded(${formatDuration(this.boundMs)})`;
  }
}

/**
 * Elements may be up to `bound` older than the newest one before them: the watermark is the largest
 * timestamp seen, minus the bound. An element exactly at the bound is still on time.
 *
 * There is no extra millisecond, as in Flink's generator of the same name: here a watermark says
 * nothing about elements that are **at** it.
 */
export function bounded(bound: DurationInput): WatermarkStrategy {
  return Object.freeze(
    new BoundedOutOfOrderness(toDurationAtLeast(bound, 0, "bound of out-of-orderness")),
  );
}

/** The state of `bounded` and `monotonous`: the largest timestamp seen, the least one before any. */
export class LargestSeen implements WatermarkGenerator {
  readonly regressions = 0;
  private largest: EventTime = MIN_TIMESTAMP;
  private readonly boundMs: DurationMs;
  private readonly strategy: string;

  constructor(boundMs: DurationMs, strategy: string) {
    this.boundMs = boundMs;
    this.strategy = strategy;
  }

  get watermark(): EventTime {
    return saturatingAdd(this.largest, -this.boundMs);
  }

  onElement(timestamp: EventTime): EventTime {
    const checked = toTimestamp(timestamp);
    if (checked > this.largest) this.largest = checked;
    return this.watermark;
  }

  snapshot(): PlainData {
    return { strategy: this.strategy, largest: this.largest };
  }

  restore(snapshot: unknown): void {
    requireStrategy(snapshot, this.strategy);
    const fields = readFields(snapshot, ["strategy", "largest"], "a watermark generator");
    this.largest = readInstant(fields.largest, "largest timestamp seen");
  }
}
