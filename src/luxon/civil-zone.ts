import { IANAZone, type Zone } from "luxon";
import { show, TidemarkError } from "../errors.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../watermark/time.ts";

const dayMs = 86_400_000;

/**
 * The clocks of one time zone: which instant a local date and time is.
 *
 * Asking Luxon for an offset costs microseconds (it formats the instant), and a local time needs
 * four of them. Nearly every day has one offset only, so it is remembered per day.
 */
export class CivilZone {
  private readonly zone: Zone;
  private readonly offsetOfDay = new Map<number, number | null>();

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /**
   * The instant of a local time, which is given as if it were UTC. Where clocks are set back and
   * the time occurs twice, the first of the two; where they skip it, null.
   */
  toInstant(local: number): number | null {
    const offsetMs = this.offsetAround(Math.floor(local / dayMs));
    return offsetMs === null ? this.search(local) : local - offsetMs;
  }

  /**
   * The first instant whose local date is this day (counted from 1970-01-01) or a later one: its
   * midnight, the first of two, or, where clocks skip it or the whole day, the instant at which they
   * do. It never gets less from one day to the next. May lie beyond the bounds of time.
   */
  startOfDay(day: number): number {
    const midnight = day * dayMs;
    const offsetMs = this.offsetAround(day);
    if (offsetMs !== null) return midnight - offsetMs;
    const change = this.changeBetween(midnight - dayMs, midnight + 2 * dayMs);
    const before = midnight - this.offsetMs(change - 1);
    return before < change ? before : Math.max(change, midnight - this.offsetMs(change));
  }

  /**
   * The only offset within a day of the local day, null if there are several. Two equal offsets
   * three days apart mean one: no zone of the tz database has ever changed its offset twice within
   * 3.9 days (the record is Freetown's, in September 1939).
   */
  private offsetAround(day: number): number | null {
    const known = this.offsetOfDay.get(day);
    if (known !== undefined) return known;
    const before = this.offsetMs((day - 1) * dayMs);
    const after = this.offsetMs((day + 2) * dayMs);
    const offsetMs = before === after ? before : null;
    if (this.offsetOfDay.size >= 4096) this.offsetOfDay.clear();
    this.offsetOfDay.set(day, offsetMs);
    return offsetMs;
  }

  /** The instant between two with different offsets from which on the second one holds. */
  private changeBetween(from: number, to: number): number {
    const offsetMs = this.offsetMs(to);
    let before = from;
    let after = to;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.offsetMs(middle) === offsetMs) after = middle;
      else before = middle;
    }
    return after;
  }

  /** As in Temporal: the offsets a day before and a day after, where they hold at the result. */
  private search(local: number): number | null {
    const instants = [local - dayMs, local + dayMs]
      .map((near) => local - this.offsetMs(near))
      .filter((instant) => instant + this.offsetMs(instant) === local);
    return instants.length === 0 ? null : Math.min(...instants);
  }

  /**
   * Luxon gives minutes, with fractions for offsets of old such as Monrovia's -0:44:30. It has none
   * where local time leaves the bounds of time.
   */
  private offsetMs(instant: number): number {
    const within = Math.min(Math.max(instant, MIN_TIMESTAMP + dayMs), MAX_TIMESTAMP - dayMs);
    return Math.round(this.zone.offset(within) * 60_000);
  }
}

/** Bounded by the number of zone names there are: an unknown name is never kept. */
const zones = new Map<string, CivilZone>();

/**
 * The zone of an IANA name, or UTC. Throws `INVALID_TIME_ZONE` for any other text. Luxon's `local`
 * and `system` are refused, because a result must not depend on the machine; so are offsets such as
 * `+02:00`, because Node 20 and 22 do not agree on them.
 */
export function civilZone(name: string): CivilZone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = luxonZone(name);
  if (zone === null) {
    throw new TidemarkError("INVALID_TIME_ZONE", `The time zone ${show(name)} is not known.`, name);
  }
  const civil = new CivilZone(zone);
  zones.set(name, civil);
  return civil;
}

function luxonZone(name: string): Zone | null {
  if (typeof name !== "string" || !/^[A-Za-z]/.test(name)) return null;
  return IANAZone.isValidZone(name) ? IANAZone.create(name) : null;
}
