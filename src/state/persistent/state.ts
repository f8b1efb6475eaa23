import { Map as PersistentMap } from "immutable";
import { type Clocks, Engine } from "../../panes/engine.ts";
import type { Key } from "../../panes/key.ts";
import type { Counters } from "../../panes/ledger.ts";
import { CellCodec, type CellRecord } from "../../panes/record.ts";
import { type Strategy, strategyToJson } from "../../panes/strategy.ts";
import { CellName } from "../cell-name.ts";
import { clocksOf, withKeyRecord } from "../load.ts";
import { restoreEngine } from "../snapshot.ts";
import { type Snapshot, SNAPSHOT_VERSION } from "../snapshot-format.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- states of all types
type AnyState = EngineState<any, any, any>;

/** Leaves something at a state, until it is taken away or the state is forgotten. */
export let park: (state: AnyState, live: unknown) => void;
export let parkedAt: (state: AnyState) => unknown;

/**
 * The state of an engine as an immutable value. Two states share what they have in common, so
 * keeping one costs what has changed since the last: branch from it, go back to it, compare it.
 */
export class EngineState<K extends Key, T, R> {
  readonly strategy: Strategy<T, R>;
  readonly clocks: Clocks;
  readonly counters: Counters;
  readonly sequence: number;
  /** By the name of key and window; in no order that means anything. */
  readonly cells: PersistentMap<CellName, CellRecord<K>>;
  /** What stands at this state, ready for its next step; it only saves work. A table of states would cost more than a step. */
  #parked: unknown = null;

  static {
    park = (state, live) => {
      state.#parked = live;
    };
    parkedAt = (state) => state.#parked;
  }

  private constructor(
    strategy: Strategy<T, R>,
    clocks: Clocks,
    counters: Counters,
    sequence: number,
    cells: PersistentMap<CellName, CellRecord<K>>,
  ) {
    this.strategy = strategy;
    this.clocks = clocks;
    this.counters = counters;
    this.sequence = sequence;
    this.cells = cells;
    Object.freeze(this);
  }

  /** The state before the first step. */
  static initial<K extends Key, T, R>(strategy: Strategy<T, R>): EngineState<K, T, R> {
    const engine = new Engine<K, T, R>(strategy, { onPane: () => {} });
    return EngineState.of(engine, PersistentMap());
  }

  /** The state of an engine whose cells are known. Cost: none that grows with them. */
  static of<K extends Key, T, R>(
    engine: Engine<K, T, R>,
    cells: PersistentMap<CellName, CellRecord<K>>,
  ): EngineState<K, T, R> {
    return new EngineState(
      engine.strategy,
      clocksOf(engine),
      engine.counters,
      engine.core.sequence,
      cells,
    );
  }

  /** Reads a snapshot of any backend. Errors as for `restoreEngine`. */
  static fromSnapshot<K extends Key, T, R>(
    strategy: Strategy<T, R>,
    snapshot: unknown,
  ): EngineState<K, T, R> {
    const engine = restoreEngine<K, T, R>(strategy, snapshot, { onPane: () => {} });
    return EngineState.of(engine, recordsOf(engine));
  }

  /** The same data as `takeSnapshot` of an engine in this state. Cost: all live windows. */
  toSnapshot(): Snapshot {
    return {
      format: "tidemark",
      version: SNAPSHOT_VERSION,
      strategy: strategyToJson(this.strategy),
      clocks: this.clocks,
      counters: this.counters,
      sequence: this.sequence,
      cells: this.records().map(withKeyRecord),
    };
  }

  /** All cells in the order of first sight. */
  records(): CellRecord<K>[] {
    return [...this.cells.values()].sort((a, b) => a.order - b.order);
  }
}

/** The records of all cells of an engine. Cost: all live windows. */
function recordsOf<K extends Key, T, R>(
  engine: Engine<K, T, R>,
): PersistentMap<CellName, CellRecord<K>> {
  const codec = new CellCodec(engine.core);
  return PersistentMap<CellName, CellRecord<K>>().withMutations((map) => {
    for (const place of engine.layout.places()) {
      const { key, span } = place;
      map.set(new CellName(key, span.start, span.end), codec.encode(place));
    }
  });
}
