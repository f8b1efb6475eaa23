import type { EventTime } from "../../watermark/time.ts";
import { interval } from "../../windows/interval.ts";
import type { PeriodicWindowFn } from "../../windows/window-fn.ts";
import type { Cell } from "../cell.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { Bundle, Place, Plan } from "../plan.ts";
import type { Span } from "../span.ts";
import type { Work } from "../work.ts";
import { Reader } from "./reader.ts";
import type { SlicedRow } from "./row.ts";
import { Rows } from "./rows.ts";
import { seenIn, sightsOf } from "./sight.ts";
import { Cuts, type Slice, SliceLine } from "./slice.ts";
import { type Part, Track } from "./track.ts";

/**
 * Overlapping windows that share their contents. An element is added to the slice of time that it is
 * in, once, and a window is put together from its slices when it fires. That shows only in the cost
 * if merging changes nothing, and nobody wants to know of a window before its end (see
 * `whyNotSliced`).
 *
 * Until its end all of a window is in slices. Of a key that is late in it, the window gets a cell,
 * made right before from the slices, which have exactly what came in time; the element goes into the
 * cell, and into its slice for the windows that have not ended. Windows that are restored have cells
 * from the start: what a cell has, slices cannot be told apart from, so elements go into both.
 */
export class SlicedWindows<K extends Key, T, R> implements Plan<K, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly cuts: Cuts;
  private readonly slices: SliceLine = new SliceLine();
  private readonly rows: Rows<K, T, R>;
  private readonly tracks: Map<K, Track<K>> = new Map();
  /** The slice that was used last, while none of its windows has ended. */
  private current: Slice | null = null;
  /** The parts by which keys were first seen in the window that has ended last. */
  private seen: readonly Part<K>[] = [];
  /** Whether a window that has fired must have cells: it will be asked again, or has emitted what may be taken back. */
  private readonly keepsCells: boolean;
  /** In its turn every key of a window that expires without having been late. */
  private readonly passing: Cell<unknown, R>;
  private touched: Place<K, R>[] = [];
  private adds = 0;
  private parts = 0;
  private cells = 0;

  constructor(core: Core<K, T, R>, windows: PeriodicWindowFn, keepsCells: boolean) {
    this.core = core;
    this.cuts = new Cuts(windows);
    this.rows = new Rows(core);
    this.keepsCells = keepsCells;
    this.passing = core.makeCell(-1);
  }

  add(key: K, value: T, timestamp: EventTime): void {
    const slice = this.current;
    if (slice === null || timestamp < slice.start || timestamp >= slice.end) {
      this.assign(key, value, timestamp);
    } else {
      const { ledger } = this.core;
      ledger.read += 1;
      ledger.assignments += slice.windows;
      this.put(slice, slice.first, key, value, timestamp);
    }
    if (this.touched.length > 0) this.askTouched();
  }

  addBundle(bundle: Bundle<K, T>): void {
    const { keys, values, timestamps } = bundle;
    let at = 0;
    while (at < timestamps.length) {
      const slice = this.current;
      const timestamp = (timestamps[at] as EventTime) + 0;
      if (slice === null || timestamp < slice.start || timestamp >= slice.end) {
        this.assign(keys[at] as K, values[at] as T, timestamp);
        at += 1;
      } else at = this.addRun(slice, bundle, at);
    }
    if (this.touched.length > 0) this.askTouched();
  }

  /** Adds the elements from one on that are in a slice that is late for no window. Returns where they stop. */
  private addRun(slice: Slice, { keys, values, timestamps }: Bundle<K, T>, from: number): number {
    const { core } = this;
    const { start, end, first } = slice;
    const { length } = timestamps;
    let at = from;
    // Counted first, so that a combiner that throws is known to have left a step half done.
    core.ledger.read += 1;
    for (; at < length; at++) {
      const timestamp = timestamps[at] as EventTime;
      if (timestamp < start || timestamp >= end) break;
      this.put(slice, first, keys[at] as K, values[at] as T, timestamp + 0);
    }
    core.ledger.read += at - from - 1;
    core.ledger.assignments += (at - from) * slice.windows;
    return at;
  }

  private assign(key: K, value: T, timestamp: EventTime): void {
    const { core } = this;
    core.ledger.read += 1;
    const slice = this.slices.find(timestamp) ?? this.open(timestamp);
    let start = slice.first;
    if (core.now.watermark < slice.firstEnd) this.current = slice;
    else start = this.addLate(slice, key, value, timestamp);
    if (start > slice.last) return;
    core.ledger.assignments += this.windowsFrom(start, slice);
    this.put(slice, start, key, value, timestamp);
  }

  /** Makes the slice of an instant, and the rows of its windows that have not expired. */
  private open(timestamp: EventTime): Slice {
    const { core, cuts, rows } = this;
    const { sizeMs, periodMs } = cuts;
    const slice = cuts.sliceAt(timestamp);
    let start = slice.first;
    while (start <= slice.last && core.now.watermark >= core.expiryOf(start + sizeMs))
      start += periodMs;
    if (start > slice.last) return slice;
    // The windows that a slice beside this one has are there already.
    const { before, after } = this.slices.insert(slice);
    if (before !== null) start = Math.max(start, before.last + periodMs);
    const last = after === null ? slice.last : Math.min(slice.last, after.first - periodMs);
    for (; start <= last; start += periodMs)
      if (rows.at(start) === null) rows.make(start, start + sizeMs);
    return slice;
  }

  /** An element goes into its slice, for the windows from the one that starts at `from` on. */
  private put(slice: Slice, from: EventTime, key: K, value: T, timestamp: EventTime): void {
    this.adds += 1;
    const track = this.tracks.get(key);
    if (track !== undefined && track.latest !== null && track.latest.slice === slice) {
      this.core.fold(track.latest, value);
      return;
    }
    this.putInto(track ?? this.makeTrack(key), slice, from, value, timestamp);
  }

  private putInto(
    track: Track<K>,
    slice: Slice,
    from: EventTime,
    value: T,
    timestamp: EventTime,
  ): void {
    const part = track.find(slice) ?? this.begin(track, slice, from);
    if (track.isBeside(slice)) {
      const { key } = track;
      for (let start = from; start <= slice.last; start += this.cuts.periodMs) {
        const row = this.rowAt(start);
        const cell = row.cells.get(key);
        if (cell !== undefined) this.give(row, key, cell, value, timestamp);
      }
    }
    this.core.fold(part, value);
  }

  private makeTrack(key: K): Track<K> {
    const track = new Track(key);
    this.tracks.set(key, track);
    return track;
  }

  /**
   * The first element of a key in a slice. It is the key's first in those windows from `from` on that
   * have no part beside this one: they follow each other.
   */
  private begin(track: Track<K>, slice: Slice, from: EventTime): Part<K> {
    const { periodMs } = this.cuts;
    const { parts } = track;
    const at = track.placeOf(slice);
    const before = parts[at - 1];
    const after = parts[at];
    const part = track.insert(at, slice, this.core.combine.create());
    this.parts += 1;
    let first = before === undefined ? from : Math.max(from, before.slice.last + periodMs);
    let last =
      after === undefined ? slice.last : Math.min(slice.last, after.slice.first - periodMs);
    if (track.isBeside(slice)) [first, last] = this.withoutCells(track.key, first, last);
    if (first > last) return part;
    const row = this.rowAt(first);
    part.since = row;
    part.until = first === last ? row : this.rowAt(last);
    part.order = this.core.sequence;
    this.core.sequence += (last - first) / periodMs + 1;
    row.begun.push(part);
    return part;
  }

  /**
   * Of some windows in a row those in which a key has no cell. There is no gap between them, as
   * windows have cells because of an element before or behind; what a snapshot says that nobody has
   * written is put right.
   */
  private withoutCells(key: K, from: EventTime, to: EventTime): [EventTime, EventTime] {
    const { periodMs } = this.cuts;
    const has = (start: EventTime): boolean => this.rowAt(start).cells.has(key);
    let first = from;
    while (first <= to && has(first)) first += periodMs;
    let last = first - periodMs;
    while (last < to && !has(last + periodMs)) last += periodMs;
    return [first, last];
  }

  /** An element goes into those windows that have ended. Returns the start of the first that has not. */
  private addLate(slice: Slice, key: K, value: T, timestamp: EventTime): EventTime {
    const { core } = this;
    const { sizeMs, periodMs } = this.cuts;
    const { watermark } = core.now;
    const track = this.tracks.get(key);
    const reader = track === undefined ? null : new Reader<K, T, R>(core, track);
    let start = slice.first;
    for (; start <= slice.last && start + sizeMs <= watermark; start += periodMs) {
      core.ledger.assignments += 1;
      const end = start + sizeMs;
      if (watermark >= core.expiryOf(end)) {
        core.dropLate(key, value, timestamp, interval(start, end));
        continue;
      }
      const row = this.rowAt(start);
      let cell = row.cells.get(key);
      if (cell === undefined) {
        const part = track?.firstSeenIn(row) ?? null;
        if (part === null || reader === null) cell = core.makeCell();
        else cell = reader.read(row, part.orderIn(row, periodMs));
        row.put(key, cell);
        this.cells += 1;
      }
      this.give(row, key, cell, value, timestamp);
    }
    if (start <= slice.last) track?.changed(slice);
    return start;
  }

  private give(
    row: SlicedRow<K, R>,
    key: K,
    cell: Cell<unknown, R>,
    value: T,
    timestamp: EventTime,
  ): void {
    const { core } = this;
    if (cell.closed) {
      core.drop({ reason: "closed", key, value, timestamp, window: interval(row.start, row.end) });
      return;
    }
    this.adds += 1;
    core.accumulate(row, key, cell, value, timestamp);
    if (core.mayFire(row) && cell.step !== core.step) {
      cell.step = core.step;
      this.touched.push({ span: row, key, cell });
    }
  }

  private askTouched(): void {
    const { touched } = this;
    this.touched = [];
    for (const { span, key, cell } of touched) this.core.ask(span, key, cell);
  }

  onAlarm(span: Span): void {
    const row = span as SlicedRow<K, R>;
    const { core } = this;
    if (this.current !== null && this.current.first <= row.start) this.current = null;
    if (!row.ended) {
      this.seen = seenIn(this.seen, row);
      row.seen = this.seen;
    }
    if (core.now.watermark >= row.expiry) {
      this.expire(row);
      row.dead = true;
      for (let over = this.rows.takeDead(); over !== null; over = this.rows.takeDead())
        this.forget(over);
      return;
    }
    row.ended = true;
    if (core.trigger.watchesWatermark) this.fire(row);
    if (row.fired === null) row.held += row.seen.length;
    core.holds.ended(row);
    row.alarm = row.expiry;
    core.agenda.watch(row);
  }

  onDeadline(span: Span, key: K, cell: Cell<unknown, R>): void {
    this.core.ask(span, key, cell);
  }

  /** The end of a window: all keys that slices know of are due, or none, as nothing tells them apart. */
  private fire(row: SlicedRow<K, R>): void {
    const { core } = this;
    core.now.end = row.end;
    const isDue = core.trigger.root.isDue(core.trigger.blank, core.now);
    if (row.cells.size === 0) {
      if (isDue) for (const part of row.seen) this.fireSeen(row, part);
      return;
    }
    for (const { key, cell, part } of sightsOf(row, this.cuts.periodMs)) {
      if (cell === null) {
        if (isDue) this.fireSeen(row, part);
      } else if (!cell.closed && cell.step !== core.step) core.ask(row, key, cell);
    }
  }

  private fireSeen(row: SlicedRow<K, R>, part: Part<K>): void {
    const { core, keepsCells } = this;
    const { track } = part;
    const cell = core.makeCell(part.orderIn(row, this.cuts.periodMs));
    cell.accumulator = track.contentsOf(row, keepsCells, core);
    cell.fresh = 1;
    core.ask(row, track.key, cell);
    row.fired = cell;
    if (!keepsCells) return;
    row.put(track.key, cell);
    this.cells += 1;
  }

  /** The expiry of a window. What has fired at its end, and has nothing new, has no more to say. */
  private expire(row: SlicedRow<K, R>): void {
    const { core } = this;
    const isPending = row.fired === null;
    if (row.cells.size === 0) {
      if (isPending) for (const part of row.seen) this.expireSeen(row, part);
    } else if (!isPending && row.inOrder) {
      for (const [key, cell] of row.cells) core.expire(row, key, cell);
    } else {
      for (const { key, cell, part } of sightsOf(row, this.cuts.periodMs)) {
        if (cell !== null) core.expire(row, key, cell);
        else if (isPending) this.expireSeen(row, part);
      }
    }
  }

  private expireSeen(row: SlicedRow<K, R>, { track }: Part<K>): void {
    const { core, passing } = this;
    passing.accumulator = track.contentsOf(row, false, core);
    passing.fresh = 1;
    core.expire(row, track.key, passing);
  }

  private forget(row: SlicedRow<K, R>): void {
    for (const { track } of row.seen) this.drop(track, row);
    for (const key of row.cells.keys()) {
      const track = this.tracks.get(key);
      if (track !== undefined) this.drop(track, row);
    }
    this.slices.dropThrough(row.start);
  }

  private drop(track: Track<K>, row: SlicedRow<K, R>): void {
    if (track.dropThrough(row) && !track.hasBeside) this.tracks.delete(track.key);
  }

  private rowAt(start: EventTime): SlicedRow<K, R> {
    return this.rows.at(start) as SlicedRow<K, R>;
  }

  private windowsFrom(start: EventTime, slice: Slice): number {
    return (slice.last - start) / this.cuts.periodMs + 1;
  }

  /** One for each element in its slice, and one for each that has gone into a cell. */
  get cellReads(): number {
    return this.adds;
  }

  get work(): Partial<Work> {
    return { adds: this.adds, cellsMade: this.parts + this.cells };
  }

  places(): Place<K, R>[] {
    const places: Place<K, R>[] = [];
    for (const row of this.rows)
      for (const [key, cell] of row.cells) places.push({ span: row, key, cell });
    for (const track of this.tracks.values()) this.read(track, places);
    return places.sort((a, b) => a.cell.order - b.cell.order);
  }

  placesOf(key: K): Place<K, R>[] {
    const places: Place<K, R>[] = [];
    for (const row of this.rows) {
      const cell = row.cells.get(key);
      if (cell !== undefined) places.push({ span: row, key, cell });
    }
    const track = this.tracks.get(key);
    if (track !== undefined) this.read(track, places);
    return places.sort((a, b) => a.cell.order - b.cell.order);
  }

  /** The windows of a key in which it has no cell, with one made for each. */
  private read(track: Track<K>, into: Place<K, R>[]): void {
    const { core, cuts, rows } = this;
    // Looking is no work of the run.
    const { merges } = core;
    const reader = new Reader<K, T, R>(core, track);
    for (const part of track.parts) {
      if (part.since === null || part.until === null) continue;
      for (let start = part.since.start; start <= part.until.start; start += cuts.periodMs) {
        const row = rows.at(start);
        if (row === null || row.cells.has(track.key)) continue;
        const cell = reader.read(row, part.orderIn(row, cuts.periodMs));
        into.push({ span: row, key: track.key, cell });
      }
    }
    core.merges = merges;
  }

  restore(key: K, start: EventTime, end: EventTime, cell: Cell<unknown, R>): void {
    const { core } = this;
    const row = this.rows.at(start) ?? this.rows.make(start, end);
    row.put(key, cell);
    core.adopt(row, key, cell);
    if (row.ended) return;
    const track = this.tracks.get(key) ?? this.makeTrack(key);
    if (track.beside === null || track.beside.end < row.end) track.beside = row;
  }

  /** Leaves everything to another plan: queues pass over what they have of this one. */
  retire(): void {
    for (const row of this.rows) row.dead = true;
  }
}
