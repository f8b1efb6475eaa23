import { type Batch, decoded } from "../../panes/batch.ts";
import type { ClockAdvance, Engine, WindowView } from "../../panes/engine.ts";
import type { Key } from "../../panes/key.ts";
import type { Counters } from "../../panes/ledger.ts";
import { busy, handOver, type Output, type Result } from "../../panes/output.ts";
import type { Strategy } from "../../panes/strategy.ts";
import type { EventTime, ProcessingTime, TimestampInput } from "../../watermark/time.ts";
import type { EngineEvent } from "../event.ts";
import { EngineState } from "./state.ts";
import { look, step, viewOf } from "./step.ts";

/**
 * The engine over immutable states: the calls and the outputs of `Engine`, and at any moment the
 * whole state as a value, at no cost.
 */
export class PersistentEngine<K extends Key, T, R> {
  private current: EngineState<K, T, R>;
  private readonly output: Output<K, T, R>;
  private readonly results: Result<K, T, R>[] = [];
  private delivering = false;

  constructor(strategy: Strategy<T, R>, output: Output<K, T, R>, from?: EngineState<K, T, R>) {
    this.current = from ?? EngineState.initial(strategy);
    this.output = output;
  }

  /** The state as it is now. It stays what it is whatever the engine does next. */
  get state(): EngineState<K, T, R> {
    return this.current;
  }

  /** Takes one step. The outputs are handed over after the new state is in place. */
  step(event: EngineEvent<K, T>): void {
    if (this.delivering) throw busy();
    const { state, outputs } = step(this.current, event);
    this.current = state;
    this.results.push(...outputs.dropped, ...outputs.panes);
    this.delivering = true;
    try {
      handOver(this.results, this.output);
    } finally {
      this.delivering = false;
    }
  }

  add(key: K, value: T, timestamp: TimestampInput): void {
    this.step({ elements: [{ key, value, timestamp }] });
  }

  addBatch(batch: Batch<K, T>): void {
    const { keys, values, timestamps } = "keys" in batch ? batch : decoded(batch);
    this.step({
      elements: Array.from(timestamps, (timestamp, at) => ({
        key: keys[at] as K,
        value: values[at] as T,
        timestamp,
      })),
    });
  }

  advance(to: ClockAdvance): void {
    this.step(to);
  }

  advanceWatermark(watermark: TimestampInput): void {
    this.step({ watermark });
  }

  advanceProcessingTime(processingTime: TimestampInput): void {
    this.step({ processingTime });
  }

  get watermark(): EventTime {
    return this.current.clocks.watermark;
  }

  get processingTime(): ProcessingTime {
    return this.current.clocks.processingTime;
  }

  get outputWatermark(): EventTime {
    return this.current.clocks.outputWatermark;
  }

  get counters(): Counters {
    return this.current.counters;
  }

  get nextDue(): {
    readonly watermark: EventTime | null;
    readonly processingTime: ProcessingTime | null;
  } {
    return viewOf(this.current).nextDue;
  }

  windows(key?: K): WindowView<K>[] {
    return viewOf(this.current).windows(key);
  }

  earliestHold(key?: K): EventTime | null {
    return viewOf(this.current).earliestHold(key);
  }

  /** An engine of its own that stands where this one does, to look at: for `explain` of `tidemark/why`. */
  look(): Engine<K, T, R> {
    return look(this.current);
  }

  get isEmpty(): boolean {
    return viewOf(this.current).isEmpty;
  }
}
