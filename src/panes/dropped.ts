import type { DurationMs, EventTime } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import type { Key } from "./key.ts";

interface DroppedElement<K extends Key, T> {
  readonly key: K;
  readonly value: T;
  readonly timestamp: EventTime;
}

/** The window had expired: the watermark was at or past its end plus the allowed lateness. */
export interface LateElement<K extends Key, T> extends DroppedElement<K, T> {
  readonly reason: "late";
  /** The window the element was assigned to, before any merge. */
  readonly window: Window;
  /** How far the watermark was past the window's expiry; 0 at the instant of expiry. */
  readonly lateByMs: DurationMs;
}

/** The window's trigger had finished. */
export interface ClosedElement<K extends Key, T> extends DroppedElement<K, T> {
  readonly reason: "closed";
  /** The closed window, after any merge. */
  readonly window: Window;
}

/** The window function gave the element no window. */
export interface UnassignedElement<K extends Key, T> extends DroppedElement<K, T> {
  readonly reason: "unassigned";
  readonly window: null;
}

/** An element that did not get into a window, once for each window it did not get into. */
export type Dropped<K extends Key, T> =
  | LateElement<K, T>
  | ClosedElement<K, T>
  | UnassignedElement<K, T>;
