import { Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import type { Output } from "../panes/output.ts";
import { type Strategy, type StrategyOptions, strategy } from "../panes/strategy.ts";
import { continuationOf } from "../triggers/continuation.ts";
import type { Trigger } from "../triggers/trigger.ts";
import type { RunOptions } from "./options.ts";
import { Run, type Source } from "./run.ts";

/** A checked strategy, ready to be run over any number of sources. */
export class Windowing<T, R> {
  readonly strategy: Strategy<T, R>;

  constructor(options: StrategyOptions<T, R>) {
    this.strategy = strategy(options);
  }

  /**
   * The panes of a source: any iterable or async iterable. Throws `NO_PROCESSING_TIME` at once if
   * the trigger waits for processing time and neither `arrival` nor `clock` is given.
   */
  run<K extends Key>(source: Source<T>, options: RunOptions<T, K>): Run<T, K, R> {
    return new Run(this.strategy, source, options);
  }

  /** An engine to be driven by hand. */
  engine<K extends Key>(output: Output<K, T, R>): Engine<K, T, R> {
    return new Engine(this.strategy, output);
  }

  /** The trigger for a grouping of this one's panes: it passes on what comes, without waiting twice. */
  get continuationTrigger(): Trigger {
    return continuationOf(this.strategy.trigger);
  }
}

/**
 * What is computed, where in event time, when in processing time, and how refinements relate.
 * Errors as for `strategy`.
 */
export function windowing<T, R = T[]>(options: StrategyOptions<T, R>): Windowing<T, R> {
  return new Windowing(options);
}
