import type { EventTime } from "../../watermark/time.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { Cuts } from "./line.ts";
import { SlicedRow, type Sights } from "./sight.ts";

/** The live windows of the sliced plan: in their order, and each with its one alarm. */
export class Rows<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  readonly cuts: Cuts;
  private readonly line: SlicedRow<K, R>[] = [];
  /** The one that was asked for last; it will be again. */
  private latest: SlicedRow<K, R> | null = null;
  private made = 0;

  constructor(core: Core<K, T, R>, cuts: Cuts) {
    this.core = core;
    this.cuts = cuts;
  }

  /** The window in a slot. */
  at(slot: EventTime): SlicedRow<K, R> | null {
    if (this.latest?.slot === slot) return this.latest;
    const row = this.line[this.placeOf(slot)];
    if (row === undefined || row.slot !== slot) return null;
    this.latest = row;
    return row;
  }

  /** The place of the first window that is not before a slot. */
  private placeOf(slot: EventTime): number {
    const { line } = this;
    let to = line.length;
    if (to === 0 || (line[to - 1] as SlicedRow<K, R>).slot < slot) return to;
    to -= 1;
    // Where it is if there is every window between it and the last; if not, it is behind that.
    let from = Math.max(0, to - ((line[to] as SlicedRow<K, R>).slot - slot) / this.cuts.periodMs);
    if ((line[from] as SlicedRow<K, R>).slot >= slot) return from;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((line[middle] as SlicedRow<K, R>).slot < slot) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  make(slot: EventTime, old: Sights<K> | null = null): SlicedRow<K, R> {
    const { core, line } = this;
    const window = this.cuts.windowAt(slot);
    const { end } = window;
    const ended = core.now.watermark >= end;
    const at = this.placeOf(slot);
    const expected = at === 0 ? 0 : (line[at - 1] as SlicedRow<K, R>).begun.size;
    const row = new SlicedRow<K, R>(
      slot,
      window,
      core.expiryOf(end),
      ended,
      this.made++,
      old,
      expected,
    );
    if (at === line.length) line.push(row);
    else line.splice(at, 0, row);
    core.agenda.watch(row);
    return row;
  }

  /** Takes out the first row if it is dead; so they come in their order, whichever died first. */
  takeDead(): SlicedRow<K, R> | null {
    const [first] = this.line;
    if (first?.dead !== true) return null;
    this.line.shift();
    if (first === this.latest) this.latest = null;
    return first;
  }

  [Symbol.iterator](): Iterator<SlicedRow<K, R>> {
    return this.line[Symbol.iterator]();
  }
}
