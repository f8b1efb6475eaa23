import { show, TidemarkError } from "../../errors.ts";
import type { EventTime } from "../../watermark/time.ts";
import { interval, type Window } from "../../windows/interval.ts";
import type { ConsecutiveWindowFn, PeriodicWindowFn } from "../../windows/window-fn.ts";
import type { Cell } from "../cell.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { Bundle, CodedBundle, Place, Plan } from "../plan.ts";
import type { Span } from "../span.ts";
import { ColumnRow } from "./column-row.ts";
import { Columns } from "./columns.ts";
import { Endings } from "./endings.ts";
import { CodedKeys, type KeyColumn, PlainKeys } from "./key-column.ts";
import { KeyIds, PATIENCE } from "./key-ids.ts";

/** So many lines are little. */
const MANY = 1_000;

/** What both kinds of bundles have. */
type Elements<T> = Pick<Bundle<Key, T>, "timestamps" | "values">;

/**
 * Windows that do not overlap, and of which nobody wants to know before their end (see
 * `whyNotColumnar`). Until then a window is a few columns of numbers and one of contents, with a line
 * for each key. A key is looked up once for all windows, and has the same id in each; of a batch each
 * column is gone through by itself.
 *
 * Nothing tells the keys of such a window apart but their contents and how many elements they have.
 * So at the end all are due or none, and what becomes of the first becomes of each. A key that is
 * late then gets a cell, made right before from its line.
 */
export class ColumnWindows<K extends Key, T, R> implements Plan<K, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly windows: PeriodicWindowFn | ConsecutiveWindowFn;
  private readonly ids: KeyIds<K> = new KeyIds();
  private readonly endings: Endings<K, T, R>;
  private readonly rows: Map<EventTime, ColumnRow<K, T, R>> = new Map();
  /** The last row used, while it has not ended. */
  private current: ColumnRow<K, T, R> | null = null;
  /** The one before: elements that are out of order go back and forth. */
  private previous: ColumnRow<K, T, R> | null = null;
  /** The last key that was looked up in it, and its line; asked as long as that pays. */
  private lastKey: K | null = null;
  private lastLine = 0;
  private tries = 0;
  private rowsMade = 0;
  /** How many lines all rows have. */
  private live = 0;
  /** Columns to be used again, and how many lines they have room for. */
  private readonly spares: Columns<T>[] = [];
  private spareLines = 0;
  /** How many lines the row had that was dropped last. */
  private expected = 0;
  private coded: CodedKeys<K> | null = null;
  /** The ids, then the lines, of a run of elements. */
  private list: Int32Array = new Int32Array(0);
  private touched: Place<K, R>[] = [];
  quiet = 0;

  constructor(
    core: Core<K, T, R>,
    windows: PeriodicWindowFn | ConsecutiveWindowFn,
    keepsCells: boolean,
  ) {
    this.core = core;
    this.windows = windows;
    this.endings = new Endings(core, this.ids, keepsCells);
  }

  addQuietly(key: K, value: T, timestamp: EventTime): boolean {
    const row = this.current;
    if (row !== null && timestamp >= row.start && timestamp < row.end) {
      this.quiet += 1;
      this.put(row, key, value);
      return true;
    }
    if (!this.goBack(timestamp)) return false;
    this.quiet += 1;
    this.put(this.current as ColumnRow<K, T, R>, key, value);
    return true;
  }

  /** Whether an element is in the previous row, which then is the current one. */
  private goBack(timestamp: EventTime): boolean {
    const { previous } = this;
    if (previous === null || timestamp < previous.start || timestamp >= previous.end) return false;
    this.setCurrent(previous);
    return true;
  }

  private put({ columns }: ColumnRow<K, T, R>, key: K, value: T): void {
    const line = this.tries > 0 && key === this.lastKey ? this.lastLine : this.lineOf(columns, key);
    columns.counts[line] = (columns.counts[line] as number) + 1;
    columns.contents.add(line, value);
  }

  private lineOf(columns: Columns<T>, key: K): number {
    const { ids } = this;
    const id = ids.of(key);
    let line = columns.lineOf(id, ids.bound);
    if (line < 0) {
      line = columns.begin(id, this.core.sequence++, ids.bound);
      this.live += 1;
    }
    if (this.tries > 0) {
      this.tries -= 1;
      this.lastKey = key;
      this.lastLine = line;
    }
    return line;
  }

  /** The row that most elements to come are thought to be of. */
  private setCurrent(row: ColumnRow<K, T, R>): void {
    this.previous = this.current;
    this.current = row;
    this.lastKey = null;
    this.tries = PATIENCE;
  }

  add(key: K, value: T, timestamp: EventTime): void {
    this.assign(key, value, timestamp);
    if (this.touched.length > 0) this.askTouched();
  }

  readonly refusesKeys = true;

  get latest(): Window | null {
    return this.current;
  }

  addBundle(bundle: Bundle<K, T>, inLatest: boolean): void {
    this.addAll(new PlainKeys(bundle.keys, this.ids), bundle, inLatest);
  }

  addCoded(bundle: CodedBundle<K, T>, inLatest: boolean): void {
    const { dictionary, codes } = bundle;
    if (this.coded?.dictionary !== dictionary) this.coded = new CodedKeys(dictionary, this.ids);
    this.addAll(this.coded.use(codes), bundle, inLatest);
  }

  private addAll(keys: KeyColumn<K>, { timestamps, values }: Elements<T>, inLatest: boolean): void {
    const { length } = timestamps;
    if (this.list.length < length) this.list = new Int32Array(length);
    keys.ids(this.list);
    let at = 0;
    while (at < length) {
      const row = this.current;
      let end = at;
      if (row !== null) end = inLatest ? length : endOfRun(row, timestamps, at);
      if (row !== null && end > at) {
        this.addRun(row, values, at, end);
        at = end;
      } else if (!this.goBack((timestamps[at] as EventTime) + 0)) {
        this.assign(keys.at(at), values[at] as T, (timestamps[at] as EventTime) + 0);
        at += 1;
      }
    }
    if (this.touched.length > 0) this.askTouched();
  }

  /** Adds the elements between two places, which all are of a row that has not ended. */
  private addRun({ columns }: ColumnRow<K, T, R>, values: ArrayLike<T>, from: number, to: number) {
    const { core, ids, list } = this;
    // Counted first, so that a combiner that throws is known to have left a step half done.
    core.ledger.read += to - from;
    core.ledger.assignments += to - from;
    const order = core.sequence;
    core.sequence = columns.countEach(list, from, to, ids.bound, order);
    this.live += core.sequence - order;
    columns.contents.addEach(list, values, from, to);
  }

  /** An element of another window than the last one. */
  private assign(key: K, value: T, timestamp: EventTime): void {
    const { core } = this;
    const [window] = this.windows.assign(timestamp, value);
    core.ledger.read += 1;
    if (window === undefined) {
      core.ledger.unassigned += 1;
      core.drop({ reason: "unassigned", key, value, timestamp, window: null });
      return;
    }
    core.ledger.assignments += 1;
    if (core.now.watermark >= core.expiryOf(window.end)) {
      core.dropLate(key, value, timestamp, window);
      return;
    }
    const row = this.rows.get(window.start) ?? this.makeRow(window);
    if (row.ended) {
      this.addLate(row, key, value, timestamp);
      return;
    }
    this.setCurrent(row);
    this.put(row, key, value);
  }

  private addLate(row: ColumnRow<K, T, R>, key: K, value: T, timestamp: EventTime): void {
    const { core } = this;
    let cell = row.cells.get(key);
    if (cell === undefined) {
      cell = this.cellOf(row, key) ?? core.makeCell();
      row.put(key, cell);
    }
    if (cell.closed) {
      core.drop({ reason: "closed", key, value, timestamp, window: interval(row.start, row.end) });
      return;
    }
    core.accumulate(row, key, cell, value, timestamp);
    if (cell.step === core.step) return;
    cell.step = core.step;
    this.touched.push({ span: row, key, cell });
  }

  /** A cell for a key that a row has a line of. */
  private cellOf(row: ColumnRow<K, T, R>, key: K): Cell<unknown, R> | null {
    const id = this.ids.find(key);
    const line = id < 0 ? -1 : row.columns.lineOf(id, this.ids.bound);
    return line < 0 ? null : this.endings.cellOf(row, line);
  }

  private askTouched(): void {
    const { touched } = this;
    this.touched = [];
    for (const { span, key, cell } of touched) this.core.ask(span, key, cell);
  }

  onAlarm(span: Span): void {
    const row = span as ColumnRow<K, T, R>;
    const { core } = this;
    if (row === this.current) this.current = null;
    if (row === this.previous) this.previous = null;
    if (core.now.watermark >= row.expiry) {
      this.endings.expire(row);
      this.dropRow(row);
      return;
    }
    row.ended = true;
    if (core.trigger.watchesWatermark) this.endings.fire(row);
    if (row.fired === null) row.held += row.columns.size;
    core.holds.ended(row);
    row.alarm = row.expiry;
    core.agenda.watch(row);
  }

  onDeadline(span: Span, key: K, cell: Cell<unknown, R>): void {
    this.core.ask(span, key, cell);
  }

  private makeRow(window: Window): ColumnRow<K, T, R> {
    const { core } = this;
    const ended = core.now.watermark >= window.end;
    const columns =
      this.takeSpare() ?? new Columns<T>(core.combine, ended ? 0 : this.expected, this.ids.bound);
    const expiry = core.expiryOf(window.end);
    const row = new ColumnRow<K, T, R>(window, expiry, ended, this.rowsMade++, columns);
    this.rows.set(window.start, row);
    core.agenda.watch(row);
    return row;
  }

  private dropRow(row: ColumnRow<K, T, R>): void {
    const { rows, ids } = this;
    row.dead = true;
    rows.delete(row.start);
    const { columns } = row;
    this.expected = columns.size;
    // What has just been there may well come again.
    if (rows.size === 0) ids.clear();
    else if (ids.size > 2 * this.live + 1_000) this.forget();
    this.live -= columns.size;
    // Many that are small, or one or two that are not.
    if (this.spareLines > 2 * Math.max(columns.capacity, MANY)) return;
    columns.clear();
    this.spares.push(columns);
    this.spareLines += columns.capacity;
  }

  private takeSpare(): Columns<T> | null {
    const spare = this.spares.pop();
    if (spare === undefined) return null;
    this.spareLines -= spare.capacity;
    return spare;
  }

  /** Forgets the keys that no window has. */
  private forget(): void {
    const wanted = new Uint8Array(this.ids.bound);
    for (const { columns } of this.rows.values())
      for (let line = 0; line < columns.size; line++) wanted[columns.ids[line] as number] = 1;
    this.ids.keepOnly(wanted);
  }

  /** One for each assignment that was not late. */
  get cellReads(): number {
    const { assignments, late } = this.core.ledger;
    return this.quiet + assignments - late;
  }

  places(): Place<K, R>[] {
    const { ids } = this;
    const places: Place<K, R>[] = [];
    for (const row of this.rows.values()) {
      const { cells, columns } = row;
      for (const [key, cell] of cells) places.push({ span: row, key, cell });
      for (let line = 0; line < columns.size; line++) {
        const key = ids.keys[columns.ids[line] as number] as K;
        if (!cells.has(key)) places.push({ span: row, key, cell: this.endings.cellOf(row, line) });
      }
    }
    return places.sort((a, b) => a.cell.order - b.cell.order);
  }

  placesOf(key: K): Place<K, R>[] {
    const places: Place<K, R>[] = [];
    for (const row of this.rows.values()) {
      const cell = row.cells.get(key) ?? this.cellOf(row, key);
      if (cell !== null) places.push({ span: row, key, cell });
    }
    return places.sort((a, b) => a.cell.order - b.cell.order);
  }

  restore(key: K, start: EventTime, end: EventTime, cell: Cell<unknown, R>): void {
    const row = this.rows.get(start) ?? this.makeRow(interval(start, end));
    if (row.ended) {
      row.put(key, cell);
      this.core.adopt(row, key, cell);
      return;
    }
    if (row.end !== end || !this.isPending(row, cell)) refuse(key, start, end);
    const { columns } = row;
    const line = columns.begin(this.ids.of(key), cell.order, this.ids.bound);
    this.live += 1;
    columns.counts[line] = cell.fresh;
    columns.contents.set(line, cell.accumulator);
  }

  /** Whether a cell of a row that has not ended is as any engine leaves one. */
  private isPending({ start, end }: Span, cell: Cell<unknown, R>): boolean {
    const [window] = this.windows.assign(start, null);
    const { trigger, combine } = this.core;
    return (
      window?.start === start &&
      window.end === end &&
      cell.fresh > 0 &&
      cell.hold === end - 1 &&
      cell.past === null &&
      !cell.closed &&
      cell.trigger.every((slot, at) => slot === trigger.blank[at]) &&
      (combine.numbers === undefined || typeof cell.accumulator === "number")
    );
  }
}

function refuse(key: Key, start: EventTime, end: EventTime): never {
  throw new TidemarkError(
    "INVALID_SNAPSHOT",
    `The snapshot says of the key ${show(key)} in [${start}, ${end}), which has not ended, what cannot be: ` +
      "it has emitted a pane, is without elements, or is no window of the strategy. " +
      "Take snapshots with takeSnapshot only.",
    { key, window: [start, end] },
  );
}

/** The place after the last of the elements from one on that are of a row. */
function endOfRun({ start, end }: Span, timestamps: ArrayLike<EventTime>, from: number): number {
  let at = from;
  for (; at < timestamps.length; at++) {
    const timestamp = timestamps[at] as EventTime;
    if (timestamp < start || timestamp >= end) break;
  }
  return at;
}
