import { show, TidemarkError } from "../errors.ts";
import { type DurationInput, formatDuration, toDurationAtLeast } from "../watermark/duration.ts";
import {
  requireStrategy,
  type WatermarkGenerator,
  type WatermarkStrategy,
  type WatermarkStrategyJson,
} from "../watermark/generator.ts";
import { type PlainData, readCount, readFields, readInstant } from "../watermark/plain.ts";
import {
  type DurationMs,
  type EventTime,
  MIN_TIMESTAMP,
  saturatingAdd,
  toTimestamp,
} from "../watermark/time.ts";
import { Delays } from "./delays.ts";

export interface PercentileOptions {
  /** How many elements are seen before there is a watermark. Default 1,000. */
  readonly warmUp?: number;
  /** How many elements are remembered, at least; at most twice as many. Default 100,000. */
  readonly memory?: number;
  /** How far a delay may be off, as a share of it. Default 0.01. */
  readonly accuracy?: number;
  /** The watermark is never further behind the newest element than this. Default: no limit. */
  readonly atMost?: DurationInput;
}

/** What a percentile watermark goes by, and how well that has worked. */
export interface Confidence {
  /** Elements seen so far; until there are `warmUp` of them there is no watermark. */
  readonly elements: number;
  readonly isWarm: boolean;
  /** How many of them the delays are remembered of. */
  readonly remembered: number;
  /** How far the watermark is held behind the newest element. */
  readonly delayMs: DurationMs;
  /** How far `delayMs` may be off, as a share of it. */
  readonly accuracy: number;
  /** The share of the elements that came behind the watermark: what was promised is 1 - percentile / 100. */
  readonly behind: number;
}

export interface PercentileGenerator extends WatermarkGenerator {
  readonly confidence: Confidence;
  onElement(timestamp: EventTime): EventTime;
}

export interface PercentileStrategy extends WatermarkStrategy {
  start(): PercentileGenerator;
}

class Percentile implements PercentileStrategy {
  readonly kind = "percentile";
  readonly percent: number;
  readonly warmUp: number;
  readonly memory: number;
  readonly accuracy: number;
  readonly atMostMs: DurationMs | null;

  constructor(percent: number, options: PercentileOptions) {
    const { warmUp = 1_000, memory = 100_000, accuracy = 0.01, atMost } = options;
    this.percent = inRange(percent, "percentile", (p) => p > 0 && p <= 100, "above 0, up to 100");
    this.warmUp = inRange(warmUp, "warm-up", isWhole, "a whole number from 1");
    this.memory = inRange(memory, "memory", isWhole, "a whole number from 1");
    const isShare = (share: number): boolean => share >= 0.001 && share <= 0.5;
    this.accuracy = inRange(accuracy, "accuracy", isShare, "from 0.001 to 0.5");
    this.atMostMs = atMost === undefined ? null : toDurationAtLeast(atMost, 0, "longest delay");
  }

  start(): PercentileGenerator {
    return new PercentileWatermark(this);
  }

  toJSON(): WatermarkStrategyJson {
    const { percent, warmUp, memory, accuracy, atMostMs } = this;
    const limit = atMostMs === null ? {} : { atMost: atMostMs };
    return { percentile: { percent, warmUp, memory, accuracy, ...limit } };
  }

  toString(): string {
    const { percent, warmUp, memory, accuracy, atMostMs } = this;
    const limit = atMostMs === null ? "" : `, atMost: ${formatDuration(atMostMs)}`;
    return `percentile(${percent}, warmUp: ${warmUp}, memory: ${memory}, accuracy: ${accuracy}${limit})`;
  }
}

/**
 * A watermark that learns: it stays behind the newest element by the delay that `percent` of the last
 * elements have not passed, so that about `1 - percent / 100` of all come behind it. A delay is how far
 * an element is behind the newest one before it, in event time. A heuristic: what it has learnt says
 * nothing of a delay that was never seen, and `bounded` is the safe choice where a bound is known.
 *
 * Delays are kept in a quantile sketch (DDSketch, Masson et al., VLDB 2019) of bounded size. The same
 * elements always make the same watermarks; the watermark never goes back, also when delays get longer.
 *
 * Throws `INVALID_STRATEGY` or `INVALID_DURATION` for malformed arguments.
 */
export function percentile(percent: number, options: PercentileOptions = {}): PercentileStrategy {
  return Object.freeze(new Percentile(percent, options));
}

/** The quantile is looked up once in so many elements, as that costs a look at all bins. */
const lookEvery = 64;

class PercentileWatermark implements PercentileGenerator {
  private readonly strategy: Percentile;
  private readonly delays: Delays;
  private largest: EventTime = MIN_TIMESTAMP;
  private reached: EventTime = MIN_TIMESTAMP;
  private delayMs: DurationMs = 0;
  private elements = 0;
  private behind = 0;
  private ignored = 0;

  constructor(strategy: Percentile) {
    this.strategy = strategy;
    this.delays = new Delays(strategy.accuracy, strategy.memory);
  }

  get watermark(): EventTime {
    return this.reached;
  }

  /** How often a longer delay would have moved it back. */
  get regressions(): number {
    return this.ignored;
  }

  get confidence(): Confidence {
    const { elements, delayMs, strategy, behind } = this;
    return {
      elements,
      isWarm: elements >= strategy.warmUp,
      remembered: this.delays.count,
      delayMs,
      accuracy: strategy.accuracy,
      behind: elements === 0 ? 0 : behind / elements,
    };
  }

  onElement(timestamp: EventTime): EventTime {
    const checked = toTimestamp(timestamp);
    const { warmUp } = this.strategy;
    if (checked < this.reached) this.behind += 1;
    if (checked > this.largest) this.largest = checked;
    this.delays.add(this.largest - checked);
    this.elements += 1;
    if (this.elements < warmUp) return this.reached;
    if ((this.elements - warmUp) % lookEvery === 0) this.learn();
    const watermark = saturatingAdd(this.largest, -this.delayMs);
    if (watermark > this.reached) this.reached = watermark;
    return this.reached;
  }

  private learn(): void {
    const { percent, atMostMs } = this.strategy;
    const learnt = this.delays.quantile(percent / 100);
    this.delayMs = atMostMs === null ? learnt : Math.min(learnt, atMostMs);
    if (saturatingAdd(this.largest, -this.delayMs) < this.reached) this.ignored += 1;
  }

  snapshot(): PlainData {
    const { largest, reached, delayMs, elements, behind, ignored } = this;
    const strategy = String(this.strategy);
    const delays = this.delays.snapshot();
    return { strategy, largest, reached, delayMs, elements, behind, ignored, delays };
  }

  restore(snapshot: unknown): void {
    requireStrategy(snapshot, String(this.strategy));
    const fields = readFields(snapshot, fieldNames, "a watermark generator");
    const largest = readInstant(fields.largest, "largest timestamp seen");
    const reached = readInstant(fields.reached, "watermark");
    const [delayMs, elements, behind, ignored] = (
      ["delayMs", "elements", "behind", "ignored"] as const
    ).map((name) => readCount(fields[name], name)) as [number, number, number, number];
    // The last thing that can be refused.
    this.delays.restore(fields.delays);
    Object.assign(this, { largest, reached, delayMs, elements, behind, ignored });
  }
}

const fieldNames = [
  "strategy",
  "largest",
  "reached",
  "delayMs",
  "elements",
  "behind",
  "ignored",
  "delays",
] as const;

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function inRange(
  value: number,
  what: string,
  isIn: (value: number) => boolean,
  range: string,
): number {
  if (typeof value === "number" && isIn(value)) return value;
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `The ${what} of a percentile watermark is ${show(value)}; it is ${range}.`,
    value,
  );
}
