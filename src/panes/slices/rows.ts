import type { EventTime } from "../../watermark/time.ts";
import { interval, type Window } from "../../windows/interval.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import { SlicedRow, type Sights } from "./sight.ts";

/** The live windows of the sliced plan: by their start, in their order, and each with its one alarm. */
export class Rows<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly byStart: Map<EventTime, SlicedRow<K, R>> = new Map();
  private readonly line: SlicedRow<K, R>[] = [];
  private made = 0;

  constructor(core: Core<K, T, R>) {
    this.core = core;
  }

  at(start: EventTime): SlicedRow<K, R> | null {
    return this.byStart.get(start) ?? null;
  }

  make(start: EventTime, end: EventTime, old: Sights<K> | null = null): SlicedRow<K, R> {
    const { core, line } = this;
    const window: Window = interval(start, end);
    const ended = core.now.watermark >= end;
    const row = new SlicedRow<K, R>(window, core.expiryOf(end), ended, this.made++, old);
    this.byStart.set(start, row);
    let at = line.length;
    while (at > 0 && (line[at - 1] as SlicedRow<K, R>).start > start) at--;
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
    this.byStart.delete(first.start);
    return first;
  }

  [Symbol.iterator](): Iterator<SlicedRow<K, R>> {
    return this.line[Symbol.iterator]();
  }
}
