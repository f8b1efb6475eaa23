export {
  type CalendarOptions,
  type CalendarWindowFn,
  type CalendarUnit,
  calendar,
  type Weekday,
} from "./calendar.ts";
export { calendarForm } from "./calendar-form.ts";
export { type ParseInstantOptions, parseInstant } from "./parse-instant.ts";
