import { TidemarkError } from "../errors.ts";
import { Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import { type Output, sizeOf } from "../panes/output.ts";
import { CellCodec } from "../panes/record.ts";
import { type Strategy, strategyToJson } from "../panes/strategy.ts";
import { compareStrategies } from "./compare-strategies.ts";
import { clocksOf, loadCells, ownKeyRecord } from "./load.ts";
import { checkSnapshot, shapeOf } from "./snapshot-check.ts";
import { type Snapshot, SNAPSHOT_VERSION } from "./snapshot-format.ts";

/**
 * The engine's state as plain data, which shares nothing with the engine. Cost: all live windows.
 * Throws `NOT_SERIALISABLE` for values that JSON would change, and `ENGINE_BUSY` while results of a
 * step wait to be handed over.
 */
export function takeSnapshot<K extends Key, T, R>(engine: Engine<K, T, R>): Snapshot {
  if (engine.core.results.length > 0) throw undelivered(sizeOf(engine.core.results));
  const codec = new CellCodec(engine.core);
  return {
    format: "tidemark",
    version: SNAPSHOT_VERSION,
    strategy: strategyToJson(engine.strategy),
    clocks: clocksOf(engine),
    counters: engine.counters,
    sequence: engine.core.sequence,
    cells: engine.layout.places().map((place) => ownKeyRecord(codec.encode(place))),
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
  const checked = checkSnapshot(snapshot, shapeOf(engine));
  compareStrategies(checked.strategy, strategyToJson(strategy));
  engine.core.ledger.load(checked.counters);
  loadCells(engine, checked);
  return engine;
}

function undelivered(count: number): TidemarkError {
  return new TidemarkError(
    "ENGINE_BUSY",
    `${count} results of the last step have not been handed over; they would be in no snapshot.`,
    count,
    "Take the snapshot outside of callbacks, and after a callback that threw take another step first.",
  );
}
