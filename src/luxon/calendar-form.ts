import type { WindowForm } from "../windows/window-form.ts";
import { type CalendarOptions, calendar, calendarUnits, weekdays } from "./calendar.ts";

/**
 * Calendar windows for the readers of text and plain data:
 * `calendar(months: 1, zone: Europe/Berlin)`, `{ calendar: { months: 1, zone: "Europe/Berlin" } }`.
 */
export const calendarForm: WindowForm = Object.freeze({
  name: "calendar",
  parameters: {
    ...Object.fromEntries(
      calendarUnits.map((unit) => [unit, { kind: "count", what: `number of ${unit}` }] as const),
    ),
    zone: { kind: "name", what: "time zone, such as Europe/Berlin" },
    start: { kind: "name", what: "start, a date such as 2015-04-01" },
    weekStart: { kind: "name", what: "weekStart", names: weekdays },
    dayOfMonth: { kind: "count", what: "day of the month" },
  },
  required: [],
  make: (given) => calendar(given as CalendarOptions),
} satisfies WindowForm);
