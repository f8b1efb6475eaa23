import { Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import type { Strategy } from "../panes/strategy.ts";
import { restoreEngine, takeSnapshot } from "../state/snapshot.ts";
import type { EventTime } from "../watermark/time.ts";
import { ImmutableSubject } from "./immutable-backend.ts";
import { KeyedSubject } from "./keyed-backend.ts";
import { Collector } from "./collector.ts";
import { readBack } from "./read-back.ts";
import type { Backend, Subject, SubjectWindow, Taken } from "./subject.ts";

class MemorySubject implements Subject {
  private readonly strategy: Strategy<unknown, unknown>;
  private engine: Engine<Key, unknown, unknown>;
  private readonly output: Collector = new Collector();

  constructor(strategy: Strategy<unknown, unknown>) {
    this.strategy = strategy;
    this.engine = new Engine(strategy, this.output);
  }

  elements(bundle: Parameters<Subject["elements"]>[0]): void {
    this.engine.addBatch({
      keys: bundle.map(({ key }) => key),
      values: bundle.map(({ value }) => value),
      timestamps: bundle.map(({ timestamp }) => timestamp),
    });
  }

  advance(to: Parameters<Subject["advance"]>[0]): void {
    this.engine.advance(to);
  }

  checkpoint(watermark?: EventTime): void {
    const text = JSON.stringify(takeSnapshot(this.engine));
    this.engine = restoreEngine(this.strategy, readBack(text, watermark), this.output);
  }

  take(): Taken {
    return this.output.take();
  }

  get outputWatermark(): EventTime {
    return this.engine.outputWatermark;
  }

  earliestHold(key?: Key): EventTime | null {
    return this.engine.earliestHold(key);
  }

  windows(): readonly SubjectWindow[] {
    return this.engine.windows();
  }

  isEmpty(): boolean {
    return this.engine.isEmpty;
  }
}

/** The engines of this library by the names that `tidemark transcript --backend` takes. */
export const backends: Readonly<Record<"memory" | "immutable" | "keyed", Backend>> = Object.freeze({
  /** The engine in memory; a checkpoint goes through the JSON text of a snapshot. */
  memory: (strategy: Strategy<unknown, unknown>): Subject => new MemorySubject(strategy),
  /** Immutable states; every step is also taken from the state's records alone. */
  immutable: (strategy: Strategy<unknown, unknown>): Subject => new ImmutableSubject(strategy),
  /** State scoped by key, loaded and stored as text around every work item. */
  keyed: (strategy: Strategy<unknown, unknown>): Subject => new KeyedSubject(strategy),
});
