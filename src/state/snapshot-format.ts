import type { Clocks } from "../panes/engine.ts";
import type { Counters } from "../panes/ledger.ts";
import type { CellRecord } from "../panes/record.ts";
import type { StrategyJson } from "../panes/strategy.ts";
import type { KeyRecord } from "./key-record.ts";

/** The version of the snapshot format that this version of the library writes. */
export const SNAPSHOT_VERSION = 1;

/**
 * Everything an engine knows, as plain JSON data: contents, trigger state, pane counters, holds and
 * both clocks. Timers follow from it. Restoring it at any point changes nothing afterwards.
 */
export interface Snapshot {
  readonly format: "tidemark";
  readonly version: typeof SNAPSHOT_VERSION;
  readonly strategy: StrategyJson;
  readonly clocks: Clocks;
  readonly counters: Counters;
  /** How many cells have ever been made: the next place in the order of first sight. */
  readonly sequence: number;
  /** In the order of first sight. */
  readonly cells: readonly CellRecord<KeyRecord>[];
}
