import { type Key, named } from "../key.ts";

/** Whole numbers below this are always found by index; larger ones if there are keys enough. */
const ALWAYS_DIRECT = 1 << 16;

/**
 * Small whole numbers that stand for keys, so that columns can be indexed by them. A key is looked
 * up once for all windows that it is in. Numbers are given anew once their keys are forgotten.
 */
export class KeyIds<K extends Key> {
  /** The key of each id. */
  readonly keys: K[] = [];
  /** Counts how often keys have been forgotten: ids from before must not be used again. */
  era = 0;
  private ids: Map<K, number> = new Map();
  /** For keys that are small whole numbers: the id, plus 1. They are not in `ids`. */
  private direct: Int32Array = new Int32Array(0);
  private readonly free: number[] = [];

  /** Every id is less. */
  get bound(): number {
    return this.keys.length;
  }

  /** How many keys there are. */
  get size(): number {
    return this.keys.length - this.free.length;
  }

  /** The id of a key, or -1. */
  find(key: K): number {
    if (typeof key === "number") {
      const { direct } = this;
      // An index that is no small whole number finds nothing.
      const id = key < direct.length ? (direct[key] ?? 0) : 0;
      if (id !== 0) return id - 1;
    }
    return this.ids.get(key) ?? -1;
  }

  /** The id of a key, which gets one if it has none. */
  of(key: K): number {
    const id = this.find(key);
    return id >= 0 ? id : this.give(key);
  }

  private give(key: K): number {
    const id = this.free.pop() ?? this.keys.length;
    this.keys[id] = named(key);
    if (this.isDirect(key)) this.setDirect(key, id + 1);
    else this.ids.set(key, id);
    return id;
  }

  private isDirect(key: K): key is K & number {
    return (
      typeof key === "number" &&
      key >= 0 &&
      Number.isInteger(key) &&
      key < Math.max(ALWAYS_DIRECT, 8 * this.keys.length)
    );
  }

  private setDirect(key: number, id: number): void {
    if (key >= this.direct.length) {
      const longer = new Int32Array(2 ** (32 - Math.clz32(key)));
      longer.set(this.direct);
      this.direct = longer;
    }
    this.direct[key] = id;
  }

  /** Forgets all keys but those of some ids. */
  keepOnly(wanted: Uint8Array): void {
    const { keys, ids, direct, free } = this;
    this.era += 1;
    const known = new Uint8Array(keys.length);
    for (const id of free) known[id] = 1;
    for (let id = 0; id < keys.length; id++) {
      if (wanted[id] === 1 || known[id] === 1) continue;
      const key = keys[id] as K;
      if (!ids.delete(key)) direct[key as number] = 0;
      free.push(id);
    }
  }

  clear(): void {
    this.era += 1;
    this.keys.length = 0;
    this.free.length = 0;
    this.ids = new Map();
    this.direct = new Int32Array(0);
  }
}
