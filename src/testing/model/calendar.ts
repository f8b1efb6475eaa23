/**
 * Reference model, part 1b: calendar windows (S2.15 to S2.18) by looking at the calendar: local dates
 * are those that the runtime prints, boundaries are found by going through time minute by minute.
 */
export interface CalendarSpec {
  days?: number;
  weeks?: number;
  months?: number;
  quarters?: number;
  years?: number;
  zone: string;
  start: string;
}

const day = 86_400_000;

/** The bounds of the window of an instant. */
export function calendarBounds(spec: CalendarSpec, t: number): [start: number, end: number] {
  const { zone, start } = spec;
  const inDays = spec.days ?? (spec.weeks === undefined ? undefined : spec.weeks * 7);
  const inMonths = spec.months ?? (spec.quarters ?? 0) * 3 + (spec.years ?? 0) * 12;
  const first = Date.parse(start);
  const bound = (n: number): number =>
    firstInstantFrom(
      zone,
      inDays === undefined ? monthsAfter(first, n * inMonths) : first + n * inDays * day,
    );
  // Years, at 12 months and a little more than 365 days, are never far off.
  let n = Math.floor((t - first) / (inDays === undefined ? inMonths * 30.4 * day : inDays * day));
  while (bound(n) > t) n--;
  while (bound(n + 1) <= t) n++;
  return [bound(n), bound(n + 1)];
}

/** A date some months later, or the last day of that month if it has no such day. */
function monthsAfter(date: number, months: number): number {
  const from = new Date(date);
  const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  return to.setUTCDate(Math.min(from.getUTCDate(), last));
}

const known = new Map<string, number>();

/** The first instant of which the zone's clocks show a date or a later one. Dates are their midnights in UTC. */
function firstInstantFrom(zone: string, date: number): number {
  const name = `${zone} ${date}`;
  let t = known.get(name);
  if (t !== undefined) return t;
  const shown = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  const isReached = (at: number): boolean => {
    const parts = new Map(shown.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts.get("year")!, parts.get("month")! - 1, parts.get("day")) >= date;
  };
  // Clocks are never more than a day ahead of UTC, nor behind it, and set by whole minutes today.
  for (t = date - day; !isReached(t); ) t += 60_000;
  known.set(name, t);
  return t;
}
