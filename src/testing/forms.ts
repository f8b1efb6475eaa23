import { calendarForm } from "../luxon/calendar-form.ts";
import type { WindowForm } from "../windows/window-form.ts";

/** The window functions beyond the built-in ones that cases and transcripts can have. */
export const knownForms: readonly WindowForm[] = Object.freeze([calendarForm]);
