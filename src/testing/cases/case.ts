import type { Accumulation, ClosingPanes, EmptyPanes } from "../../panes/strategy.ts";
import type { TriggerJson } from "../../triggers/trigger.ts";
import type { DurationMs, EventTime, ProcessingTime } from "../../watermark/time.ts";
import type { CalendarJson } from "../../windows/window-fn.ts";

/** The windows of a case, as plain data. */
export type CaseWindows =
  | "global"
  | { readonly fixed: { readonly size: DurationMs; readonly offset?: DurationMs } }
  | {
      readonly sliding: {
        readonly size: DurationMs;
        readonly period: DurationMs;
        readonly offset?: DurationMs;
      };
    }
  | {
      readonly cumulate: {
        readonly step: DurationMs;
        readonly max: DurationMs;
        readonly offset?: DurationMs;
      };
    }
  | { readonly sessions: CaseSessions }
  | { readonly calendar: CalendarJson };

/** Sessions of one gap; what is absent is as in Beam. */
export interface CaseSessions {
  readonly gap: DurationMs;
  readonly touching?: "separate" | "merge";
  readonly maxDuration?: DurationMs;
  readonly offset?: DurationMs;
  readonly lateness?: "merged";
}

/** What a case computes of each window; `list` is the list of the values. */
export type CaseCombine = "sum" | "count" | "min" | "max" | "mean" | "list";

/** A complete strategy as plain data; durations in integer milliseconds. */
export interface CaseStrategy {
  readonly windows: CaseWindows;
  readonly trigger: TriggerJson;
  readonly accumulation: Accumulation;
  readonly allowedLateness: DurationMs;
  readonly closing: ClosingPanes;
  readonly onTime: EmptyPanes;
  readonly timestampCombiner: "endOfWindow" | "earliest" | "latest";
  readonly combine: CaseCombine;
}

/** The value is a number unless values are listed. */
export type CaseElement = readonly [value: unknown, timestamp: EventTime, key: string];

/** One step of a script, in the form of a transcript's step: a bundle, or an advance of clocks. */
export type CaseStep =
  | { readonly elements: readonly CaseElement[] }
  | { readonly watermark: EventTime }
  | { readonly processingTime: ProcessingTime }
  | {
      readonly advanceTogether: {
        readonly watermark: EventTime;
        readonly processingTime: ProcessingTime;
      };
    };

/** A strategy and a script: everything that a run depends on. */
export interface Case {
  readonly strategy: CaseStrategy;
  readonly steps: readonly CaseStep[];
}

/** The clocks that a step moves, and where to; nothing for a bundle. */
export function clocksOfStep(step: CaseStep): {
  readonly watermark?: EventTime;
  readonly processingTime?: ProcessingTime;
} {
  if ("elements" in step) return {};
  return "advanceTogether" in step ? step.advanceTogether : step;
}
