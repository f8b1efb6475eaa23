import type { FunctionIdentity } from "../watermark/identity.ts";
import type { DurationMs } from "../watermark/time.ts";
import type { MakeMachine } from "./machine.ts";

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
/** What a value is compared with. */
export type Scalar = string | number | boolean | null;
/** A field of an element's value, or null for the value itself. */
export type ValueField = string | null;

export type AfterDelta = TriggerText & {
  readonly kind: "afterDelta";
  readonly threshold: number;
  readonly of: ValueField;
};
export type AfterPunctuation = TriggerText & {
  readonly kind: "afterPunctuation";
  readonly by: NamedPredicate | { readonly of: ValueField; readonly equals: Scalar };
};
/** A predicate of a program, and what snapshots and plain data know it by. */
export type NamedPredicate = FunctionIdentity & {
  readonly predicate: (value: unknown) => boolean;
};
/** What a trigger of one's own waits for, besides elements. */
export interface CustomWaits {
  /** The window's end. */
  readonly end: boolean;
  /** Deadlines in processing time, which its machine tells (`nextDeadline`). */
  readonly processingTime: boolean;
  /** Watermarks before the window's end, which its machine tells (`nextWatermark`). */
  readonly watermarks: boolean;
}
export type CustomTrigger = TriggerText &
  FunctionIdentity & {
    readonly kind: "custom";
    readonly machine: MakeMachine;
    readonly parts: readonly Trigger[];
    /** How many numbers it remembers of a window. */
    readonly cells: number;
    readonly waitsFor: CustomWaits;
    readonly readsValues: boolean;
    readonly finishes: boolean;
    readonly merges: boolean;
    readonly continuation: Trigger;
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
  | AfterDelta
  | AfterPunctuation
  | CustomTrigger
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
  | { readonly afterDelta: { readonly threshold: number; readonly of?: string } }
  | {
      readonly afterPunctuation:
        | FunctionIdentity
        | { readonly equals: Scalar; readonly of?: string };
    }
  | { readonly custom: FunctionIdentity }
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
    case "custom":
      return trigger.parts;
    case "orFinally":
      return [trigger.main, trigger.finally];
    case "afterWatermark":
      return [trigger.early, trigger.late].filter((child) => child !== null);
    default:
      return [];
  }
}
