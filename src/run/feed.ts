import { TidemarkError } from "../errors.ts";
import { Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import type { Counters } from "../panes/ledger.ts";
import type { Pane } from "../panes/pane.ts";
import type { Strategy } from "../panes/strategy.ts";
import { restoreEngine, takeSnapshot } from "../state/snapshot.ts";
import { mentionsProcessingTime } from "../triggers/facts.ts";
import type { WatermarkGenerator } from "../watermark/generator.ts";
import { MAX_TIMESTAMP, type ProcessingTime, toTimestamp } from "../watermark/time.ts";
import type { FeedOptions } from "./options.ts";
import type { RunSnapshot } from "./run-snapshot.ts";

/**
 * An engine fed value by value: every value is a bundle of its own, processing time moves to its
 * arrival first and the watermark moves after it. Iteration and stream transforms are built on it.
 */
export class Feed<T, K extends Key, R> {
  private readonly engine: Engine<K, T, R>;
  private readonly generator: WatermarkGenerator<T>;
  private readonly options: FeedOptions<T, K>;
  private readonly panes: Pane<K, R>[] = [];

  /** Throws `NO_PROCESSING_TIME` if the trigger waits for a clock that nothing drives. */
  constructor(strategy: Strategy<T, R>, options: FeedOptions<T, K>) {
    requireProcessingTime(strategy, options);
    this.options = options;
    const { onDropped, resume } = options;
    const output = {
      onPane: (pane: Pane<K, R>): void => {
        this.panes.push(pane);
      },
      ...(onDropped === undefined ? {} : { onDropped }),
    };
    this.generator = options.watermark.start();
    if (resume === undefined) {
      this.engine = new Engine(strategy, output);
    } else {
      this.engine = restoreEngine(strategy, resume.engine, output);
      this.generator.restore(resume.watermark);
    }
  }

  push(value: T): void {
    const { options, engine } = this;
    const timestamp = toTimestamp(options.timestamp(value));
    const key = options.key(value);
    if (options.arrival !== undefined) engine.advance({ processingTime: options.arrival(value) });
    else if (options.clock !== undefined) engine.advance({ processingTime: options.clock.now() });
    engine.add(key, value, timestamp);
    engine.advance({ watermark: this.generator.onElement(timestamp, value) });
  }

  /** The host's clock has moved while no value came. */
  tick(): void {
    if (this.options.clock !== undefined)
      this.engine.advance({ processingTime: this.options.clock.now() });
  }

  /** The end of the input: every window ends and expires. */
  end(): void {
    this.engine.advance({ watermark: MAX_TIMESTAMP });
  }

  /** The next pane that has not been taken yet. */
  take(): Pane<K, R> | undefined {
    return this.panes.shift();
  }

  /** When the host's clock is to be looked at again, or null. */
  get wakeAt(): ProcessingTime | null {
    return this.engine.nextDue.processingTime;
  }

  get counters(): Counters {
    return this.engine.counters;
  }

  get watermark(): number {
    return this.engine.watermark;
  }

  get outputWatermark(): number {
    return this.engine.outputWatermark;
  }

  /** Throws `ENGINE_BUSY` while panes wait to be taken: they would be in neither half. */
  snapshot(): RunSnapshot {
    if (this.panes.length > 0) {
      throw new TidemarkError(
        "ENGINE_BUSY",
        `${this.panes.length} panes of the last step have not been taken yet.`,
        this.panes.length,
        "Take the snapshot when the value's panes have all been received.",
      );
    }
    return { engine: takeSnapshot(this.engine), watermark: this.generator.snapshot() };
  }
}

function requireProcessingTime<T, K extends Key, R>(
  strategy: Strategy<T, R>,
  options: FeedOptions<T, K>,
): void {
  if (options.arrival !== undefined || options.clock !== undefined) return;
  if (!mentionsProcessingTime(strategy.trigger)) return;
  throw new TidemarkError(
    "NO_PROCESSING_TIME",
    `The trigger ${strategy.trigger} waits for processing time, which nothing in this run drives.`,
    strategy.trigger,
  );
}
