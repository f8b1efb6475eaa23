import type { Combiner } from "../../combine/combine-fn.ts";
import { type Contents, contentsOf } from "./contents.ts";

/**
 * What is known of the keys of one window, with a line for each in the order of first sight. Lines
 * are found by the ids of keys in a hash table without objects. Ids are small and have few gaps, so
 * that an id is its own hash, and in a table as long as there are ids each is at its own place.
 */
export class Columns<T> {
  size = 0;
  ids: Int32Array;
  /** How many elements there are. */
  counts: Float64Array;
  /** The place in the order of first sight. */
  orders: Float64Array;
  readonly contents: Contents<T>;
  /** The line, plus 1; 0 where there is none. Its length is a power of 2. */
  private table: Int32Array;

  /** Made for as many lines as are expected: growing would be a good part of the cost. */
  constructor(combine: Combiner<T, unknown>, expected: number, bound: number) {
    const capacity = powerOf2From(Math.max(expected, 8));
    this.ids = new Int32Array(capacity);
    this.counts = new Float64Array(capacity);
    this.orders = new Float64Array(capacity);
    this.contents = contentsOf(combine, capacity);
    this.table = new Int32Array(tableLength(capacity, bound));
  }

  /** How many lines there is room for. */
  get capacity(): number {
    return this.ids.length;
  }

  /** The line of an id, or -1. All ids are below `bound`. */
  lineOf(id: number, bound: number): number {
    const { table } = this;
    return bound <= table.length ? (table[id] as number) - 1 : this.search(id);
  }

  private search(id: number): number {
    const { table, ids } = this;
    const mask = table.length - 1;
    for (let at = id & mask; ; at = (at + 1) & mask) {
      const line = (table[at] as number) - 1;
      if (line < 0 || ids[line] === id) return line;
    }
  }

  /** A line for an id that has none. */
  begin(id: number, order: number, bound: number): number {
    const line = this.size;
    if (line === this.ids.length) this.grow(bound);
    this.size = line + 1;
    this.ids[line] = id;
    this.counts[line] = 0;
    this.orders[line] = order;
    this.contents.begin(line);
    this.enter(id, line);
    return line;
  }

  /**
   * Counts one element for each id of a list between two places, and puts its line in the place of
   * the id; where there is none it begins. Returns the next place in the order of first sight.
   */
  countEach(list: Int32Array, from: number, to: number, bound: number, order: number): number {
    let next = order;
    let at = from;
    for (;;) {
      if (bound <= this.table.length) at = this.countKnown(list, at, to);
      if (at === to) return next;
      const id = list[at] as number;
      let line = this.lineOf(id, bound);
      if (line < 0) line = this.begin(id, next++, bound);
      this.counts[line] = (this.counts[line] as number) + 1;
      list[at] = line;
      at += 1;
    }
  }

  /** The same up to the first id without a line. Without calls V8 keeps what the loop needs at hand. */
  private countKnown(list: Int32Array, from: number, to: number): number {
    const { table, counts } = this;
    let at = from;
    for (; at < to; at++) {
      const place = table[list[at] as number] as number;
      if (place === 0) break;
      const line = place - 1;
      counts[line] = (counts[line] as number) + 1;
      list[at] = line;
    }
    return at;
  }

  private enter(id: number, line: number): void {
    const { table } = this;
    const mask = table.length - 1;
    let at = id & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = line + 1;
  }

  private grow(bound: number): void {
    const capacity = 2 * this.ids.length;
    this.ids = copied(this.ids, new Int32Array(capacity));
    this.counts = copied(this.counts, new Float64Array(capacity));
    this.orders = copied(this.orders, new Float64Array(capacity));
    this.contents.growTo(capacity);
    this.table = new Int32Array(tableLength(capacity, bound));
    for (let line = 0; line < this.size; line++) this.enter(this.ids[line] as number, line);
  }

  /** Forgets all lines. */
  clear(): void {
    this.size = 0;
    this.table.fill(0);
    this.contents.clear();
  }
}

/** At most half full; as long as there are ids, unless most of it would be empty. */
function tableLength(capacity: number, bound: number): number {
  return bound <= 8 * capacity ? powerOf2From(Math.max(bound, 2 * capacity)) : 2 * capacity;
}

function powerOf2From(least: number): number {
  return 2 ** (32 - Math.clz32(least - 1));
}

function copied<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
