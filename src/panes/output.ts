import type { Dropped } from "./dropped.ts";
import type { Key } from "./key.ts";
import type { Pane } from "./pane.ts";

/**
 * Where results go. Called after a step has changed all it will change, in the order in which the
 * step made them. A call must not call the engine. If one throws, the step stands, the error
 * reaches the caller of the step, and what has not been handed over is handed over by the next step.
 */
export interface Output<K extends Key, T, R> {
  onPane(pane: Pane<K, R>): void;
  /** Without it dropped elements are only counted. */
  onDropped?(dropped: Dropped<K, T>): void;
}
