import { floorMod } from "../watermark/time.ts";
import type { EventTime } from "../watermark/time.ts";
import { interval, type Window } from "../windows/interval.ts";
import { dateOf, daysInMonth, firstDayOfMonth, monthOf } from "./civil-date.ts";
import type { CivilZone } from "./civil-zone.ts";

/** Whole days, or whole months, that begin on one day. */
export interface CivilPeriod {
  readonly unit: "days" | "months";
  readonly length: number;
  /** A day on which one of them begins, counted from 1970-01-01. */
  readonly start: number;
}

/** The numbers of the windows that are remembered: enough for 11 years of days. */
const mostKnown = 4096;

/**
 * The periods of a calendar as windows of one time zone, numbered from the one that begins at
 * `start`. A window begins with the first instant whose local date is its first day or a later one,
 * and ends where the next begins. So windows have no gap and do not overlap, whatever clocks do; one
 * all of whose days are skipped is empty, and no instant is in it.
 *
 * Asking a zone for a boundary is dear, so each is asked for once, and the last window is tried
 * first.
 */
export class CalendarGrid {
  private readonly zone: CivilZone;
  private readonly period: CivilPeriod;
  private readonly firstMonth: number;
  private readonly dayOfMonth: number;
  private readonly boundaries = new Map<number, number>();
  private last: readonly [Window] = [{ start: 0, end: 0 }];

  constructor(zone: CivilZone, period: CivilPeriod) {
    this.zone = zone;
    this.period = period;
    this.firstMonth = monthOf(period.start);
    this.dayOfMonth = dateOf(period.start).day;
  }

  /** The window of an instant, in a list of its own; the same list again while the window stays. */
  at(timestamp: EventTime): readonly [Window] {
    const [{ start, end }] = this.last;
    if (timestamp < start || timestamp >= end) this.last = [this.find(timestamp)];
    return this.last;
  }

  private find(timestamp: EventTime): Window {
    // As if local time were UTC: at most a day off, or two where a zone has skipped one.
    let number = this.numberOf(Math.floor(timestamp / 86_400_000));
    while (this.boundary(number) > timestamp) number -= 1;
    while (this.boundary(number + 1) <= timestamp) number += 1;
    return Object.freeze(interval(this.boundary(number), this.boundary(number + 1)));
  }

  /** The window of a day, or the one after it. */
  private numberOf(day: number): number {
    const { unit, length, start } = this.period;
    const past = unit === "days" ? day - start : monthOf(day) - this.firstMonth;
    return (past - floorMod(past, length)) / length;
  }

  private boundary(number: number): number {
    const known = this.boundaries.get(number);
    if (known !== undefined) return known;
    const boundary = this.zone.startOfDay(this.firstDay(number));
    if (this.boundaries.size >= mostKnown) this.boundaries.clear();
    this.boundaries.set(number, boundary);
    return boundary;
  }

  /** In months that are too short the last day stands for the one on which windows begin. */
  private firstDay(number: number): number {
    const { unit, length, start } = this.period;
    if (unit === "days") return start + number * length;
    const month = this.firstMonth + number * length;
    const { year, month: inYear } = dateOf(firstDayOfMonth(month));
    return firstDayOfMonth(month) + Math.min(this.dayOfMonth, daysInMonth(year, inYear)) - 1;
  }
}
