import { DateTime } from "luxon";
import { show, TidemarkError } from "../errors.ts";
import { isInstant } from "../watermark/time.ts";
import { daysInMonth } from "./civil-date.ts";
import { type CivilZone, civilZone } from "./civil-zone.ts";

export interface ParseInstantOptions {
  /** The IANA zone (`Europe/Berlin`, `UTC`) of texts that do not say their offset. */
  readonly zone?: string;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** What nearly all machines write; every digit has its fixed place. */
const utc = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;
/** Groups: date, hour, minute, second, fraction, offset. */
const iso =
  /^((?!-000000)[+-]\d{6}-\d\d-\d\d|\d{4}-\d\d-\d\d|\d{4}-\d{3}|\d{4}-W\d\d-\d|(?:\d{8}|\d{7}|\d{4}W\d{3})(?=T))(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const calendarDate = /^(?:[+-]\d{6}|\d{4})-\d\d-\d\d$/;

/**
 * The instant, in milliseconds since the epoch, that an ISO-8601 text names: a whole date, and if
 * need be a time and an offset (`2015-04-01T12:00:26.123+02:00`; a blank may stand for the T). Never
 * depends on the machine's time zone or locale.
 *
 * - The text's own offset counts. Without one `zone` says how to read it; without that it is
 *   refused. A date without a time is its midnight.
 * - A local time that occurs twice, as clocks are set back, is the first of the two; one that is
 *   skipped is refused.
 * - Digits beyond milliseconds are refused unless they are zeros, because to drop them would go
 *   unnoticed. So are second 60 and whatever else is no date or time. 24:00 is the next midnight.
 *
 * Throws `INVALID_TIMESTAMP`, and `INVALID_TIME_ZONE` for an unknown zone even if it is not needed.
 */
export function parseInstant(text: string, options: ParseInstantOptions = {}): number {
  const zone = options.zone === undefined ? null : civilZone(options.zone);
  const instant = utc.test(text) ? parseUtc(text) : parseIso(text, zone, options.zone);
  if (isInstant(instant)) return instant;
  throw invalid(text, "is outside the bounds of time", "Use a year from -271821 to 275760.");
}

function parseUtc(text: string): number {
  const ms = text.length === 24 ? digit(text, 20) * 100 + twoDigits(text, 21) : 0;
  return (
    dateMs(
      text,
      twoDigits(text, 0) * 100 + twoDigits(text, 2),
      twoDigits(text, 5),
      twoDigits(text, 8),
    ) + timeMs(text, twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17), ms)
  );
}

function digit(text: string, at: number): number {
  return text.charCodeAt(at) - 48;
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

function parseIso(text: string, zone: CivilZone | null, zoneName: string | undefined): number {
  const parts = typeof text === "string" ? iso.exec(text) : null;
  if (parts === null) throw invalid(text, "is no ISO-8601 date and time", example);
  const [, date = "", hour = "00", minute = "00", second = "00", fraction, offset] = parts;
  const ms = fraction === undefined ? 0 : millis(text, fraction);
  const time = timeMs(text, twoDigits(hour, 0), twoDigits(minute, 0), twoDigits(second, 0), ms);
  const local = anyDateMs(text, date) + time;
  if (offset !== undefined) return local - offsetMs(text, offset);
  if (zone === null) {
    throw invalid(
      text,
      "does not say its offset from UTC",
      `${example} Or say how to read it: give a zone (--zone), such as Europe/Berlin or UTC.`,
    );
  }
  const instant = Number.isNaN(local) ? local : zone.toInstant(local);
  if (instant !== null) return instant;
  throw invalid(
    text,
    `does not exist in ${zoneName}, where clocks skip it`,
    "Correct the time, or write it with its offset.",
  );
}

const example = "Write it as 2015-04-01T12:00:26Z or 2015-04-01T12:00:26+02:00.";

function millis(text: string, fraction: string): number {
  if (/[1-9]/.test(fraction.slice(3))) {
    throw invalid(text, "is finer than a millisecond", "Round it to milliseconds.");
  }
  return Number(fraction.slice(0, 3).padEnd(3, "0"));
}

function offsetMs(text: string, offset: string): number {
  if (offset === "Z") return 0;
  const hours = twoDigits(offset, 1);
  const minutes = offset.length > 3 ? twoDigits(offset, offset.length - 2) : 0;
  if (hours > 23 || minutes > 59) throw invalid(text, `has no valid offset: ${offset}`, example);
  return (offset.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * minuteMs;
}

function timeMs(text: string, hour: number, minute: number, second: number, ms: number): number {
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  if (minute <= 59 && second <= 59 && time <= dayMs) return time;
  throw invalid(text, "has no valid time of day", "Hours go to 23, minutes and seconds to 59.");
}

/** Ordinal and week dates and the forms without hyphens are rare enough to be left to Luxon. */
function anyDateMs(text: string, date: string): number {
  if (calendarDate.test(date)) {
    const year = Number(date.slice(0, -6));
    return dateMs(text, year, twoDigits(date, date.length - 5), twoDigits(date, date.length - 2));
  }
  const parsed = DateTime.fromISO(date, { zone: "utc" });
  return parsed.isValid ? parsed.toMillis() : noSuchDate(text);
}

function dateMs(text: string, year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return noSuchDate(text);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; 400 years always have 146,097 days.
  if (year <= 99) return Date.UTC(year + 400, month - 1, day) - 146_097 * dayMs;
  return Date.UTC(year, month - 1, day);
}

function noSuchDate(text: string): never {
  throw invalid(text, "has no valid date", "Correct the year, month or day.");
}

function invalid(text: string, reason: string, remedy: string): TidemarkError {
  return new TidemarkError("INVALID_TIMESTAMP", `The time ${show(text)} ${reason}.`, text, remedy);
}
