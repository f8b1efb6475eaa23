import type { Combiner } from "../combine/combine-fn.ts";
import type { EventTime } from "../watermark/time.ts";
import { GLOBAL_WINDOW, interval, type Window } from "../windows/interval.ts";
import type { ConsecutiveWindowFn, PeriodicWindowFn, PlainWindowFn } from "../windows/window-fn.ts";
import { type Cell, NONE } from "./cell.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import type { Bundle, Place, Plan } from "./plan.ts";
import { Row, type Span } from "./span.ts";
import { Waiting } from "./waiting.ts";

/**
 * One cell for each key and window, laid out window first: a window is a row with a map of its
 * keys. An element of the newest row costs one hash look-up, a window has one alarm however many
 * keys it has, and expiry drops one map.
 */
export class Buckets<K extends Key, T, R> implements Plan<K, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly combine: Combiner<T, R>;
  private readonly windows: PeriodicWindowFn | ConsecutiveWindowFn | PlainWindowFn<T>;
  /** Whether every element has exactly one window, and windows do not overlap. */
  private readonly disjoint: boolean;
  private readonly holdsByWindow: boolean;
  private readonly rows: Map<EventTime, Row<K, unknown, R>> = new Map();
  /** The last row used, while it has not ended: what falls into it is neither late nor expired. */
  private current: Row<K, unknown, R> | null = null;
  /** The last row used that had ended, while it has not expired: late elements come together. */
  private endedRow: Row<K, unknown, R> | null = null;
  /** The same as `current`, while what falls into it may be quiet. */
  private quietRow: Row<K, unknown, R> | null = null;
  private rowsMade = 0;
  quiet = 0;
  private readonly waiting: Waiting<K, T, R>;

  constructor(
    core: Core<K, T, R>,
    windows: PeriodicWindowFn | ConsecutiveWindowFn | PlainWindowFn<T>,
  ) {
    this.core = core;
    this.combine = core.combine;
    this.waiting = new Waiting(core);
    this.windows = windows;
    this.holdsByWindow = core.holdsByWindow;
    this.disjoint =
      windows.shape === "periodic"
        ? windows.sizeMs === windows.periodMs
        : windows.kind === "global" || windows.consecutive === true;
  }

  addQuietly(key: K, value: T, timestamp: EventTime): boolean {
    const row = this.quietRow;
    if (row === null || timestamp < row.start || timestamp >= row.end) return false;
    const cell = row.cells.get(key);
    if (cell === undefined || cell.untold + 1 >= cell.patience) return false;
    if (!this.holdsByWindow || cell.hold === NONE) {
      if (!this.core.holdQuietly(row, cell, timestamp)) return false;
    }
    this.quiet += 1;
    cell.untold += 1;
    cell.fresh += 1;
    cell.accumulator = this.combine.add(cell.accumulator, value);
    return true;
  }

  add(key: K, value: T, timestamp: EventTime): void {
    const row = this.lastRowOf(timestamp);
    if (row === null) {
      this.assign(key, value, timestamp, null);
      this.waiting.askAll();
      return;
    }
    const { core } = this;
    core.ledger.read += 1;
    const cell = this.put(row, key, value, timestamp);
    if (cell !== null && core.mayFire(row) && core.mustAsk(row, cell)) core.ask(row, key, cell);
  }

  /** The only window of an instant, if it is one of those that were used last. */
  private lastRowOf(timestamp: EventTime): Row<K, unknown, R> | null {
    const { current, endedRow } = this;
    if (current !== null && timestamp >= current.start && timestamp < current.end) return current;
    if (endedRow === null || timestamp < endedRow.start || timestamp >= endedRow.end) return null;
    return endedRow;
  }

  addBundle(bundle: Bundle<K, T>): void {
    const { keys, values, timestamps } = bundle;
    const { length } = timestamps;
    const { isPatient } = this.core;
    // Custom functions may refuse an element: all windows are known before anything changes.
    const assigned =
      this.windows.kind === "custom"
        ? Array.from(timestamps, (timestamp, at) => this.windows.assign(timestamp, values[at] as T))
        : null;
    let at = 0;
    while (at < length) {
      const timestamp = (timestamps[at] as EventTime) + 0;
      const row = this.lastRowOf(timestamp);
      if (row === null) {
        const windows = assigned === null ? null : (assigned[at] as readonly Window[]);
        this.assign(keys[at] as K, values[at] as T, timestamp, windows);
        at += 1;
      } else if (isPatient && !row.ended) {
        at = this.addRun(row, bundle, at);
      } else {
        this.core.ledger.read += 1;
        this.putInBundle(row, keys[at] as K, values[at] as T, timestamp);
        at += 1;
      }
    }
    this.waiting.askAll();
  }

  /**
   * Adds the elements from one on that fall into a row that has not ended, with all that does not
   * change between them at hand. Returns where the run stops.
   */
  private addRun(
    row: Row<K, unknown, R>,
    { keys, values, timestamps }: Bundle<K, T>,
    from: number,
  ): number {
    const { core, combine, holdsByWindow, waiting } = this;
    const { start, end, cells } = row;
    const { length } = timestamps;
    // Those that are told later may be due all the same when the bundle is in.
    const watches = core.mayFire(row);
    let at = from;
    let begun = 0;
    // Counted first, so that a combiner that throws is known to have left a step half done.
    core.ledger.read += 1;
    for (; at < length; at++) {
      const timestamp = timestamps[at] as EventTime;
      if (timestamp < start || timestamp >= end) break;
      const cell = cells.get(keys[at] as K);
      if (
        cell !== undefined &&
        cell.untold + 1 < cell.patience &&
        ((holdsByWindow && cell.hold !== NONE) || core.holdQuietly(row, cell, timestamp))
      ) {
        cell.untold += 1;
        cell.fresh += 1;
        cell.accumulator = combine.add(cell.accumulator, values[at] as T);
        if (watches) waiting.touch(cell);
      } else {
        begun += 1;
        this.putInBundle(row, keys[at] as K, values[at] as T, timestamp + 0);
      }
    }
    core.ledger.read += at - from - 1;
    core.ledger.assignments += at - from - begun;
    return at;
  }

  /** Finds the windows of one element, and puts it into each that has not expired. */
  private assign(key: K, value: T, timestamp: EventTime, known: readonly Window[] | null): void {
    const { core } = this;
    const windows = known ?? this.windows.assign(timestamp, value);
    core.ledger.read += 1;
    if (windows.length === 0) {
      core.ledger.unassigned += 1;
      core.drop({ reason: "unassigned", key, value, timestamp, window: null });
    }
    for (let at = 0; at < windows.length; at++) {
      const window = windows[at] as Window;
      if (core.now.watermark >= core.expiryOf(window.end)) {
        core.ledger.assignments += 1;
        core.dropLate(key, value, timestamp, window);
        continue;
      }
      const row = this.rowAt(window) ?? this.makeRow(window);
      if (this.disjoint) this.setLast(row);
      this.putInBundle(row, key, value, timestamp);
    }
  }

  /** The same in a bundle that is not in yet: the cell is asked later, unless its trigger cannot be due. */
  private putInBundle(row: Row<K, unknown, R>, key: K, value: T, timestamp: EventTime): void {
    const { core, waiting } = this;
    const cell = this.put(row, key, value, timestamp);
    if (cell === null || !core.mayFire(row)) return;
    const isFirst = waiting.touch(cell);
    const mustAsk =
      !core.isPatient || row.ended
        ? isFirst
        : cell.untold === cell.patience || (isFirst && cell.untold > cell.patience);
    if (mustAsk) waiting.add(row, key, cell);
  }

  /** More elements are expected in a row. */
  private setLast(row: Row<K, unknown, R>): void {
    if (row.ended) this.endedRow = row;
    else {
      this.current = row;
      this.quietRow = this.core.isPatient ? row : null;
    }
  }

  /** Adds an element to an open cell, and returns it; drops it if the cell is closed. */
  private put(
    row: Row<K, unknown, R>,
    key: K,
    value: T,
    timestamp: EventTime,
  ): Cell<unknown, R> | null {
    const { core } = this;
    core.ledger.assignments += 1;
    let cell = row.cells.get(key);
    if (cell === undefined) {
      cell = core.makeCell();
      row.cells.set(key, cell);
    } else if (cell.closed) {
      core.drop({ reason: "closed", key, value, timestamp, window: interval(row.start, row.end) });
      return null;
    }
    core.collect(row, key, cell, value, timestamp);
    return cell;
  }

  onAlarm(span: Span): void {
    const row = span as Row<K, unknown, R>;
    const { core } = this;
    if (row === this.current) {
      this.current = null;
      this.quietRow = null;
    }
    if (core.now.watermark >= row.expiry) {
      for (const [key, cell] of row.cells) if (!core.isSpent(cell)) core.expire(row, key, cell);
      this.dropRow(row);
      return;
    }
    row.ended = true;
    if (core.trigger.watchesWatermark) {
      for (const [key, cell] of row.cells) {
        if (!cell.closed && cell.step !== core.step) core.ask(row, key, cell);
      }
    }
    core.holds.ended(row);
    row.alarm = row.expiry;
    core.agenda.watch(row);
  }

  onDeadline(span: Span, key: K, cell: Cell<unknown, R>): void {
    this.core.ask(span, key, cell);
  }

  private rowAt(window: Window): Row<K, unknown, R> | null {
    let row = this.rows.get(window.start) ?? null;
    while (row !== null && row.end !== window.end) row = row.sibling;
    return row;
  }

  private makeRow(window: Window): Row<K, unknown, R> {
    const { core } = this;
    const ended = core.now.watermark >= window.end;
    const row = new Row<K, unknown, R>(window, core.expiryOf(window.end), ended, this.rowsMade++);
    row.sibling = this.rows.get(window.start) ?? null;
    this.rows.set(window.start, row);
    core.agenda.watch(row);
    return row;
  }

  private dropRow(row: Row<K, unknown, R>): void {
    row.dead = true;
    if (row === this.endedRow) this.endedRow = null;
    const first = this.rows.get(row.start) as Row<K, unknown, R>;
    if (first === row) {
      if (row.sibling === null) this.rows.delete(row.start);
      else this.rows.set(row.start, row.sibling);
      return;
    }
    let before = first;
    while (before.sibling !== row) before = before.sibling as Row<K, unknown, R>;
    before.sibling = row.sibling;
  }

  private *allRows(): Generator<Row<K, unknown, R>> {
    for (const first of this.rows.values()) {
      for (let row: Row<K, unknown, R> | null = first; row !== null; row = row.sibling) yield row;
    }
  }

  /** One for each assignment that was not late. */
  get cellReads(): number {
    const { assignments, late } = this.core.ledger;
    return this.quiet + assignments - late;
  }

  places(): Place<K, R>[] {
    const places: Place<K, R>[] = [];
    for (const row of this.allRows()) {
      for (const [key, cell] of row.cells) {
        this.core.inform(row, cell);
        places.push({ span: row, key, cell });
      }
    }
    return places.sort((a, b) => a.cell.order - b.cell.order);
  }

  placesOf(key: K): Place<K, R>[] {
    const places: Place<K, R>[] = [];
    for (const row of this.allRows()) {
      const cell = row.cells.get(key);
      if (cell === undefined) continue;
      this.core.inform(row, cell);
      places.push({ span: row, key, cell });
    }
    return places.sort((a, b) => a.cell.order - b.cell.order);
  }

  restore(key: K, start: EventTime, end: EventTime, cell: Cell<unknown, R>): void {
    const window =
      start === GLOBAL_WINDOW.start && end === GLOBAL_WINDOW.end
        ? GLOBAL_WINDOW
        : interval(start, end);
    const row = this.rowAt(window) ?? this.makeRow(window);
    row.cells.set(key, cell);
    this.core.adopt(row, key, cell);
  }
}
