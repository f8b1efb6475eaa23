import { show, TidemarkError } from "../errors.ts";
import type { Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import { isInstant, saturatingAdd } from "../watermark/time.ts";
import { compareWindows, interval, type Window } from "../windows/interval.ts";
import type { Merge } from "../windows/window-fn.ts";
import { decodeKey } from "./key-record.ts";
import type { Snapshot } from "./snapshot-format.ts";

/** What a strategy lets one know of the cells under it. */
export interface SnapshotShape {
  /** How many numbers the trigger keeps of a window; 0 if it keeps nothing. */
  readonly triggerSize: number;
  /** Whether these may be other than whole numbers. */
  readonly keepsFractions: boolean;
  readonly allowedLatenessMs: number;
  /** What still merges among a key's open windows, which must be nothing. */
  readonly merge: ((windows: readonly Window[]) => readonly Merge[]) | null;
}

export function shapeOf<K extends Key, T, R>({ core, strategy }: Engine<K, T, R>): SnapshotShape {
  const { windows } = strategy;
  return {
    triggerSize: core.trigger.watchesElements ? core.trigger.blank.length : 0,
    keepsFractions: core.trigger.keepsFractions,
    allowedLatenessMs: core.allowedLatenessMs,
    merge: windows.shape === "merging" ? (all) => windows.merge(all) : null,
  };
}

/**
 * A snapshot that an engine can have written, or `INVALID_SNAPSHOT` with the path and the value of
 * what is wrong. Nothing is taken on trust: the data may be truncated, altered or hostile.
 */
export function checkSnapshot(input: unknown, shape: SnapshotShape): Snapshot {
  const snapshot = checkRecord(input, "the snapshot", { format: "tidemark", version: 1 });
  object(field(snapshot, "strategy"), "strategy");
  const watermark = checkClocks(snapshot);
  checkCounters(object(field(snapshot, "counters"), "counters"));
  checkCells(snapshot, checkWhole(snapshot, "sequence"), shape, watermark);
  return input as Snapshot;
}

/** An object with the given fixed fields. */
export function checkRecord(
  input: unknown,
  what: string,
  fixed: Readonly<Record<string, unknown>>,
): object {
  const record = object(input, what);
  for (const [name, value] of Object.entries(fixed)) {
    if (field(record, name) !== value) wrong(name, field(record, name), JSON.stringify(value));
  }
  return record;
}

/** Checks `clocks`, and returns the input watermark. */
export function checkClocks(record: object): number {
  const clocks = object(field(record, "clocks"), "clocks");
  for (const clock of ["watermark", "processingTime", "outputWatermark"]) {
    instant(field(clocks, clock), `clocks.${clock}`);
  }
  const heldSince = field(clocks, "heldSince");
  if (heldSince !== undefined) {
    const since = object(heldSince, "clocks.heldSince");
    for (const clock of ["watermark", "processingTime"])
      instant(field(since, clock), `clocks.heldSince.${clock}`);
  }
  return field(clocks, "watermark") as number;
}

export function checkWhole(record: object, name: string): number {
  return whole(field(record, name), name);
}

/**
 * Checks `cells`: each sound and not expired, in order, each of its own key and window, and open
 * windows of one key with nothing left to merge.
 */
export function checkCells(
  record: object,
  sequence: number,
  shape: SnapshotShape,
  watermark: number,
): void {
  let order = -1;
  const seen = new SeenCells();
  const open = new Map<Key, Window[]>();
  list(field(record, "cells"), "cells").forEach((cell, at) => {
    const own = checkCellAt(cell, at, shape, watermark);
    if (own.order <= order || own.order >= sequence) {
      wrong(`cells[${at}].order`, own.order, `more than ${order} and less than ${sequence}`);
    }
    if (!seen.add(own)) wrong(`cells[${at}]`, cell, "a cell of its own");
    order = own.order;
    if (own.open && shape.merge !== null)
      open.set(own.key, [...(open.get(own.key) ?? []), interval(own.start, own.end)]);
  });
  for (const [key, windows] of open) {
    const left = shape.merge?.(windows.sort(compareWindows)) ?? [];
    if (left.length > 0) wrong(`cells of ${show(key)}`, left, "windows that do not merge");
  }
}

function checkCounters(counters: object): void {
  for (const name of [
    "read",
    "unassigned",
    "assignments",
    "late",
    "closed",
    "unfired",
    "retractions",
  ]) {
    whole(field(counters, name), `counters.${name}`);
  }
  const panes = object(field(counters, "panes"), "counters.panes");
  for (const name of ["early", "onTime", "late"])
    whole(field(panes, name), `counters.panes.${name}`);
  const regressions = object(field(counters, "regressions"), "counters.regressions");
  for (const name of ["watermark", "processingTime"])
    whole(field(regressions, name), `counters.regressions.${name}`);
}

interface CheckedCell {
  readonly key: Key;
  readonly start: number;
  readonly end: number;
  readonly order: number;
  readonly open: boolean;
}

/** The places of cells: the keys of each window. */
class SeenCells {
  private readonly byStart: Map<number, Map<number, Set<Key>>> = new Map();
  /** The last window, which mostly is that of the next cell too. */
  private start = Number.NaN;
  private end = Number.NaN;
  private keys: Set<Key> = new Set();

  /** False if there is one already. */
  add({ key, start, end }: CheckedCell): boolean {
    if (start !== this.start || end !== this.end) this.moveTo(start, end);
    const { size } = this.keys;
    this.keys.add(key);
    return this.keys.size > size;
  }

  private moveTo(start: number, end: number): void {
    let byEnd = this.byStart.get(start);
    if (byEnd === undefined) this.byStart.set(start, (byEnd = new Map()));
    let keys = byEnd.get(end);
    if (keys === undefined) byEnd.set(end, (keys = new Set()));
    this.start = start;
    this.end = end;
    this.keys = keys;
  }
}

/** Names of places are made only for a cell that is not sound: they would be most of the cost. */
function checkCellAt(
  cell: unknown,
  at: number,
  shape: SnapshotShape,
  watermark: number,
): CheckedCell {
  try {
    return checkCell(object(cell, ""), "", shape, watermark);
  } catch {
    const path = `cells[${at}]`;
    return checkCell(object(cell, path), path, shape, watermark);
  }
}

function checkCell(
  cell: object,
  path: string,
  shape: SnapshotShape,
  watermark: number,
): CheckedCell {
  const key = decodeKey(field(cell, "key"));
  if (key === undefined) wrong(`${path}.key`, field(cell, "key"), "a key");
  const [start, end] = checkWindow(field(cell, "window"), `${path}.window`);
  if (saturatingAdd(end, shape.allowedLatenessMs) <= watermark) {
    wrong(`${path}.window`, [start, end], `a window that has not expired at ${watermark}`);
  }
  const order = whole(field(cell, "order"), `${path}.order`);
  const closed = field(cell, "closed");
  if (closed !== undefined && closed !== true) wrong(`${path}.closed`, closed, "true or absent");
  if (closed === undefined) checkOpenCell(cell, path, shape);
  return {
    key,
    start,
    end,
    order,
    open: closed === undefined,
  };
}

function checkOpenCell(cell: object, path: string, shape: SnapshotShape): void {
  if (field(cell, "accumulator") === undefined)
    wrong(`${path}.accumulator`, undefined, "an accumulator");
  whole(field(cell, "fresh"), `${path}.fresh`);
  const hold = field(cell, "hold");
  if (hold !== undefined) instant(hold, `${path}.hold`);
  checkTrigger(field(cell, "trigger"), `${path}.trigger`, shape);
  const past = field(cell, "past");
  if (past !== undefined) checkPast(object(past, `${path}.past`), `${path}.past`);
}

function checkTrigger(
  trigger: unknown,
  path: string,
  { triggerSize: size, keepsFractions }: SnapshotShape,
): void {
  if (size === 0 && trigger === undefined) return;
  if (!Array.isArray(trigger) || trigger.length !== size)
    return wrong(path, trigger, `${size} numbers`);
  for (let at = 0; at < size; at++) {
    const slot: unknown = trigger[at];
    if (slot === null || (keepsFractions ? Number.isFinite(slot) : isInstant(slot))) continue;
    wrong(`${path}[${at}]`, slot, keepsFractions ? "a number or null" : "an integer or null");
  }
}

function checkPast(past: object, path: string): void {
  whole(field(past, "index"), `${path}.index`, -1);
  whole(field(past, "onTimeIndex"), `${path}.onTimeIndex`, -1);
  const emitted = field(past, "emitted");
  if (emitted !== null) checkPane(object(emitted, `${path}.emitted`), `${path}.emitted`);
  list(field(past, "owed"), `${path}.owed`).forEach((pane, at) => {
    checkPane(object(pane, `${path}.owed[${at}]`), `${path}.owed[${at}]`);
  });
  checkWindows(field(past, "replaces"), `${path}.replaces`);
}

function checkPane(pane: object, path: string): void {
  checkWindow(field(pane, "window"), `${path}.window`);
  if (field(pane, "value") === undefined) wrong(`${path}.value`, undefined, "a value");
  instant(field(pane, "timestamp"), `${path}.timestamp`);
  const timing = field(pane, "timing");
  if (timing !== "early" && timing !== "onTime" && timing !== "late")
    wrong(`${path}.timing`, timing, "early, onTime or late");
  whole(field(pane, "index"), `${path}.index`);
  whole(field(pane, "onTimeIndex"), `${path}.onTimeIndex`, -1);
  if (typeof field(pane, "last") !== "boolean")
    wrong(`${path}.last`, field(pane, "last"), "true or false");
  checkWindows(field(pane, "replaces"), `${path}.replaces`);
}

function checkWindows(windows: unknown, path: string): void {
  list(windows, path).forEach((window, at) => {
    checkWindow(window, `${path}[${at}]`);
  });
}

function checkWindow(window: unknown, path: string): readonly [number, number] {
  if (!Array.isArray(window) || window.length !== 2) return wrong(path, window, "[start, end]");
  const start: unknown = window[0];
  const end: unknown = window[1];
  if (!isInstant(start) || !isInstant(end) || start >= end) wrong(path, window, "[start, end]");
  return [start, end];
}

function field(of: object, name: string): unknown {
  return Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : undefined;
}

function object(value: unknown, path: string): object {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    wrong(path, value, "an object");
  return value;
}

function list(value: unknown, path: string): readonly unknown[] {
  // Array.from turns holes, which no JSON text has, into values that are then refused.
  return Array.isArray(value) ? Array.from(value) : wrong(path, value, "a list");
}

function whole(value: unknown, path: string, least = 0): number {
  if (!Number.isSafeInteger(value) || (value as number) < least)
    wrong(path, value, `a whole number from ${least}`);
  return value as number;
}

function instant(value: unknown, path: string): void {
  if (!isInstant(value)) wrong(path, value, "integer milliseconds");
}

function wrong(path: string, value: unknown, expected: string): never {
  throw new TidemarkError(
    "INVALID_SNAPSHOT",
    `At ${path} the snapshot has ${show(value)} where ${expected} is expected.`,
    value,
  );
}
