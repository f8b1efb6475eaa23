import { calendar } from "tidemark/luxon";
import { fixed } from "tidemark/windows";
import { engineOf } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { type BenchCell, base, entries } from "./cell.ts";

const DAY = 86_400_000;

/** 50 elements for each key and day, over 20 days; the last day of the calendar ends in the feed. */
const feed: FeedOptions = { ...base, stepMs: 1_728, boundMs: 3_600_000, afterAllMs: 2 * DAY };

/** Days of a zone against fixed days: the same engine, but for where windows end. */
export const calendarCells: readonly BenchCell[] = entries.map((entry) => ({
  name: `calendar-${entry}`,
  feed,
  contestants: (plan) => [
    engineOf({ windows: fixed(DAY) }, entry, plan, { name: "fixed", group: "fixed days" }),
    engineOf({ windows: calendar({ days: 1, zone: "Europe/Berlin" }) }, entry, plan),
  ],
}));
