import { show, TidemarkError } from "../errors.ts";
import { type DurationInput, toDurationAtLeast, toDurationMs } from "../watermark/duration.ts";
import { floorMod } from "../watermark/time.ts";
import { checked, checkedAll, node } from "./node.ts";
import type * as T from "./trigger.ts";

/** A period, whose multiples are meant; an offset moves them. */
export type AlignmentInput =
  | DurationInput
  | { readonly period: DurationInput; readonly offset?: DurationInput };

export interface AfterProcessingTimeOptions {
  /** How long after the pane's first element. Default 0. */
  readonly delay?: DurationInput;
  /** The deadline is moved to the next multiple of this period, after the delay was added. */
  readonly alignTo?: AlignmentInput;
}

export interface AfterWatermarkOptions {
  /** Asked before the window's end; behaves as `repeatedly(early)`. */
  readonly early?: T.Trigger;
  /** Asked after the on-time pane; behaves as `repeatedly(late)`. */
  readonly late?: T.Trigger;
}

/** Once the watermark reaches the window's end, and again for late data: `repeatedly(afterWatermark())`. */
export function defaultTrigger(): T.DefaultTrigger {
  return node<T.DefaultTrigger>({ kind: "default" });
}

/** No pane until the window expires, which flushes what is there. */
export function never(): T.NeverTrigger {
  return node<T.NeverTrigger>({ kind: "never" });
}

/** After every bundle. */
export function always(): T.AlwaysTrigger {
  return node<T.AlwaysTrigger>({ kind: "always" });
}

/**
 * Once `count` elements have come since it was last started, which as a rule is the last pane. A
 * bundle may overshoot; the excess is not carried over.
 */
export function afterCount(count: number): T.AfterCount {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new TidemarkError(
      "INVALID_TRIGGER",
      `afterCount(${show(count)}) needs a whole number from 1.`,
      count,
    );
  }
  return node<T.AfterCount>({ kind: "afterCount", count });
}

/** Once the watermark reaches the window's end, with panes before and after it if asked for. */
export function afterWatermark(options: AfterWatermarkOptions = {}): T.AfterWatermark {
  return node<T.AfterWatermark>({
    kind: "afterWatermark",
    early: options.early === undefined ? null : checked(options.early, "early"),
    late: options.late === undefined ? null : checked(options.late, "late"),
  });
}

/** Once processing time reaches a deadline that the pane's first element sets. */
export function afterProcessingTime(
  options: DurationInput | AfterProcessingTimeOptions = {},
): T.AfterProcessingTime {
  const { delay = 0, alignTo } = isOptions(options) ? options : { delay: options };
  return node<T.AfterProcessingTime>({
    kind: "afterProcessingTime",
    delayMs: toDurationAtLeast(delay, 0, "trigger delay"),
    alignTo: alignTo === undefined ? null : alignment(alignTo),
  });
}

/** `afterProcessingTime` without delay, on a clock that workers share; a single engine has only one clock. */
export function afterSynchronizedProcessingTime(): T.AfterSynchronizedProcessingTime {
  return node<T.AfterSynchronizedProcessingTime>({ kind: "afterSynchronizedProcessingTime" });
}

/**
 * Before the window's end, once the watermark crosses a multiple of the period, counted from 1970 and
 * moved by the offset, that is after the window's start: one pane of what has come since the last
 * one, however many multiples were crossed, and none if nothing has come. Then at the window's end,
 * and after it for every bundle of late data. Never finishes.
 */
export function everyEventTime(every: AlignmentInput): T.EveryEventTime {
  return node<T.EveryEventTime>({ kind: "everyEventTime", every: alignment(every) });
}

/**
 * At the first multiple of the period after the processing time of the pane's first element, before
 * and after the window's end, and at that end. Never finishes.
 */
export function everyProcessingTime(every: AlignmentInput): T.EveryProcessingTime {
  return node<T.EveryProcessingTime>({ kind: "everyProcessingTime", every: alignment(every) });
}

/** Starts the trigger again whenever it has finished. */
export function repeatedly(trigger: T.Trigger): T.Repeatedly {
  return node<T.Repeatedly>({ kind: "repeatedly", trigger: checked(trigger, "repeatedly") });
}

/** Once every part is due or was; finishes with that firing. */
export function afterAll(...triggers: readonly T.Trigger[]): T.AfterAll {
  return node<T.AfterAll>({ kind: "afterAll", triggers: checkedAll(triggers, "afterAll") });
}

/** Once any part is due; finishes with that firing. */
export function afterAny(...triggers: readonly T.Trigger[]): T.AfterAny {
  return node<T.AfterAny>({ kind: "afterAny", triggers: checkedAll(triggers, "afterAny") });
}

/** Runs its parts one after the other; finishes with the last. */
export function afterEach(...triggers: readonly T.Trigger[]): T.AfterEach {
  return node<T.AfterEach>({ kind: "afterEach", triggers: checkedAll(triggers, "afterEach") });
}

/** Runs `main` until `until` is due, which ends both; `until` keeps counting across main's firings. */
export function orFinally(main: T.Trigger, until: T.Trigger): T.OrFinally {
  return node<T.OrFinally>({
    kind: "orFinally",
    main: checked(main, "orFinally"),
    finally: checked(until, "orFinally"),
  });
}

function alignment(input: AlignmentInput): T.Alignment {
  const { period, offset = 0 } =
    typeof input === "object" && input !== null && "period" in input ? input : { period: input };
  const periodMs = toDurationAtLeast(period, 1, "alignment period");
  return Object.freeze({
    periodMs,
    offsetMs: floorMod(toDurationMs(offset, "alignment offset"), periodMs),
  });
}

function isOptions(
  options: DurationInput | AfterProcessingTimeOptions,
): options is AfterProcessingTimeOptions {
  return typeof options === "object" && options !== null && !("toObject" in options);
}
