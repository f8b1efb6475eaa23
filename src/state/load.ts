import { TidemarkError } from "../errors.ts";
import type { Cell } from "../panes/cell.ts";
import type { Clocks, Engine } from "../panes/engine.ts";
import { notKnown } from "../panes/instants.ts";
import type { Key } from "../panes/key.ts";
import { CellCodec, type CellRecord } from "../panes/record.ts";
import { decodeKey, encodeKey, type KeyRecord } from "./key-record.ts";

/** What snapshots and stored keys have in common. */
export interface StoredCells {
  readonly clocks: Clocks;
  readonly sequence: number;
  readonly cells: readonly CellRecord<KeyRecord>[];
}

/**
 * Puts stored cells and clocks into a new engine. The data have been checked; `INVALID_SNAPSHOT`
 * comes only from accumulators that the combiner cannot read.
 */
export function loadCells<K extends Key, T, R>(engine: Engine<K, T, R>, stored: StoredCells): void {
  const { core, layout } = engine;
  core.now.watermark = stored.clocks.watermark;
  core.now.processingTime = stored.clocks.processingTime;
  core.outputWatermark = stored.clocks.outputWatermark;
  if (core.now.watermark > core.outputWatermark)
    core.heldSince = stored.clocks.heldSince ?? notKnown;
  const codec = new CellCodec(core);
  for (const record of stored.cells) {
    const key = decodeKey(record.key) as K;
    const [start, end] = record.window;
    layout.restore(key, start, end, decodeCell(codec, record));
  }
  core.sequence = stored.sequence;
}

export function clocksOf<K extends Key, T, R>(engine: Engine<K, T, R>): Clocks {
  const { heldSince } = engine.core;
  const clocks = {
    watermark: engine.watermark,
    processingTime: engine.processingTime,
    outputWatermark: engine.outputWatermark,
  };
  return heldSince === null || heldSince === notKnown ? clocks : { ...clocks, heldSince };
}

/** A cell record whose key has been made fit for JSON. */
export function withKeyRecord(record: CellRecord): CellRecord<KeyRecord> {
  const { key } = record;
  return typeof key === "bigint" ? { ...record, key: encodeKey(key) } : { ...record, key };
}

/** The same of a record that nobody else has. */
export function ownKeyRecord(record: CellRecord): CellRecord<KeyRecord> {
  return typeof record.key === "bigint"
    ? withKeyRecord(record)
    : (record as CellRecord<Exclude<Key, bigint>>);
}

function decodeCell<K extends Key, T, R>(
  codec: CellCodec<K, T, R>,
  record: CellRecord<unknown>,
): Cell<unknown, R> {
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
