export {
  type CustomMergingWindowsOptions,
  type CustomWindowsOptions,
  customMergingWindows,
  customWindows,
} from "./custom.ts";
export { cumulate, type CumulateOptions } from "./cumulate.ts";
export { customForm } from "./custom-form.ts";
export { type FixedOptions, fixed } from "./fixed.ts";
export { globalWindows } from "./global.ts";
export {
  compareWindows,
  contains,
  formatWindow,
  GLOBAL_WINDOW,
  interval,
  maxTimestamp,
  sameWindow,
  type Window,
} from "./interval.ts";
export { type ReadWindowsOptions, windowsFromJson } from "./json.ts";
export type { LatenessOf } from "./lateness.ts";
export { mergeOverlapping } from "./merge.ts";
export type { SessionOptions } from "./session-options.ts";
export { type SessionWindowFn, sessions } from "./sessions.ts";
export { type SessionsByOptions, sessionsBy } from "./sessions-by.ts";
export { type SlidingOptions, sliding } from "./sliding.ts";
export { type StaggerOptions, staggered } from "./staggered.ts";
export type {
  CalendarJson,
  CalendarLength,
  ConsecutiveWindowFn,
  Merge,
  MergingWindowFn,
  PeriodicWindowFn,
  PlainWindowFn,
  SessionsJson,
  WindowFn,
  WindowFnJson,
} from "./window-fn.ts";
export type { WindowForm, WindowParameter } from "./window-form.ts";
