import type { PaneTiming } from "../panes/pane.ts";
import type { KeyRecord } from "../state/key-record.ts";
import type { EventTime, ProcessingTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import type { PartExplanation } from "./trigger-state.ts";

/** Whose window an event is about. */
export interface OfWindow {
  readonly key: KeyRecord;
  readonly window: Window;
}

/** A timer: of a window, which all keys share unless windows merge, or of one key's trigger. */
export interface OfTimer {
  /** Null for the end and the expiry of a window that all keys share. */
  readonly key: KeyRecord | null;
  readonly window: Window;
  readonly clock: "eventTime" | "processingTime";
  readonly time: number;
}

/** What happened, without the number of its step. */
export type TraceFact =
  /** A step begins with a bundle, or with clocks that move; null for one that does not. */
  | { readonly event: "bundle"; readonly elements: number }
  | {
      readonly event: "clocks";
      readonly watermark: EventTime | null;
      readonly processingTime: ProcessingTime | null;
    }
  /** An element was added to a window, or to none. */
  | (OfWindow & { readonly event: "added"; readonly timestamp: EventTime; readonly value: unknown })
  | {
      readonly event: "dropped";
      readonly reason: "late" | "closed" | "unassigned";
      readonly key: KeyRecord;
      readonly window: Window | null;
      readonly timestamp: EventTime;
      readonly value: unknown;
      readonly lateByMs: number | null;
    }
  /** Windows of a key have become one. */
  | (OfWindow & { readonly event: "merged"; readonly from: readonly Window[] })
  | (OfTimer & { readonly event: "timerSet" | "timerFired" })
  /** A trigger was asked; how each of its nodes stood before it fired, if it did. */
  | (OfWindow & {
      readonly event: "asked";
      readonly isDue: boolean;
      readonly trigger: PartExplanation;
    })
  /** A trigger has finished: its window drops what comes. */
  | (OfWindow & { readonly event: "closed" })
  /** `unfired` elements were pending and came in no pane. */
  | (OfWindow & { readonly event: "expired"; readonly unfired: number })
  /** Where a window holds the output watermark has changed; null for nowhere. */
  | (OfWindow & { readonly event: "hold"; readonly at: EventTime | null })
  | (OfWindow & {
      readonly event: "pane" | "retraction";
      readonly value: unknown;
      readonly timestamp: EventTime;
      readonly timing: PaneTiming;
      readonly index: number;
      readonly onTimeIndex: number;
      readonly isLast: boolean;
      readonly replaces: readonly Window[];
    })
  | { readonly event: "outputWatermark"; readonly watermark: EventTime };

/** One thing that happened in a step; steps count from 1. */
export type TraceEvent = TraceFact & { readonly step: number };

/** An event as one line of JSON. A bigint is written as text. */
export function traceLine(event: TraceEvent): string {
  return JSON.stringify(event, (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
}
