import { show, TidemarkError } from "../errors.ts";
import {
  requireStrategy,
  type WatermarkGenerator,
  type WatermarkStrategy,
  type WatermarkStrategyJson,
} from "./generator.ts";
import { type FunctionIdentity, identityOf } from "./identity.ts";
import { type PlainData, readCount, readFields, readInstant } from "./plain.ts";
import {
  type EventTime,
  MIN_TIMESTAMP,
  type TimestampInput,
  toTimestamp,
  toWatermark,
} from "./time.ts";

export interface PunctuatedOptions<T> extends FunctionIdentity {
  /**
   * The watermark that an element announces, or null for none. Pure. One that lies behind an
   * earlier one is ignored and counted.
   */
  readonly at: (timestamp: EventTime, value: T) => TimestampInput | null;
}

class Punctuated<T> implements WatermarkStrategy<T> {
  readonly kind = "punctuated";
  readonly name: string;
  readonly version: number | string;
  private readonly at: PunctuatedOptions<T>["at"];

  constructor(options: PunctuatedOptions<T>) {
    this.name = options.name;
    this.version = options.version;
    this.at = options.at;
  }

  start(): WatermarkGenerator<T> {
    return new PunctuatedGenerator(this.at, this.toString());
  }

  toJSON(): WatermarkStrategyJson {
    return { punctuated: { name: this.name, version: this.version } };
  }

  toString(): string {
    return `punctuated(${this.name}, version: ${this.version})`;
  }
}

class PunctuatedGenerator<T> implements WatermarkGenerator<T> {
  watermark: EventTime = MIN_TIMESTAMP;
  regressions = 0;
  private readonly at: PunctuatedOptions<T>["at"];
  private readonly strategy: string;

  constructor(at: PunctuatedOptions<T>["at"], strategy: string) {
    this.at = at;
    this.strategy = strategy;
  }

  onElement(timestamp: EventTime, value: T): EventTime {
    const given = this.at(toTimestamp(timestamp), value);
    if (given !== null) {
      const watermark = toWatermark(given, `watermark of ${this.strategy}`);
      if (watermark < this.watermark) this.regressions++;
      else this.watermark = watermark;
    }
    return this.watermark;
  }

  snapshot(): PlainData {
    const { strategy, watermark, regressions } = this;
    return { strategy, watermark, regressions };
  }

  restore(snapshot: unknown): void {
    requireStrategy(snapshot, this.strategy);
    const fields = readFields(
      snapshot,
      ["strategy", "watermark", "regressions"],
      "a watermark generator",
    );
    const watermark = readInstant(fields.watermark, "watermark");
    this.regressions = readCount(fields.regressions, "number of regressions");
    this.watermark = watermark;
  }
}

/**
 * Elements say how far time has come: a marker in the stream, or a field that the sender fills in.
 * The function is the user's own; snapshots know it by its name and version.
 */
export function punctuated<T>(options: PunctuatedOptions<T>): WatermarkStrategy<T> {
  const { name } = identityOf(options, "watermark function");
  const { at } = options;
  if (typeof at !== "function") {
    throw new TidemarkError(
      "INVALID_STRATEGY",
      `The punctuated watermark ${name} needs a function \`at\`, not ${show(at)}.`,
      at,
    );
  }
  return Object.freeze(new Punctuated(options));
}
