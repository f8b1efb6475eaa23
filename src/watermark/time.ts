import { show, TidemarkError } from "../errors.ts";

/** Integer milliseconds since the Unix epoch at which something happened. */
export type EventTime = number;
/** Integer milliseconds since the Unix epoch at which something was observed. */
export type ProcessingTime = number;
/** A length of time in integer milliseconds. */
export type DurationMs = number;

/** The first instant of time: the ECMAScript date range, so every timestamp is exact and a valid Date. */
export const MIN_TIMESTAMP: EventTime = -8.64e15;
/** The end of time. A watermark here is the end of input; element timestamps are before it. */
export const MAX_TIMESTAMP: EventTime = 8.64e15;

/** What is accepted where an instant is meant. */
export type TimestampInput = number | Date;

/** `a + b`, kept within the bounds of time. */
export function saturatingAdd(a: number, b: number): number {
  const sum = a + b;
  if (sum >= MAX_TIMESTAMP) return MAX_TIMESTAMP;
  return sum <= MIN_TIMESTAMP ? MIN_TIMESTAMP : sum;
}

/** The remainder of `a / b` in `[0, b)`, for negative `a` too. */
export function floorMod(a: number, b: number): number {
  const remainder = a % b;
  return remainder < 0 ? remainder + b : remainder + 0;
}

/**
 * The largest `offset + k * period` that is not after `instant`; not clamped to the bounds of time.
 * Exact for every instant within the bounds and every period up to `MAX_TIMESTAMP`.
 */
export function floorTo(instant: number, periodMs: number, offsetMs: number): number {
  return instant - past(instant, periodMs, offsetMs);
}

/** The smallest `offset + k * period` that is not before `instant`, kept within the bounds of time. */
export function ceilTo(instant: number, periodMs: number, offsetMs: number): number {
  const pastMs = past(instant, periodMs, offsetMs);
  return pastMs === 0 ? instant : saturatingAdd(instant, periodMs - pastMs);
}

/**
 * How far `instant` lies past the last `offset + k * period`. Both are reduced before they are
 * subtracted: `instant - offset` can leave ±2^53 near the bounds of time and would be rounded there
 * (offset -1e15: every second instant after 8.01e15 would be a millisecond off).
 */
function past(instant: number, periodMs: number, offsetMs: number): number {
  const reduced = offsetMs >= 0 && offsetMs < periodMs ? offsetMs : floorMod(offsetMs, periodMs);
  const difference = floorMod(instant, periodMs) - reduced;
  return difference < 0 ? difference + periodMs : difference;
}

/** True for an integer within `[MIN_TIMESTAMP, MAX_TIMESTAMP]`. */
export function isInstant(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= MAX_TIMESTAMP;
}

/**
 * An instant as a number: integer milliseconds within the bounds of time, or a valid `Date`.
 * Throws `INVALID_TIMESTAMP` for anything else; `-0` becomes `0`.
 */
export function toInstant(input: TimestampInput, what = "instant"): number {
  const value: unknown = input instanceof Date ? input.getTime() : input;
  if (isInstant(value)) return value + 0;
  throw new TidemarkError(
    "INVALID_TIMESTAMP",
    `The ${what} ${show(input)} is not an integer number of milliseconds within ±8.64e15.`,
    input,
  );
}

/** An element's timestamp: an instant before the end of time. */
export function toTimestamp(input: TimestampInput): EventTime {
  const instant = toInstant(input, "timestamp");
  if (instant < MAX_TIMESTAMP) return instant;
  throw new TidemarkError(
    "INVALID_TIMESTAMP",
    "The timestamp 8640000000000000 is the end of time, which no element can have.",
    input,
  );
}

/**
 * A watermark: no further element with a timestamp **before** it is expected. `MIN_TIMESTAMP` says
 * nothing, `MAX_TIMESTAMP` is the end of input. Throws `INVALID_WATERMARK` for what is no instant.
 */
export function toWatermark(input: TimestampInput, what = "watermark"): EventTime {
  const value: unknown = input instanceof Date ? input.getTime() : input;
  if (isInstant(value)) return value + 0;
  throw new TidemarkError(
    "INVALID_WATERMARK",
    `The ${what} ${show(input)} is not an integer number of milliseconds within ±8.64e15.`,
    input,
  );
}

/** ISO text of an instant, with names for the two ends of time. */
export function formatInstant(instant: number): string {
  if (instant <= MIN_TIMESTAMP) return "-∞";
  if (instant >= MAX_TIMESTAMP) return "∞";
  return new Date(instant).toISOString();
}
