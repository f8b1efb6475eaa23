import type { EventTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import type { Key } from "./key.ts";

/** When a pane was made, seen from its window's end. */
export type PaneTiming = "early" | "onTime" | "late";

/** One result of one key and window. */
export interface Pane<K extends Key, R> {
  readonly key: K;
  readonly window: Window;
  /** A retraction of it carries the same object: do not change it. */
  readonly value: R;
  /**
   * By the timestamp combiner, over the elements since the window's previous pane that were not
   * behind the output watermark; the window's last instant if there are none.
   */
  readonly timestamp: EventTime;
  readonly timing: PaneTiming;
  /** The pane's number in its window, from 0. */
  readonly index: number;
  /** Its number among the panes that are not early, from 0; -1 while early. */
  readonly onTimeIndex: number;
  readonly isFirst: boolean;
  /** True if the window has expired or is closed. A closed session may be born again by a merge. */
  readonly isLast: boolean;
  /** True for the exact copy of an earlier pane that is hereby taken back. */
  readonly retraction: boolean;
  /** The windows that were merged into this one after they had emitted panes (end, then start). */
  readonly replaces: readonly Window[];
}

/** The part of a pane that is remembered until it may have to be retracted. */
export type EmittedPane<R> = Omit<Pane<Key, R>, "key" | "retraction">;
