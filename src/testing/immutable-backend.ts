import type { Key } from "../panes/key.ts";
import type { Strategy } from "../panes/strategy.ts";
import { EngineState } from "../state/persistent/state.ts";
import { step, viewOf } from "../state/persistent/step.ts";
import type { EventTime } from "../watermark/time.ts";
import { Collector } from "./collector.ts";
import { readBack } from "./read-back.ts";
import type { Subject, SubjectWindow, Taken } from "./subject.ts";

/**
 * The engine over immutable states. Every step is taken twice from the same state, once by the
 * engine that stands there and once by one that is made from its records: a state that a step had
 * altered, or that did not say everything, would show at once.
 */
export class ImmutableSubject implements Subject {
  private readonly strategy: Strategy<unknown, unknown>;
  private state: EngineState<Key, unknown, unknown>;
  private readonly output: Collector = new Collector();

  constructor(strategy: Strategy<unknown, unknown>) {
    this.strategy = strategy;
    this.state = EngineState.initial(strategy);
  }

  elements(bundle: Parameters<Subject["elements"]>[0]): void {
    this.step({ elements: bundle });
  }

  advance(to: Parameters<Subject["advance"]>[0]): void {
    this.step(to);
  }

  private step(event: Parameters<typeof step<Key, unknown, unknown>>[1]): void {
    const before = this.state;
    step(before, event);
    const { state, outputs } = step(before, event);
    this.state = state;
    for (const dropped of outputs.dropped) this.output.onDropped(dropped);
    for (const pane of outputs.panes) this.output.onPane(pane);
  }

  checkpoint(watermark?: EventTime): void {
    const text = JSON.stringify(this.state.toSnapshot());
    this.state = EngineState.fromSnapshot(this.strategy, readBack(text, watermark));
  }

  take(): Taken {
    return this.output.take();
  }

  get outputWatermark(): EventTime {
    return this.state.clocks.outputWatermark;
  }

  earliestHold(key?: Key): EventTime | null {
    return viewOf(this.state).earliestHold(key);
  }

  windows(): readonly SubjectWindow[] {
    return viewOf(this.state).windows();
  }

  isEmpty(): boolean {
    return viewOf(this.state).isEmpty;
  }
}
