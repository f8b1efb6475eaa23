import type { Key } from "../../panes/key.ts";
import type { PaneTiming } from "../../panes/pane.ts";
import type { StrategyOptions } from "../../panes/strategy.ts";
import type { Profile } from "../profiles/index.ts";
import type { EventTime, ProcessingTime } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";

/** One transcript, read and checked: times are integer milliseconds, aliases and defaults resolved. */
export interface TranscriptCase {
  readonly name: string;
  readonly file: string;
  /** Where it begins in its file, from 1. */
  readonly line: number;
  /** Null if it needs what this library does not have; see `unsupported`. */
  readonly strategy: StrategyOptions<unknown, unknown> | null;
  /** Why this library cannot run the case, or null. */
  readonly unsupported: string | null;
  /** The engine that the case speaks of, if it is not the model. */
  readonly profile: Profile | null;
  /** Names of capabilities that a runner must have, or skip the case. */
  readonly requires: readonly string[];
  /** A negative case must fail with a message that contains this. */
  readonly error: string | null;
  readonly steps: readonly Step[];
  /** The case as it was written, as plain data. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Element {
  readonly key: Key;
  readonly value: unknown;
  readonly timestamp: EventTime;
}

/** One line of the script. */
export type Step = Action & {
  /** Where it stands in its file, from 1. */
  readonly line: number;
};

export type Action =
  | { readonly kind: "elements"; readonly bundle: readonly Element[] }
  | {
      readonly kind: "advance";
      readonly watermark?: EventTime;
      readonly processingTime?: ProcessingTime;
    }
  | { readonly kind: "checkpoint" }
  | { readonly kind: "expect"; readonly entries: readonly Expectation[] }
  | { readonly kind: "expectDropped"; readonly closedWindow?: number; readonly lateness?: number }
  | { readonly kind: "expectHold"; readonly hold: EventTime | null }
  | { readonly kind: "expectOutputWatermark"; readonly watermark: EventTime }
  | { readonly kind: "expectClosed" | "expectOpen"; readonly windows: readonly Window[] }
  | { readonly kind: "expectEmptyState"; readonly empty: boolean }
  | { readonly kind: "expectLateOutput"; readonly elements: readonly Element[] };

/** What is claimed of one output; a field that is not given is not compared. */
export interface Expectation {
  readonly window?: Window;
  /** A list, compared as a multiset. */
  readonly values?: readonly unknown[];
  readonly value?: unknown;
  readonly timestamp?: EventTime;
  readonly timing?: PaneTiming | "unknown";
  readonly index?: number;
  readonly onTimeIndex?: number;
  readonly first?: boolean;
  readonly last?: boolean;
  readonly key?: Key;
  readonly retraction: boolean;
  readonly replaces?: readonly Window[];
}

/** The key of an element that names none. */
export const defaultKey = "k";
