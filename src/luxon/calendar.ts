import { show, TidemarkError } from "../errors.ts";
import { type EventTime, floorMod } from "../watermark/time.ts";
import { maxTimestamp, type Window } from "../windows/interval.ts";
import type { CalendarLength, ConsecutiveWindowFn, WindowFnJson } from "../windows/window-fn.ts";
import { CalendarGrid, type CivilPeriod } from "./calendar-grid.ts";
import {
  dateOf,
  dayOf,
  daysInMonth,
  firstDayOfMonth,
  formatDay,
  monthOf,
  parseDay,
} from "./civil-date.ts";
import { civilZone } from "./civil-zone.ts";

/** The days of the week, in the order of ISO-8601. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof weekdays)[number];

/** The units of calendar windows. */
export type CalendarUnit = keyof CalendarLength;

/** How long windows are, in which zone, and on which date one of them begins. */
export interface CalendarOptions extends CalendarLength {
  /** The IANA zone (`Europe/Berlin`) whose dates are meant. Default `UTC`. */
  readonly zone?: string;
  /**
   * A date, `2015-04-01`, on which a window begins. Others begin a whole number of windows before and
   * after it. Default 1970-01-01, and for weeks the Monday before.
   */
  readonly start?: string;
  /** In place of `start`, for weeks: the day on which they begin, in the week of 1970-01-01. */
  readonly weekStart?: Weekday;
  /** In place of `start`, for months: the day on which they begin, 1 to 31, first in January 1970. */
  readonly dayOfMonth?: number;
}

/** Windows of calendar dates in one time zone. */
export interface CalendarWindowFn extends ConsecutiveWindowFn {
  readonly kind: "calendar";
  readonly unit: CalendarUnit;
  /** How many of the unit a window has. */
  readonly count: number;
  readonly zone: string;
  /** The first date on which a window begins, counted from the default of `start`. */
  readonly start: string;
}

/** What the units are made of, the longest window (some 9 500 years), and the default start. */
const units: Readonly<
  Record<CalendarUnit, Pick<CivilPeriod, "unit" | "length" | "start"> & { readonly most: number }>
> = {
  days: { unit: "days", length: 1, start: 0, most: 3_470_000 },
  weeks: { unit: "days", length: 7, start: -3, most: 495_000 },
  months: { unit: "months", length: 1, start: 0, most: 114_000 },
  quarters: { unit: "months", length: 3, start: 0, most: 38_000 },
  years: { unit: "months", length: 12, start: 0, most: 9_500 },
};
export const calendarUnits: readonly CalendarUnit[] = Object.freeze(
  Object.keys(units) as CalendarUnit[],
);

class CalendarWindows implements CalendarWindowFn {
  readonly kind = "calendar";
  readonly shape = "plain";
  readonly consecutive = true;
  readonly unit: CalendarUnit;
  readonly count: number;
  readonly zone: string;
  readonly start: string;
  /** Not part of the value: it only remembers. */
  readonly #grid: CalendarGrid;

  constructor(unit: CalendarUnit, count: number, zone: string, day: number) {
    const { unit: civil, length } = units[unit];
    const civilLength = length * count;
    const period = { unit: civil, length: civilLength, start: firstStart(unit, civilLength, day) };
    this.unit = unit;
    this.count = count;
    this.zone = zone;
    this.start = formatDay(period.start);
    this.#grid = new CalendarGrid(civilZone(zone), period);
  }

  assign(timestamp: EventTime): readonly Window[] {
    return this.#grid.at(timestamp);
  }

  toSideInputWindow(window: Window): Window {
    return this.#grid.at(maxTimestamp(window))[0];
  }

  toJSON(): WindowFnJson {
    return { calendar: { [this.unit]: this.count, zone: this.zone, start: this.start } };
  }

  toString(): string {
    const zone = /[\s(),:"]/.test(this.zone) ? JSON.stringify(this.zone) : this.zone;
    return `calendar(${this.unit}: ${this.count}, zone: ${zone}${this.startText()})`;
  }

  private startText(): string {
    const { unit, start } = this;
    const past = (parseDay(start) as number) - units[unit].start;
    if (past === 0) return "";
    if (unit === "weeks" && past < 7) return `, weekStart: ${weekdays[past]}`;
    return unit === "months" && past < 31 ? `, dayOfMonth: ${past + 1}` : `, start: ${start}`;
  }
}

/**
 * Days, weeks, months, quarters or years of a time zone: windows that begin with the first instant
 * of a date and end as the next one begins, however long that takes. A day on which clocks are set
 * has 23 or 25 hours, or what else the zone's clocks make of it; where midnight is skipped it begins
 * when clocks go on. A date that a zone has skipped has no instant and no window. Windows that begin
 * on the 29th, 30th or 31st begin on the last day of a month that is shorter.
 *
 * What a zone's clocks do is what the runtime's time zone data say. Newer data can move boundaries in
 * the future; a snapshot then may not be restored.
 *
 * Throws `INVALID_WINDOWS` for a malformed option and `INVALID_TIME_ZONE` for an unknown zone.
 */
export function calendar(options: CalendarOptions): CalendarWindowFn {
  const { zone = "UTC" } = options;
  const given = calendarUnits.filter((unit) => options[unit] !== undefined);
  const [unit] = given;
  if (unit === undefined || given.length > 1) {
    throw invalid(
      `Calendar windows have ${unit === undefined ? "no unit" : `${given.join(" and ")} at once`}`,
      options,
      `Give one of ${calendarUnits.join(", ")}.`,
    );
  }
  const count = options[unit] as number;
  const { most } = units[unit];
  if (!Number.isInteger(count) || count < 1 || count > most) {
    const reason = `The number of ${unit} ${show(count)} is no whole number from 1 to ${most}`;
    throw invalid(reason, count, `Write for example ${unit}: 1.`);
  }
  return Object.freeze(new CalendarWindows(unit, count, zone, startOf(unit, options)));
}

/** A day on which a window begins, as the options say it. */
function startOf(unit: CalendarUnit, options: CalendarOptions): number {
  const { start, weekStart, dayOfMonth } = options;
  const given = [start, weekStart, dayOfMonth].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw invalid("Calendar windows have two starts", options, "Give one, at best start.");
  }
  if (weekStart !== undefined) {
    const weekday = weekdays.indexOf(weekStart);
    if (unit === "weeks" && weekday >= 0) return units.weeks.start + weekday;
    throw invalid(
      `weekStart is ${show(weekStart)}, for ${unit}`,
      weekStart,
      `Use one of ${weekdays.join(", ")}, and weeks.`,
    );
  }
  if (dayOfMonth !== undefined) {
    const exists = Number.isInteger(dayOfMonth) && dayOfMonth >= 1 && dayOfMonth <= 31;
    if (unit === "months" && exists) return dayOfMonth - 1;
    const remedy = "Use a whole number from 1 to 31, and months.";
    throw invalid(`dayOfMonth is ${show(dayOfMonth)}, for ${unit}`, dayOfMonth, remedy);
  }
  const day = start === undefined ? units[unit].start : parseDay(start);
  if (day !== null) return day;
  throw invalid(`The start ${show(start)} is no date`, start, "Write it as 2015-04-01.");
}

/**
 * The first start from the default one on, so that equal windows are equal values; of those that
 * begin on a day that not every month has, the first that does. It stays as it is if no such date can
 * be written.
 */
function firstStart(unit: CalendarUnit, length: number, given: number): number {
  const { unit: civil, start } = units[unit];
  if (civil === "days") {
    const first = start + floorMod(given - start, length);
    return dateOf(first).year > 9999 ? given : first;
  }
  const { day } = dateOf(given);
  for (let month = floorMod(monthOf(given), length); ; month += length) {
    const { year, month: inYear } = dateOf(firstDayOfMonth(month));
    if (year > 9999) return given;
    if (day <= daysInMonth(year, inYear)) return dayOf({ year, month: inYear, day });
  }
}

function invalid(reason: string, value: unknown, remedy: string): TidemarkError {
  return new TidemarkError("INVALID_WINDOWS", `${reason}.`, value, remedy);
}
