import { TidemarkError } from "../errors.ts";
import type { Dropped } from "./dropped.ts";
import type { Key } from "./key.ts";
import type { Pane, PaneTiming } from "./pane.ts";

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

/**
 * Panes that differ in nothing but key and value, in their order. They share their window, and each
 * is made when it is handed over: a step may make a great many, and what waits as an object until the step ends outlives the
 * memory that is cheap to clear.
 */
export class PaneRun<K extends Key, R> {
  private readonly model: Pane<K, R>;
  private readonly keys: K[];
  private readonly values: R[];
  private added = 0;
  private taken = 0;

  /** Begins with the pane that the others are like. `expected` is how many there will be, at a guess. */
  constructor(model: Pane<K, R>, expected: number) {
    this.model = model;
    this.keys = new Array<K>(expected);
    this.values = new Array<R>(expected);
    this.add(model.key, model.value);
  }

  get timing(): PaneTiming {
    return this.model.timing;
  }

  add(key: K, value: R): void {
    const at = this.added++;
    this.keys[at] = key;
    this.values[at] = value;
  }

  /** How many panes have not been taken. */
  get size(): number {
    return this.added - this.taken;
  }

  /** Makes the next pane. */
  take(): Pane<K, R> {
    const { window, timestamp, timing, index, onTimeIndex, isFirst, isLast } = this.model;
    const { retraction, replaces } = this.model;
    const at = this.taken++;
    return {
      key: this.keys[at] as K,
      window,
      value: this.values[at] as R,
      timestamp,
      timing,
      index,
      onTimeIndex,
      isFirst,
      isLast,
      retraction,
      replaces,
    };
  }
}

/** How many panes and drops there are. */
export function sizeOf<K extends Key, T, R>(
  results: readonly (Result<K, T, R> | PaneRun<K, R>)[],
): number {
  let size = 0;
  for (const result of results) size += result instanceof PaneRun ? result.size : 1;
  return size;
}

/** Hands results over in their order; what has been handed over is gone, also if a call throws. */
export function handOver<K extends Key, T, R>(
  results: (Result<K, T, R> | PaneRun<K, R>)[],
  output: Output<K, T, R>,
): void {
  let at = 0;
  try {
    while (at < results.length) {
      const result = results[at] as Result<K, T, R> | PaneRun<K, R>;
      if (result instanceof PaneRun) {
        const pane = result.take();
        if (result.size === 0) at += 1;
        output.onPane(pane);
        continue;
      }
      at += 1;
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
