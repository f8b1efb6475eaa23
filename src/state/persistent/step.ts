import type { Dropped } from "../../panes/dropped.ts";
import { Engine } from "../../panes/engine.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import { CellCodec } from "../../panes/record.ts";
import { apply, type EngineEvent } from "../event.ts";
import { StepJournal } from "../journal.ts";
import { loadCells, withKeyRecord } from "../load.ts";
import { EngineState, park, parkedAt } from "./state.ts";

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

/** An engine that stands at a state; a state without one gets one from its records, and its steps are the same. */
function liveAt<K extends Key, T, R>(state: EngineState<K, T, R>): Live<K, T, R> {
  return (parkedAt(state) as Live<K, T, R> | null) ?? revive(state);
}

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
  const live = liveAt(state);
  // From here on the engine is no longer at `state`; if it throws, nobody may find it there.
  park(state, null);
  live.panes = [];
  live.dropped = [];
  apply(live.engine, event);
  const next = EngineState.of(live.engine, changed(state.cells, live));
  park(next, live);
  return { state: next, outputs: { panes: live.panes, dropped: live.dropped } };
}

/** The cells after what has been noted. */
function changed<K extends Key, T, R>(
  cells: EngineState<K, T, R>["cells"],
  { journal, codec }: Live<K, T, R>,
): EngineState<K, T, R>["cells"] {
  const notes = journal.take();
  const [only] = notes;
  if (only === undefined) return cells;
  // A batch of one would cost as much again.
  if (notes.length === 1 && only.place !== null)
    return cells.set(only.name, codec.encode(only.place));
  return cells.withMutations((map) => {
    for (const { name, place } of notes) {
      if (place === null) map.delete(name);
      else map.set(name, codec.encode(place));
    }
  });
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
  const live = liveAt(state);
  park(state, live);
  return live.engine;
}
