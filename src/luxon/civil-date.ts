/** A date of the proleptic Gregorian calendar, in no time zone. */
export interface CivilDate {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  /** From 1. */
  readonly day: number;
}

/** Days are counted from 1970-01-01, which is day 0; months from January 1970, which is month 0. */
export function dayOf({ year, month, day }: CivilDate): number {
  return firstDayOfMonth((year - 1970) * 12 + month - 1) + day - 1;
}

/** The date of a day. */
export function dateOf(day: number): CivilDate {
  // A year has 365.2425 days in the mean; near its ends the estimate can be one off.
  let year = 1970 + Math.floor(day / 365.2425);
  while (dayOf({ year, month: 1, day: 1 }) > day) year -= 1;
  while (dayOf({ year: year + 1, month: 1, day: 1 }) <= day) year += 1;
  let month = 12;
  while (dayOf({ year, month, day: 1 }) > day) month -= 1;
  return { year, month, day: day - dayOf({ year, month, day: 1 }) + 1 };
}

/** The month that a day is in. */
export function monthOf(day: number): number {
  const { year, month } = dateOf(day);
  return (year - 1970) * 12 + month - 1;
}

/** The first day of a month. */
export function firstDayOfMonth(month: number): number {
  const year = 1970 + Math.floor(month / 12);
  const inYear = month - (year - 1970) * 12;
  const before = daysBefore[inYear] as number;
  // The leap day comes after February.
  return (
    daysBeforeYear(year) - daysBeforeYear(1970) + before + (inYear > 1 && isLeap(year) ? 1 : 0)
  );
}

/** The days of a month of a year. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day that a text such as `2015-04-01` names, or null if no calendar has it. */
export function parseDay(text: unknown): number | null {
  const parts = typeof text === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) : null;
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return exists ? dayOf({ year, month, day }) : null;
}

/** A day as `parseDay` reads it; its year must be from 0 to 9999. */
export function formatDay(of: number): string {
  const { year, month, day } = dateOf(of);
  return [String(year).padStart(4, "0"), twoDigits(month), twoDigits(day)].join("-");
}

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function daysBeforeYear(year: number): number {
  const past = year - 1;
  return past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
