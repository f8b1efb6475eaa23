/**
 * A binary heap of things that have a time. Times stand in an array of numbers of their own, so that
 * sifting touches nothing of what is queued: that is most of what many timers cost.
 *
 * Entries of one time come out in an order that depends on what else was queued. Whoever needs an
 * order among them sorts what comes out: determinism depends on it.
 */
export class Heap<T> {
  private readonly times: number[] = [];
  private readonly entries: T[] = [];

  get size(): number {
    return this.entries.length;
  }

  peek(): T | undefined {
    return this.entries[0];
  }

  /** The time of what `peek` shows; positive infinity if that is nothing. */
  get time(): number {
    return this.times.length === 0 ? Number.POSITIVE_INFINITY : (this.times[0] as number);
  }

  push(time: number, entry: T): void {
    const { entries, times } = this;
    let at = entries.push(entry) - 1;
    times.push(time);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = times[parent] as number;
      if (above <= time) break;
      times[at] = above;
      entries[at] = entries[parent] as T;
      at = parent;
    }
    times[at] = time;
    entries[at] = entry;
  }

  pop(): T | undefined {
    const { entries, times } = this;
    const top = entries[0];
    const last = entries.pop();
    const time = times.pop();
    if (entries.length > 0) this.sinkTop(time as number, last as T);
    return top;
  }

  /** Puts the top entry where it belongs at a time that is not earlier. */
  postponeTop(time: number): void {
    if (this.entries.length > 0) this.sinkTop(time, this.entries[0] as T);
  }

  /** Drops every entry that `keep` refuses. */
  compact(keep: (entry: T) => boolean): void {
    const entries = this.entries.splice(0);
    const times = this.times.splice(0);
    entries.forEach((entry, at) => {
      if (keep(entry)) this.push(times[at] as number, entry);
    });
  }

  private sinkTop(time: number, entry: T): void {
    const { entries, times } = this;
    const { length } = entries;
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      const right = child + 1;
      // A sum and no branch, which would be mispredicted every second time: a third of the cost.
      if (right < length) child += Number((times[right] as number) < (times[child] as number));
      const below = times[child] as number;
      if (below >= time) break;
      times[at] = below;
      entries[at] = entries[child] as T;
      at = child;
    }
    times[at] = time;
    entries[at] = entry;
  }
}
