import type { Dropped } from "../panes/dropped.ts";
import { Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import type { Pane } from "../panes/pane.ts";
import { CellCodec } from "../panes/record.ts";
import type { Strategy } from "../panes/strategy.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../watermark/time.ts";
import { columnsOf } from "./event.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { AsyncHost, Commit, KeyState, SyncHost, WorkItem } from "./host.ts";
import { checkKeyState } from "./key-state-check.ts";
import { clocksOf, loadCells, ownKeyRecord } from "./load.ts";
import { shapeOf } from "./snapshot-check.ts";

export interface DriverOptions {
  /**
   * Keeps a record of the clocks of a key that has no window, until it is driven to the end of time. For hosts that
   * cannot tell the watermark with elements: without it such a key would forget what is late.
   */
  readonly keepClocks?: boolean;
}

/**
 * Runs the engine over state that is scoped by key: the key's record is loaded into a small table,
 * stepped, and written back. The same core as `Engine`, so the same panes.
 */
export class Driver<K extends Key, T, R> {
  readonly strategy: Strategy<T, R>;
  private readonly keepClocks: boolean;
  private readonly fingerprint: string;

  constructor(strategy: Strategy<T, R>, options: DriverOptions = {}) {
    this.strategy = strategy;
    this.fingerprint = fingerprintOf(strategy);
    this.keepClocks = options.keepClocks === true;
  }

  /**
   * The pure middle of one work item: stored state in, what to commit out. Throws
   * `INVALID_SNAPSHOT` or `STRATEGY_MISMATCH` for a state that no commit of this strategy has made, and what `Engine.add` throws for bad
   * elements.
   */
  step(state: KeyState | null, item: WorkItem<K, T>): Commit<K, T, R> {
    const panes: Pane<K, R>[] = [];
    const dropped: Dropped<K, T>[] = [];
    const output = {
      onPane: (pane: Pane<K, R>) => panes.push(pane),
      onDropped: (drop: Dropped<K, T>) => dropped.push(drop),
    };
    const engine = new Engine<K, T, R>(this.strategy, output, "cells");
    this.load(engine, state, item.key);
    this.moveClocks(engine, item);
    this.addElements(engine, item);
    return {
      key: item.key,
      state: this.store(engine),
      timers: engine.nextDue,
      panes,
      dropped,
      hold: engine.earliestHold(),
      counters: engine.counters,
    };
  }

  /**
   * An engine that stands where the stored state of a key does, to look at: for `explain` of `tidemark/why`.
   * Throws what `step` throws for a bad state.
   */
  look(state: KeyState | null, key: K): Engine<K, T, R> {
    const engine = new Engine<K, T, R>(this.strategy, { onPane: () => {} }, "cells");
    this.load(engine, state, key);
    return engine;
  }

  private load(engine: Engine<K, T, R>, state: KeyState | null, key: K): void {
    if (state === null) return;
    checkKeyState(state, key, this.fingerprint, shapeOf(engine));
    loadCells(engine, state);
  }

  /** Clocks move in a step of their own, so that timers due before the elements fire before them. */
  private moveClocks(engine: Engine<K, T, R>, item: WorkItem<K, T>): void {
    const { watermark = MIN_TIMESTAMP, processingTime = MIN_TIMESTAMP } = item;
    setOutputWatermark(engine, item);
    // What is not later would count as a clock that was moved back.
    const input = watermark > engine.watermark;
    const processing = processingTime > engine.processingTime;
    if (input && processing) engine.advance({ watermark, processingTime });
    else if (input) engine.advanceWatermark(watermark);
    else if (processing) engine.advanceProcessingTime(processingTime);
  }

  private addElements(
    engine: Engine<K, T, R>,
    { key, elements = [], ...item }: WorkItem<K, T>,
  ): void {
    if (elements.length === 0) return;
    setOutputWatermark(engine, item);
    const [only] = elements;
    if (only !== undefined && elements.length === 1) engine.add(key, only.value, only.timestamp);
    else engine.addBatch({ keys: elements.map(() => key), ...columnsOf(elements) });
  }

  private store(engine: Engine<K, T, R>): KeyState | null {
    const codec = new CellCodec(engine.core);
    const cells = engine.layout.places().map((place) => ownKeyRecord(codec.encode(place)));
    // What holds the output watermark, and since when, no key can tell.
    const { heldSince: _, ...clocks } = clocksOf(engine);
    const over = clocks.watermark === MAX_TIMESTAMP || !this.keepClocks;
    if (cells.length === 0 && over) return null;
    const { sequence } = engine.core;
    return { version: 1, strategy: this.fingerprint, clocks, sequence, cells };
  }
}

function setOutputWatermark<K extends Key, T, R>(
  engine: Engine<K, T, R>,
  { outputWatermark }: { readonly outputWatermark?: number },
): void {
  if (outputWatermark !== undefined) engine.core.outputWatermark = outputWatermark;
}

/**
 * Drives one work item over a host: load, step, commit. If anything throws, nothing has been
 * committed, and the item may be driven again.
 */
export function drive<K extends Key, T, R>(
  driver: Driver<K, T, R>,
  host: SyncHost<K, T, R>,
  item: WorkItem<K, T>,
): Commit<K, T, R> {
  const commit = driver.step(host.load(item.key), item);
  host.commit(commit);
  return commit;
}

/** `drive` over a host whose storage answers later. */
export async function driveAsync<K extends Key, T, R>(
  driver: Driver<K, T, R>,
  host: AsyncHost<K, T, R>,
  item: WorkItem<K, T>,
): Promise<Commit<K, T, R>> {
  const commit = driver.step(await host.load(item.key), item);
  await host.commit(commit);
  return commit;
}
