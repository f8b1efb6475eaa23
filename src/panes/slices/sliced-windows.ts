import type { EventTime } from "../../watermark/time.ts";
import { interval } from "../../windows/interval.ts";
import type { Cell } from "../cell.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { Bundle, Place as At, Plan } from "../plan.ts";
import type { Span } from "../span.ts";
import type { Work } from "../work.ts";
import { Endings } from "./endings.ts";
import { countSlots, type Cuts, SliceLine, slotOf } from "./line.ts";
import { placesIn } from "./places.ts";
import { Reader } from "./reader.ts";
import { Rows } from "./rows.ts";
import { seenIn, type Sights, type SlicedRow } from "./sight.ts";
import { Place, type Slice, Track } from "./slice.ts";
import { Stacks } from "./stacks.ts";

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
  private readonly slices: SliceLine<K> = new SliceLine();
  private readonly stacks: Stacks<K>;
  private readonly rows: Rows<K, T, R>;
  private readonly endings: Endings<K, T, R>;
  private readonly tracks: Map<K, Track<K>> = new Map();
  /** The latest slice that was used, while none of its windows has ended. */
  private current: Slice<K> | null = null;
  /** The window that has ended last. */
  private ended: SlicedRow<K, R> | null = null;
  /** Columns to be used again. */
  private readonly oldSlices: Slice<K>[] = [];
  private readonly oldSights: Sights<K>[] = [];
  private readonly place: Place<K> = new Place();
  private touched: At<K, R>[] = [];
  private adds = 0;
  private lines = 0;
  private cells = 0;

  constructor(core: Core<K, T, R>, cuts: Cuts, keepsCells: boolean) {
    this.core = core;
    this.cuts = cuts;
    this.stacks = new Stacks(core, this.slices);
    this.rows = new Rows(core, cuts);
    this.endings = new Endings(core, this.stacks, keepsCells);
  }

  /** What is added quietly is in the ledger: each element has several assignments. */
  readonly quiet = 0;

  addQuietly(key: K, value: T, timestamp: EventTime): boolean {
    const slice = this.current;
    if (slice === null || timestamp < slice.start || timestamp >= slice.end) return false;
    const track = this.tracks.get(key);
    if (track === undefined || track.slice !== slice || track.beside !== null) return false;
    const { ledger, combine } = this.core;
    ledger.read += 1;
    ledger.assignments += slice.windows;
    const { line } = track;
    const { accumulators, counts } = slice;
    const before = accumulators[line];
    const after: unknown = combine.add(before, value);
    if (after !== before) accumulators[line] = after;
    counts[line] = (counts[line] as number) + 1;
    this.adds += 1;
    return true;
  }

  add(key: K, value: T, timestamp: EventTime): void {
    const slice = this.current;
    if (slice === null || timestamp < slice.start || timestamp >= slice.end) {
      this.assign(key, value, timestamp);
    } else {
      const { ledger } = this.core;
      ledger.read += 1;
      ledger.assignments += slice.windows;
      const track = this.put(slice, key, value);
      if (track.beside !== null) this.putBeside(track, slice, value, timestamp);
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

  /**
   * Adds the elements from one on that are late for no window, with the latest slice at hand; most
   * are in it. Returns where they stop.
   */
  private addRun(
    latest: Slice<K>,
    { keys, values, timestamps }: Bundle<K, T>,
    from: number,
  ): number {
    const { core } = this;
    const { start, end } = latest;
    const { length } = timestamps;
    let at = from;
    let assignments = 0;
    // Counted first, so that a combiner that throws is known to have left a step half done.
    core.ledger.read += 1;
    for (; at < length; at++) {
      const timestamp = timestamps[at] as EventTime;
      let slice: Slice<K> | null = latest;
      if (timestamp < start || timestamp >= end) {
        slice = timestamp < start ? this.slices.find(timestamp) : null;
        if (slice === null || core.now.watermark >= slice.firstEnd) break;
      }
      assignments += slice.windows;
      const track = this.put(slice, keys[at] as K, values[at] as T);
      if (track.beside !== null) this.putBeside(track, slice, values[at] as T, timestamp + 0);
    }
    core.ledger.read += at - from - 1;
    core.ledger.assignments += assignments;
    return at;
  }

  private assign(key: K, value: T, timestamp: EventTime): void {
    const { core } = this;
    core.ledger.read += 1;
    const slice = this.slices.find(timestamp) ?? this.open(timestamp);
    let slot = slice.first;
    if (core.now.watermark < slice.firstEnd) {
      if (this.current === null || slice.start > this.current.start) this.current = slice;
    } else slot = this.addLate(slice, key, value, timestamp);
    if (slot > slice.last) return;
    core.ledger.assignments += countSlots(slot, slice.last, this.cuts);
    const track = this.put(slice, key, value);
    if (track.beside !== null) this.putBeside(track, slice, value, timestamp);
  }

  /** Makes the slice of an instant, and the rows of its windows that have not expired. */
  private open(timestamp: EventTime): Slice<K> {
    const { core, cuts, rows } = this;
    const { spanMs, periodMs } = cuts;
    const slice = cuts.sliceAt(timestamp, this.oldSlices.pop() ?? null, this.current?.size ?? 0);
    let slot = slice.first;
    while (slot <= slice.last && core.now.watermark >= core.expiryOf(slot + spanMs))
      slot += periodMs;
    if (slot > slice.last) return slice;
    // The windows that a slice beside this one has are there already.
    const { before, after } = this.slices.insert(slice);
    if (before !== null) slot = Math.max(slot, before.last + periodMs);
    const last = after === null ? slice.last : Math.min(slice.last, after.first - periodMs);
    for (; slot <= last; slot += periodMs)
      if (rows.at(slot) === null) rows.make(slot, this.oldSights.pop() ?? null);
    return slice;
  }

  /** An element goes into its slice. It takes no instants, so that none is made an object. */
  private put(slice: Slice<K>, key: K, value: T): Track<K> {
    const track = this.tracks.get(key) ?? this.makeTrack(key);
    const line = track.slice === slice ? track.line : this.lineOf(track, slice);
    const { accumulators, counts } = slice;
    const before = accumulators[line];
    const after: unknown = this.core.combine.add(before, value);
    if (after !== before) accumulators[line] = after;
    counts[line] = (counts[line] as number) + 1;
    this.adds += 1;
    return track;
  }

  /** A key's line in a slice that is not its latest one. */
  private lineOf(track: Track<K>, slice: Slice<K>): number {
    const { place } = this;
    place.find(track, slice);
    return place.line >= 0 ? place.line : this.begin(track, slice);
  }

  /** What is in a slice goes also into the cells of its windows that have not ended. */
  private putBeside(track: Track<K>, slice: Slice<K>, value: T, timestamp: EventTime): void {
    if (!track.isBeside(slice)) return;
    const { key } = track;
    for (let slot = this.firstOpen(slice); slot <= slice.last; slot += this.cuts.periodMs) {
      const row = this.rowAt(slot);
      const cell = row.cells.get(key);
      if (cell !== undefined) this.give(row, key, cell, value, timestamp);
    }
  }

  /** The slot of the first window that has not ended; past the last one if all have. */
  private firstOpen({ first, last, firstEnd }: Slice<K>): EventTime {
    const { periodMs } = this.cuts;
    const { watermark } = this.core.now;
    if (watermark < firstEnd) return first;
    const ended = Math.floor((watermark - firstEnd) / periodMs) + 1;
    return Math.min(first + ended * periodMs, last + periodMs);
  }

  private makeTrack(key: K): Track<K> {
    const track = new Track(key);
    this.tracks.set(key, track);
    return track;
  }

  /**
   * The first element of a key in a slice. It is the key's first in those windows that have not
   * ended and have no slice of the key beside this one: they follow each other. Returns the key's
   * line.
   */
  private begin(track: Track<K>, slice: Slice<K>): number {
    const { core, cuts, place } = this;
    const { before, after } = place;
    const line = place.begin(track, slice, core.combine.create());
    this.lines += 1;
    let first = this.firstOpen(slice);
    if (before !== null) first = Math.max(first, before.last + cuts.periodMs);
    let last = after === null ? slice.last : Math.min(slice.last, after.first - cuts.periodMs);
    if (track.isBeside(slice)) [first, last] = this.withoutCells(track.key, first, last);
    if (first > last) return line;
    const row = this.rowAt(first);
    row.begun.add(track, first === last ? row : this.rowAt(last), core.sequence);
    core.sequence += countSlots(first, last, cuts);
    return line;
  }

  /**
   * Of some windows in a row those in which a key has no cell. There is no gap between them, as
   * windows have cells because of an element before or behind; what a snapshot says that nobody has
   * written is put right.
   */
  private withoutCells(key: K, from: EventTime, to: EventTime): [EventTime, EventTime] {
    const { periodMs } = this.cuts;
    const has = (slot: EventTime): boolean => this.rowAt(slot).cells.has(key);
    let first = from;
    while (first <= to && has(first)) first += periodMs;
    let last = first - periodMs;
    while (last < to && !has(last + periodMs)) last += periodMs;
    return [first, last];
  }

  /** An element goes into those windows that have ended. Returns the slot of the first that has not. */
  private addLate(slice: Slice<K>, key: K, value: T, timestamp: EventTime): EventTime {
    const { core } = this;
    const { spanMs, periodMs } = this.cuts;
    const { watermark } = core.now;
    const track = this.tracks.get(key);
    const reader = track === undefined ? null : new Reader<K, T, R>(core, track);
    let slot = slice.first;
    for (; slot <= slice.last && slot + spanMs <= watermark; slot += periodMs) {
      core.ledger.assignments += 1;
      if (watermark >= core.expiryOf(slot + spanMs)) {
        core.dropLate(key, value, timestamp, this.cuts.windowAt(slot));
        continue;
      }
      const row = this.rowAt(slot);
      let cell = row.cells.get(key);
      if (cell === undefined) {
        const order = row.orderOf(key);
        cell = order === null || reader === null ? core.makeCell() : reader.read(row, order);
        row.put(key, cell);
        this.cells += 1;
      }
      this.give(row, key, cell, value, timestamp);
    }
    if (slot <= slice.last && track !== undefined) this.stacks.changed(slice, track);
    return slot;
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
    if (this.current !== null && this.current.first <= row.slot) this.current = null;
    if (!row.ended) {
      row.seen = seenIn(this.ended, row, this.cuts.periodMs, () => this.oldSights.pop() ?? null);
      const { ended } = this;
      this.ended = row;
      if (ended !== null && this.rows.at(ended.slot) !== ended) this.recycle(ended);
    }
    if (core.now.watermark >= row.expiry) {
      this.endings.expire(row);
      row.dead = true;
      for (let over = this.rows.takeDead(); over !== null; over = this.rows.takeDead())
        this.forget(over);
      return;
    }
    row.ended = true;
    if (core.trigger.watchesWatermark) this.endings.fire(row);
    if (row.fired === null) row.held += row.seen.size;
    core.holds.ended(row);
    row.alarm = row.expiry;
    core.agenda.watch(row);
  }

  onDeadline(span: Span, key: K, cell: Cell<unknown, R>): void {
    this.core.ask(span, key, cell);
  }

  /** Nothing is kept of slices that no later window has, nor of keys that are in no other. */
  private forget(row: SlicedRow<K, R>): void {
    for (const slice of this.slices.takeThrough(row.slot)) {
      this.stacks.drop(slice);
      for (let line = 0; line < slice.size; line++) {
        const track = slice.tracks[line] as Track<K>;
        track.size -= 1;
        if (track.size === 0 && !track.hasBeside) this.tracks.delete(track.key);
      }
      this.oldSlices.push(slice);
    }
    for (const key of row.cells.keys()) {
      const track = this.tracks.get(key);
      if (track?.size === 0 && !track.hasBeside) this.tracks.delete(key);
    }
    if (row !== this.ended) this.recycle(row);
  }

  private recycle({ begun, seen }: SlicedRow<K, R>): void {
    this.oldSights.push(begun);
    if (seen !== begun) this.oldSights.push(seen);
  }

  private rowAt(slot: EventTime): SlicedRow<K, R> {
    return this.rows.at(slot) as SlicedRow<K, R>;
  }

  /** One for each element in its slice, and one for each that has gone into a cell. */
  get cellReads(): number {
    return this.adds;
  }

  get work(): Partial<Work> {
    return { adds: this.adds, cellsMade: this.lines + this.cells + this.endings.cells };
  }

  places(): At<K, R>[] {
    return placesIn(this.core, this.rows, this.ended, this.tracks);
  }

  placesOf(key: K): At<K, R>[] {
    const track = this.tracks.get(key);
    const one = new Map(track === undefined ? [] : [[key, track]]);
    const places = placesIn(this.core, this.rows, this.ended, one);
    return places.filter((place) => place.key === key);
  }

  restore(key: K, _start: EventTime, end: EventTime, cell: Cell<unknown, R>): void {
    const { core } = this;
    const slot = slotOf(end, this.cuts);
    const row = this.rows.at(slot) ?? this.rows.make(slot);
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
