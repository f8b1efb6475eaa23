import { TidemarkError } from "../errors.ts";
import { type Clocks, Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import type { Output } from "../panes/output.ts";
import { CellCodec, type CellRecord } from "../panes/record.ts";
import { type Strategy, strategyToJson } from "../panes/strategy.ts";
import { compareStrategies } from "./compare-strategies.ts";
import { decodeKey, encodeKey, type KeyRecord } from "./key-record.ts";
import { checkSnapshot } from "./snapshot-check.ts";
import { type Snapshot, SNAPSHOT_VERSION } from "./snapshot-format.ts";

/**
 * The engine's state as plain data, which shares nothing with the engine. Cost: all live windows.
 * Throws `NOT_SERIALISABLE` for values that JSON would change.
 */
export function takeSnapshot<K extends Key, T, R>(engine: Engine<K, T, R>): Snapshot {
  const codec = new CellCodec(engine.core);
  return {
    ...snapshotHead(engine),
    cells: engine.plan.places().map((place) => withKeyRecord(codec.encode(place))),
  };
}

/** A snapshot without its cells. */
export function snapshotHead<K extends Key, T, R>(
  engine: Engine<K, T, R>,
): Omit<Snapshot, "cells"> {
  return {
    format: "tidemark",
    version: SNAPSHOT_VERSION,
    strategy: strategyToJson(engine.strategy),
    clocks: clocksOf(engine),
    counters: engine.counters,
    sequence: engine.core.sequence,
  };
}

/**
 * An engine in the state of a snapshot. Throws `INVALID_SNAPSHOT` for data that no engine can have
 * written, and `STRATEGY_MISMATCH`, naming the difference, for one of another strategy.
 */
export function restoreEngine<K extends Key, T, R>(
  strategy: Strategy<T, R>,
  snapshot: unknown,
  output: Output<K, T, R>,
): Engine<K, T, R> {
  const engine = new Engine<K, T, R>(strategy, output);
  const checked = checkSnapshot(snapshot, engine.core.trigger.blank.length);
  compareStrategies(checked.strategy, strategyToJson(strategy));
  loadEngine(engine, checked);
  return engine;
}

/** Puts a validated snapshot's state into a new engine. */
export function loadEngine<K extends Key, T, R>(engine: Engine<K, T, R>, snapshot: Snapshot): void {
  const { core, plan } = engine;
  setClocks(engine, snapshot.clocks);
  core.ledger.load(snapshot.counters);
  const codec = new CellCodec(core);
  for (const record of snapshot.cells) {
    const key = decodeKey(record.key) as K;
    plan.restore(key, record.window[0], record.window[1], decodeCell(codec, { ...record, key }));
  }
  core.sequence = snapshot.sequence;
  core.settle();
}

/** The clocks of an engine that has no cells yet. */
export function setClocks<K extends Key, T, R>(engine: Engine<K, T, R>, clocks: Clocks): void {
  engine.core.now.watermark = clocks.watermark;
  engine.core.now.processingTime = clocks.processingTime;
  engine.core.outputWatermark = clocks.outputWatermark;
}

export function clocksOf<K extends Key, T, R>(engine: Engine<K, T, R>): Clocks {
  return {
    watermark: engine.watermark,
    processingTime: engine.processingTime,
    outputWatermark: engine.outputWatermark,
  };
}

/** A cell record whose key has been made fit for JSON. */
export function withKeyRecord(record: CellRecord): CellRecord<KeyRecord> {
  return { ...record, key: encodeKey(record.key) };
}

function decodeCell<K extends Key, T, R>(
  codec: CellCodec<K, T, R>,
  record: CellRecord<K>,
): ReturnType<CellCodec<K, T, R>["decode"]> {
  try {
    return codec.decode(record);
  } catch (error) {
    throw new TidemarkError(
      "INVALID_SNAPSHOT",
      `The snapshot has an accumulator that the combiner cannot read (${error instanceof Error ? error.message : String(error)}).`,
      record,
    );
  }
}
