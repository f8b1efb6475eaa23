import { show, TidemarkError } from "../errors.ts";
import { type DurationMs, MAX_TIMESTAMP } from "./time.ts";

/** A Luxon `Duration`, known by its shape so that the core does not depend on Luxon. */
export interface DurationLike {
  readonly isValid?: boolean;
  toObject(): object;
}

/** What is accepted where a length of time is meant. */
export type DurationInput = DurationMs | string | DurationLike;

const unitMs: Readonly<Record<string, number>> = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};
const shortUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const iso =
  /^P(?:(?<weeks>[\d.]+)W)?(?:(?<days>[\d.]+)D)?(?:T(?:(?<hours>[\d.]+)H)?(?:(?<minutes>[\d.]+)M)?(?:(?<seconds>[\d.]+)S)?)?$/;
// 25 digits say any length within the bounds of time; more would only cost time to read.
const decimal = /^(?<whole>\d{1,25})(?:\.(?<fraction>\d{1,25}))?$/;

/**
 * A fixed length of time in milliseconds, from integer milliseconds, ISO-8601 (`PT2M`), short text
 * (`2m`, `1h30m`) or a Luxon `Duration`. A day is 24 hours. Months and years have no fixed length
 * and are refused. Throws `INVALID_DURATION`.
 */
export function toDurationMs(input: DurationInput, what = "duration"): DurationMs {
  const ms =
    typeof input === "string"
      ? parseDuration(input)
      : typeof input === "number"
        ? input
        : unitsToMs(input);
  if (ms !== null && Number.isInteger(ms) && Math.abs(ms) <= 2 * MAX_TIMESTAMP) return ms + 0;
  const calendar = hasCalendarUnits(input);
  throw new TidemarkError(
    "INVALID_DURATION",
    calendar
      ? `The ${what} ${show(input)} has months or years, which have no fixed length.`
      : `The ${what} ${show(input)} is not a whole number of milliseconds.`,
    input,
    calendar ? "Give it in days or smaller units." : undefined,
  );
}

/** Like `toDurationMs`, and at least `leastMs`. */
export function toDurationAtLeast(input: DurationInput, leastMs: number, what: string): DurationMs {
  const ms = toDurationMs(input, what);
  if (ms >= leastMs) return ms;
  throw new TidemarkError(
    "INVALID_DURATION",
    `The ${what} ${show(input)} is less than ${leastMs} ms.`,
    input,
    leastMs > 0 ? "Pass a positive length." : "Pass zero or a positive length.",
  );
}

/** Short text that `toDurationMs` reads back: `1h30m`, `250ms`, `0s`. */
export function formatDuration(ms: DurationMs): string {
  if (ms === 0) return "0s";
  let text = ms < 0 ? "-" : "";
  let rest = Math.abs(ms);
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const size = shortUnits[unit] as number;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

function parseDuration(text: string): number | null {
  const negative = text.startsWith("-");
  const body = negative ? text.slice(1) : text;
  const ms = body.startsWith("P") ? parseIso(body) : parseShort(body);
  return ms !== null && negative ? -ms : ms;
}

function parseIso(text: string): number | null {
  const groups = iso.exec(text)?.groups;
  if (groups === undefined || text === "P" || text.endsWith("T")) return null;
  let total = 0;
  for (const [unit, digits] of Object.entries(groups)) {
    if (digits === undefined) continue;
    const ms = decimalMs(digits, unitMs[unit] as number);
    if (ms === null) return null;
    total += ms;
  }
  return total;
}

/** A decimal number of units, exactly: null if it is not a whole number of milliseconds. */
function decimalMs(text: string, unit: number): number | null {
  const { whole, fraction = "" } = decimal.exec(text)?.groups ?? {};
  if (whole === undefined) return null;
  const scaled = BigInt(whole + fraction) * BigInt(unit);
  const scale = 10n ** BigInt(fraction.length);
  return scaled % scale === 0n ? Number(scaled / scale) : null;
}

function parseShort(text: string): number | null {
  const parts = text.match(/\d+(?:ms|[smhdw])/g);
  if (parts === null || parts.join("") !== text) return null;
  let total = 0;
  let previous = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const size = shortUnits[part.replace(/\d+/, "")] as number;
    if (size >= previous) return null;
    previous = size;
    total += Number.parseInt(part, 10) * size;
  }
  return total;
}

function unitsToMs(input: DurationLike): number | null {
  if (typeof input !== "object" || input === null) return null;
  if (input.isValid === false || typeof input.toObject !== "function") return null;
  let total = 0;
  for (const [unit, count] of Object.entries(input.toObject())) {
    if (count === 0 || count === undefined) continue;
    if (!Object.hasOwn(unitMs, unit) || typeof count !== "number") return null;
    // As decimals: 1.005 seconds are 1005 ms, though 1.005 * 1000 is 1004.9999999999999.
    const ms = decimalMs(String(Math.abs(count)), unitMs[unit] as number);
    if (ms === null) return null;
    total += count < 0 ? -ms : ms;
  }
  return total;
}

function hasCalendarUnits(input: unknown): boolean {
  if (typeof input === "string") return /^-?P[^T]*[YM]/.test(input);
  if (typeof input !== "object" || input === null || !("toObject" in input)) return false;
  if (typeof input.toObject !== "function") return false;
  const units = input.toObject() as Record<string, unknown>;
  return ["months", "quarters", "years"].some((unit) => (units[unit] ?? 0) !== 0);
}
