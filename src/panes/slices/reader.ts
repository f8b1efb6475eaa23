import type { Window } from "../../windows/interval.ts";
import { type Cell, Past } from "../cell.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { SlicedRow } from "./row.ts";
import { Sweep } from "./sweep.ts";
import type { Track } from "./track.ts";

/**
 * Makes cells out of slices: those that the general plan would have. For the windows of one key in
 * ascending order; the slices stay as they are, and must while a reader is used.
 */
export class Reader<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly track: Track<K>;
  private readonly sweep: Sweep = new Sweep();
  /** The parts of the window that was read last, from one place to before another, and their elements. */
  private from = 0;
  private to = 0;
  private elements = 0;

  constructor(core: Core<K, T, R>, track: Track<K>) {
    this.core = core;
    this.track = track;
  }

  /** A cell of its own for the key in a window of which it has none, but is in. */
  read(row: SlicedRow<K, R>, order: number): Cell<unknown, R> {
    const { core, track, sweep } = this;
    const { fired } = row;
    const cell = core.makeCell(order);
    if (fired === null) {
      cell.fresh = this.count(row);
      cell.hold = row.end - 1;
    } else {
      cell.closed = fired.closed;
      cell.trigger = fired.trigger.slice();
      cell.past = copyOf(fired.past);
    }
    if (fired === null || (core.keepsContents && !fired.closed)) {
      sweep.leave(track.parts, row);
      cell.accumulator = sweep.contents(track.parts, row, true, core);
    }
    return cell;
  }

  private count({ start, end }: Window): number {
    const { parts } = this.track;
    for (let part = parts[this.to]; part !== undefined && part.slice.start < end; ) {
      this.elements += part.fresh;
      part = parts[++this.to];
    }
    for (let part = parts[this.from]; part !== undefined && part.slice.start < start; ) {
      this.elements -= part.fresh;
      part = parts[++this.from];
    }
    return this.elements;
  }
}

function copyOf<R>(past: Past<R> | null): Past<R> | null {
  if (past === null) return null;
  const copy = new Past<R>();
  copy.index = past.index;
  copy.onTimeIndex = past.onTimeIndex;
  return copy;
}
