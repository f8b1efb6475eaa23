import type { DurationMs, EventTime } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { Cell } from "../cell.ts";
import type { Key } from "../key.ts";
import { Row } from "../span.ts";
import type { Track } from "./slice.ts";

/** A window, known by its slot. */
interface Slotted {
  readonly slot: EventTime;
}

/** Keys that slices have put into a window, in the order in which it first saw them; in columns. */
export class Sights<K extends Key> {
  /** How many there are; columns may be longer. */
  size = 0;
  readonly tracks: Track<K>[];
  /** The last of the windows that saw the key first with the same element as this one. */
  readonly untils: Slotted[];
  /** The place in the order of first sight. */
  readonly orders: number[];

  /** Columns are those of `old`, which is not used any more, or are made for as many as are expected. */
  constructor(old: Sights<K> | null, expected: number) {
    this.tracks = old?.tracks ?? new Array(expected);
    this.untils = old?.untils ?? new Array(expected);
    this.orders = old?.orders ?? new Array(expected);
  }

  add(track: Track<K>, until: Slotted, order: number): void {
    const at = this.size++;
    this.tracks[at] = track;
    this.untils[at] = until;
    this.orders[at] = order;
  }

  copy({ tracks, untils, orders }: Sights<K>, at: number): void {
    this.add(tracks[at] as Track<K>, untils[at] as Slotted, orders[at] as number);
  }
}

/**
 * A window of the sliced plan. Of most keys it has no cell: what is in it is in slices. `cells` has
 * those of which more is to be known than slices tell.
 */
export class SlicedRow<K extends Key, R> extends Row<K, unknown, R> {
  /** By which windows are in order. */
  readonly slot: EventTime;
  /** The keys that were first seen in this window by an element that is in none before. */
  readonly begun: Sights<K>;
  /** Once it has ended: all keys that slices have put into it. */
  seen: Sights<K>;
  /** What its firing at the end has left of a key that was in slices only; null if none has fired. */
  fired: Cell<unknown, R> | null = null;
  /** Whether `cells` is in the order of first sight. */
  inOrder = true;
  private lastOrder = -1;
  private orderOfKeys: Map<K, number> | null = null;

  constructor(
    slot: EventTime,
    window: Window,
    expiry: EventTime,
    ended: boolean,
    order: number,
    old: Sights<K> | null,
    expected: number,
  ) {
    super(window, expiry, ended, order);
    this.slot = slot;
    this.begun = new Sights(old, expected);
    this.seen = this.begun;
  }

  put(key: K, cell: Cell<unknown, R>): void {
    if (cell.order < this.lastOrder) this.inOrder = false;
    this.lastOrder = cell.order;
    this.cells.set(key, cell);
  }

  /** The place of a key among `seen`, or null if it is not there. */
  orderOf(key: K): number | null {
    if (this.orderOfKeys === null) {
      this.orderOfKeys = new Map();
      const { tracks, orders, size } = this.seen;
      for (let at = 0; at < size; at++)
        this.orderOfKeys.set((tracks[at] as Track<K>).key, orders[at] as number);
    }
    return this.orderOfKeys.get(key) ?? null;
  }
}

/**
 * The keys of a window from those of a window before it: the ones that are still there, each with
 * its place in this one, and the ones that have begun here. Each window costs its own keys. `old`
 * gives some that are not used any more.
 */
export function seenIn<K extends Key, R>(
  before: { readonly slot: EventTime; readonly seen: Sights<K> } | null,
  row: SlicedRow<K, R>,
  periodMs: DurationMs,
  old: () => Sights<K> | null = () => null,
): Sights<K> {
  const { begun } = row;
  if (before === null) return begun;
  const { tracks, untils, orders, size } = before.seen;
  const distance = (row.slot - before.slot) / periodMs;
  let at = 0;
  while (at < size && (untils[at] as Slotted).slot < row.slot) at++;
  // Mostly no key is left of the window before.
  if (at === size) return begun;
  const seen = new Sights<K>(old(), size + begun.size);
  let next = 0;
  for (; at < size; at++) {
    const until = untils[at] as Slotted;
    if (until.slot < row.slot) continue;
    const order = (orders[at] as number) + distance;
    while (next < begun.size && (begun.orders[next] as number) < order) seen.copy(begun, next++);
    seen.add(tracks[at] as Track<K>, until, order);
  }
  while (next < begun.size) seen.copy(begun, next++);
  return seen;
}

/** A key in a window: it has a cell there, or it is in slices only. */
export type Sight<K extends Key, R> =
  | { readonly order: number; readonly key: K; readonly cell: Cell<unknown, R> }
  | { readonly order: number; readonly track: Track<K>; readonly cell: null };

/** All keys of a window that has ended, in the order of first sight. */
export function sightsOf<K extends Key, R>(row: SlicedRow<K, R>): readonly Sight<K, R>[] {
  const sights: Sight<K, R>[] = [];
  for (const [key, cell] of row.cells) sights.push({ order: cell.order, key, cell });
  const { tracks, orders, size } = row.seen;
  for (let at = 0; at < size; at++) {
    const track = tracks[at] as Track<K>;
    if (!row.cells.has(track.key)) sights.push({ order: orders[at] as number, track, cell: null });
  }
  return sights.sort((a, b) => a.order - b.order);
}
