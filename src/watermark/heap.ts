/**
 * A binary heap over a total order given at construction. Heaps are unstable on ties, so `before`
 * must never call two different entries equal: determinism depends on it.
 */
export class Heap<T> {
  private readonly entries: T[] = [];
  private readonly before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.before = before;
  }

  get size(): number {
    return this.entries.length;
  }

  peek(): T | undefined {
    return this.entries[0];
  }

  push(entry: T): void {
    const { entries, before } = this;
    let at = entries.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = entries[parent] as T;
      if (!before(entry, above)) break;
      entries[at] = above;
      at = parent;
    }
    entries[at] = entry;
  }

  pop(): T | undefined {
    const { entries } = this;
    const top = entries[0];
    const last = entries.pop();
    if (entries.length > 0) this.sinkTop(last as T);
    return top;
  }

  /** Restores the order after the top entry has been moved to a later place. */
  topMovedLater(): void {
    if (this.entries.length > 1) this.sinkTop(this.entries[0] as T);
  }

  /** Drops every entry that `keep` refuses. */
  compact(keep: (entry: T) => boolean): void {
    const kept = this.entries.filter(keep);
    this.entries.length = 0;
    for (const entry of kept) this.push(entry);
  }

  private sinkTop(entry: T): void {
    const { entries, before } = this;
    const { length } = entries;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      const right = child + 1;
      if (right < length && before(entries[right] as T, entries[child] as T)) child = right;
      const below = entries[child] as T;
      if (!before(below, entry)) break;
      entries[at] = below;
      at = child;
    }
    entries[at] = entry;
  }
}
