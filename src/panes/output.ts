import { TidemarkError } from "../errors.ts";
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

/** A pane or a drop on its way to the output. */
export type Result<K extends Key, T, R> = Pane<K, R> | Dropped<K, T>;

/** Hands results over in their order; what has been handed over is gone, also if a call throws. */
export function handOver<K extends Key, T, R>(
  results: Result<K, T, R>[],
  output: Output<K, T, R>,
): void {
  let at = 0;
  try {
    while (at < results.length) {
      const result = results[at++] as Result<K, T, R>;
      if ("reason" in result) output.onDropped?.(result);
      else output.onPane(result);
    }
  } finally {
    results.splice(0, at);
  }
}

/** The error for a call from within a callback of the same engine. */
export function busy(): TidemarkError {
  return new TidemarkError(
    "ENGINE_BUSY",
    "The engine was called from within one of its own callbacks.",
  );
}
