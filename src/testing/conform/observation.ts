import type { Key } from "../../panes/key.ts";
import type { Pane, PaneTiming } from "../../panes/pane.ts";
import type { EventTime } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { Case } from "../cases/case.ts";
import { buildStrategy } from "../cases/build.ts";
import { take } from "../cases/play.ts";
import type { Backend } from "../subject.ts";

/** A window as `[start, end)`, in milliseconds. */
export type Bounds = readonly [start: EventTime, end: EventTime];

/** One pane or retraction. An engine leaves out what it does not know. */
export interface OutputRecord {
  readonly key: string;
  readonly window: Bounds;
  /** The list of the values, in any order, if nothing is combined. */
  readonly value: unknown;
  readonly timestamp?: EventTime;
  readonly timing?: PaneTiming | "unknown";
  readonly index?: number;
  readonly onTimeIndex?: number;
  readonly first?: boolean;
  readonly last?: boolean;
  /** Absent means false. */
  readonly retraction?: boolean;
  readonly replaces?: readonly Bounds[];
}

/** What one step made, and what can be seen after it. */
export interface Observation {
  readonly outputs: readonly OutputRecord[];
  /** Elements dropped in this step because their window had expired, one for each window. */
  readonly late?: number;
  /** The same because their window's trigger had finished. */
  readonly closed?: number;
  /** Elements that no window takes. */
  readonly unassigned?: number;
  readonly outputWatermark?: EventTime;
  /** The earliest hold of all keys; null if there is none. */
  readonly hold?: EventTime | null;
  /** Whether no contents, timer or hold is left; marks of closed windows do not count. */
  readonly empty?: boolean;
}

/** What an engine may report beyond key, window, value and retraction of its outputs. */
export const reportedFields = [
  "timestamp",
  "timing",
  "index",
  "onTimeIndex",
  "first",
  "last",
  "replaces",
  "late",
  "closed",
  "unassigned",
  "outputWatermark",
  "hold",
  "empty",
] as const;

export type ReportedField = (typeof reportedFields)[number];

/** Runs a case on an engine of this library, or on whatever stands behind a subject. */
export function observe(backend: Backend, { strategy, steps }: Case): readonly Observation[] {
  const subject = backend(buildStrategy(strategy));
  return steps.map((step): Observation => {
    take(subject, step);
    const { panes, dropped } = subject.take();
    const droppedFor = (reason: string): number =>
      dropped.filter((drop) => drop.reason === reason).length;
    return {
      outputs: panes.map(recordOf),
      late: droppedFor("late"),
      closed: droppedFor("closed"),
      unassigned: droppedFor("unassigned"),
      outputWatermark: subject.outputWatermark,
      hold: subject.earliestHold(),
      empty: subject.isEmpty(),
    };
  });
}

/** A pane in the plain form of recordings and of the protocol. */
export function recordOf(pane: Pane<Key, unknown>): Required<OutputRecord> {
  return {
    key: String(pane.key),
    window: boundsOf(pane.window),
    value: pane.value,
    timestamp: pane.timestamp,
    timing: pane.timing,
    index: pane.index,
    onTimeIndex: pane.onTimeIndex,
    first: pane.isFirst,
    last: pane.isLast,
    retraction: pane.retraction,
    replaces: pane.replaces.map(boundsOf),
  };
}

function boundsOf({ start, end }: Window): Bounds {
  return [start, end];
}
