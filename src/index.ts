/**
 * The core: what a user of `windowing` or `Engine` needs. The rest stands in subpaths, so that it
 * costs only who imports it: several inputs and drift in `tidemark/watermark`, drivers for hosts in
 * `tidemark/state`, plain data and text forms in `tidemark/windows`, `/triggers` and `/text`.
 */
export * from "./combine/index.ts";
export { type ErrorCode, errorTable, TidemarkError } from "./errors.ts";
export * from "./panes/index.ts";
export * from "./run/index.ts";
export { restoreEngine, takeSnapshot } from "./state/snapshot.ts";
export type { Snapshot } from "./state/snapshot-format.ts";
export * from "./triggers/build.ts";
export * from "./triggers/build-values.ts";
export { continuationOf } from "./triggers/continuation.ts";
export { customTrigger, type CustomTriggerOptions } from "./triggers/custom.ts";
export type { Trigger, TriggerJson } from "./triggers/trigger.ts";
export { bounded } from "./watermark/bounded.ts";
export type { DurationInput } from "./watermark/duration.ts";
export type { WatermarkGenerator, WatermarkStrategy } from "./watermark/generator.ts";
export { monotonous } from "./watermark/monotonous.ts";
export { type PunctuatedOptions, punctuated } from "./watermark/punctuated.ts";
export {
  type DurationMs,
  type EventTime,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  type ProcessingTime,
  type TimestampInput,
} from "./watermark/time.ts";
export {
  type CustomMergingWindowsOptions,
  type CustomWindowsOptions,
  customMergingWindows,
  customWindows,
} from "./windows/custom.ts";
export { fixed } from "./windows/fixed.ts";
export { globalWindows } from "./windows/global.ts";
export { formatWindow, maxTimestamp, type Window } from "./windows/interval.ts";
export type { SessionOptions } from "./windows/session-options.ts";
export { sessions } from "./windows/sessions.ts";
export { type SessionsByOptions, sessionsBy } from "./windows/sessions-by.ts";
export { sliding } from "./windows/sliding.ts";
export { type StaggerOptions, staggered } from "./windows/staggered.ts";
export type { Merge, WindowFn } from "./windows/window-fn.ts";
