import type { Window } from "../../windows/interval.ts";
import { type Cell, likeFired } from "../cell.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { SlicedRow } from "./sight.ts";
import type { Slice, Track } from "./slice.ts";
import { copy, merge } from "./stacks.ts";

/**
 * Makes cells out of slices: those that the general plan would have. For the windows of one key in
 * ascending order, by two stacks of its own; the slices stay as they are, and must while a reader is
 * used.
 */
export class Reader<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly slices: readonly Slice<K>[];
  private readonly lines: readonly number[];
  /** The window that was read last has the slices of the track from one place to before another. */
  private from = 0;
  private to = 0;
  private elements = 0;
  /** What is in each slice and those after it that were there at the same time; the first is last. */
  private readonly front: unknown[] = [];
  private back: unknown = null;
  private backs = 0;

  constructor(core: Core<K, T, R>, track: Track<K>) {
    this.core = core;
    const { slices, lines } = track.since(Number.NEGATIVE_INFINITY);
    this.slices = slices.reverse();
    this.lines = lines.reverse();
  }

  /** A cell of its own for the key in a window of which it has none, but is in. */
  read(row: SlicedRow<K, R>, order: number): Cell<unknown, R> {
    const { core } = this;
    const { fired } = row;
    const cell = core.makeCell(order);
    this.moveTo(row);
    if (fired === null) {
      cell.fresh = this.elements;
      cell.hold = row.end - 1;
    } else likeFired(cell, fired);
    if (fired === null || (core.keepsContents && !fired.closed)) cell.accumulator = this.contents();
    return cell;
  }

  private moveTo({ start, end }: Window): void {
    const { core, slices, lines } = this;
    for (; this.isBefore(this.to, end); this.to++) {
      const { counts, accumulators } = slices[this.to] as Slice<K>;
      const line = lines[this.to] as number;
      this.elements += counts[line] as number;
      if (this.front.length === 0) continue;
      const accumulator = accumulators[line];
      this.back = this.backs === 0 ? copy(accumulator, core) : merge(this.back, accumulator, core);
      this.backs += 1;
    }
    for (; this.from < this.to && this.isBefore(this.from, start); this.from++) {
      const { counts } = slices[this.from] as Slice<K>;
      this.elements -= counts[lines[this.from] as number] as number;
      this.front.pop();
    }
  }

  private isBefore(at: number, instant: number): boolean {
    const slice = this.slices[at];
    return slice !== undefined && slice.start < instant;
  }

  private contents(): unknown {
    const { core, slices, lines, front } = this;
    if (front.length === 0) {
      this.backs = 0;
      for (let at = this.to - 1; at >= this.from; at--) {
        const { accumulators } = slices[at] as Slice<K>;
        const own = copy(accumulators[lines[at] as number], core);
        front.push(front.length === 0 ? own : merge(own, front[front.length - 1], core));
      }
    }
    const top = copy(front[front.length - 1], core);
    return this.backs === 0 ? top : merge(top, this.back, core);
  }
}
