import type { Dropped } from "../../panes/dropped.ts";
import { Engine } from "../../panes/engine.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import { CellCodec } from "../../panes/record.ts";
import { apply, type EngineEvent } from "../event.ts";
import { StepJournal } from "../journal.ts";
import { loadCells, withKeyRecord } from "../load.ts";
import { EngineState } from "./state.ts";

/** What one step made. */
export interface StepOutputs<K extends Key, T, R> {
  readonly panes: readonly Pane<K, R>[];
  readonly dropped: readonly Dropped<K, T>[];
}

/** A state and what came out on the way to it. */
export interface StepResult<K extends Key, T, R> {
  readonly state: EngineState<K, T, R>;
  readonly outputs: StepOutputs<K, T, R>;
}

/** An engine that stands at some state, with its changes noted. */
interface Live<K extends Key, T, R> {
  readonly engine: Engine<K, T, R>;
  readonly codec: CellCodec<K, T, R>;
  readonly journal: StepJournal<K, R>;
  panes: Pane<K, R>[];
  dropped: Dropped<K, T>[];
}

/**
 * Engines that stand at a state, ready for its next step. They only save work: a state without one
 * gets one from its records, and what a step returns is the same either way.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- states of all types share the table
const liveAt = new WeakMap<object, Live<any, any, any>>();

/**
 * One step of the engine as a pure function: the state after `event`, and what the step made. It
 * executes nothing, reads no clock, and leaves `state` as it was, valid for any other future.
 *
 * The next step of the newest state costs what it touches; the first step of an older one costs all
 * its live windows, once for each branch. Throws what `Engine.add` and `Engine.advance` throw, and
 * `NOT_SERIALISABLE` for values that need a codec.
 */
export function step<K extends Key, T, R>(
  state: EngineState<K, T, R>,
  event: EngineEvent<K, T>,
): StepResult<K, T, R> {
  const live: Live<K, T, R> = liveAt.get(state) ?? revive(state);
  // From here on the engine is no longer at `state`; if it throws, nobody may find it there.
  liveAt.delete(state);
  live.panes = [];
  live.dropped = [];
  apply(live.engine, event);
  const cells = state.cells.withMutations((map) => {
    for (const { name, place } of live.journal.take()) {
      if (place === null) map.delete(name);
      else map.set(name, live.codec.encode(place));
    }
  });
  const next = EngineState.of(live.engine, cells);
  liveAt.set(next, live);
  return { state: next, outputs: { panes: live.panes, dropped: live.dropped } };
}

function revive<K extends Key, T, R>(state: EngineState<K, T, R>): Live<K, T, R> {
  const output = {
    onPane: (pane: Pane<K, R>) => live.panes.push(pane),
    onDropped: (dropped: Dropped<K, T>) => live.dropped.push(dropped),
  };
  const engine = new Engine<K, T, R>(state.strategy, output, "cells");
  const codec = new CellCodec(engine.core);
  const live: Live<K, T, R> = { engine, codec, journal: new StepJournal(), panes: [], dropped: [] };
  engine.core.ledger.load(state.counters);
  const { clocks, sequence } = state;
  loadCells(engine, { clocks, sequence, cells: state.records().map(withKeyRecord) });
  engine.core.journal = live.journal;
  return live;
}

/** An engine of its own that stands at a state, to look at: for `explain` of `tidemark/why`. */
export function look<K extends Key, T, R>(state: EngineState<K, T, R>): Engine<K, T, R> {
  return revive(state).engine;
}

/** The engine that stands at a state, for looking at it; must not be stepped. */
export function viewOf<K extends Key, T, R>(state: EngineState<K, T, R>): Engine<K, T, R> {
  let live: Live<K, T, R> | undefined = liveAt.get(state);
  if (live === undefined) {
    live = revive(state);
    liveAt.set(state, live);
  }
  return live.engine;
}
