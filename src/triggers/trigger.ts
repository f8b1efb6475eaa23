import type { DurationMs } from "../watermark/time.ts";

interface TriggerText {
  /** The expression that makes this trigger: `afterWatermark(late: afterCount(1))`. */
  toString(): string;
  /** The plain form that transcripts and snapshots hold. */
  toJSON(): TriggerJson;
}

/** The multiples of a period, shifted by an offset from 0 to less than the period. */
export interface Alignment {
  readonly periodMs: DurationMs;
  readonly offsetMs: DurationMs;
}

export type DefaultTrigger = TriggerText & { readonly kind: "default" };
export type NeverTrigger = TriggerText & { readonly kind: "never" };
export type AlwaysTrigger = TriggerText & { readonly kind: "always" };
export type AfterCount = TriggerText & { readonly kind: "afterCount"; readonly count: number };
export type AfterWatermark = TriggerText & {
  readonly kind: "afterWatermark";
  readonly early: Trigger | null;
  readonly late: Trigger | null;
};
export type AfterProcessingTime = TriggerText & {
  readonly kind: "afterProcessingTime";
  readonly delayMs: DurationMs;
  readonly alignTo: Alignment | null;
};
export type AfterSynchronizedProcessingTime = TriggerText & {
  readonly kind: "afterSynchronizedProcessingTime";
};
export type EveryEventTime = TriggerText & {
  readonly kind: "everyEventTime";
  readonly every: Alignment;
};
export type EveryProcessingTime = TriggerText & {
  readonly kind: "everyProcessingTime";
  readonly every: Alignment;
};
export type Repeatedly = TriggerText & { readonly kind: "repeatedly"; readonly trigger: Trigger };
export type AfterAll = TriggerText & {
  readonly kind: "afterAll";
  readonly triggers: readonly Trigger[];
};
export type AfterAny = TriggerText & {
  readonly kind: "afterAny";
  readonly triggers: readonly Trigger[];
};
export type AfterEach = TriggerText & {
  readonly kind: "afterEach";
  readonly triggers: readonly Trigger[];
};
export type OrFinally = TriggerText & {
  readonly kind: "orFinally";
  readonly main: Trigger;
  readonly finally: Trigger;
};

/**
 * When in processing time panes are made: an immutable value. What a trigger remembers of a running
 * window is not in here; it is plain data addressed by a node's position (see `machine.ts`).
 */
export type Trigger =
  | DefaultTrigger
  | NeverTrigger
  | AlwaysTrigger
  | AfterCount
  | AfterWatermark
  | AfterProcessingTime
  | AfterSynchronizedProcessingTime
  | EveryEventTime
  | EveryProcessingTime
  | Repeatedly
  | AfterAll
  | AfterAny
  | AfterEach
  | OrFinally;

export interface AlignmentJson {
  readonly period: DurationMs;
  readonly offset: DurationMs;
}

/** A trigger as plain data; durations in integer milliseconds. */
export type TriggerJson =
  | "default"
  | "never"
  | "always"
  | { readonly afterCount: number }
  | { readonly afterWatermark: { readonly early?: TriggerJson; readonly late?: TriggerJson } }
  | {
      readonly afterProcessingTime: {
        readonly delay?: DurationMs;
        readonly alignTo?: AlignmentJson;
      };
    }
  | { readonly afterSynchronizedProcessingTime: Readonly<Record<string, never>> }
  | { readonly everyEventTime: AlignmentJson }
  | { readonly everyProcessingTime: AlignmentJson }
  | { readonly repeatedly: TriggerJson }
  | { readonly afterAll: readonly TriggerJson[] }
  | { readonly afterAny: readonly TriggerJson[] }
  | { readonly afterEach: readonly TriggerJson[] }
  | { readonly orFinally: { readonly main: TriggerJson; readonly finally: TriggerJson } };

/** The triggers directly inside a trigger, in the order of their positions. */
export function childrenOf(trigger: Trigger): readonly Trigger[] {
  switch (trigger.kind) {
    case "repeatedly":
      return [trigger.trigger];
    case "afterAll":
    case "afterAny":
    case "afterEach":
      return trigger.triggers;
    case "orFinally":
      return [trigger.main, trigger.finally];
    case "afterWatermark":
      return [trigger.early, trigger.late].filter((child) => child !== null);
    default:
      return [];
  }
}
