import { checkKey, type Key, named } from "../key.ts";

/** Whole numbers below this are always found by index; larger ones if there are keys enough. */
const ALWAYS_DIRECT = 1 << 16;

/** How many keys may differ from the one before them until nobody asks whether they do. */
export const PATIENCE = 4;

/** Equals nothing that may be given as a key, be it none. */
const NO_KEY = Symbol("no key");

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

  /** Writes the ids of keys to a list. Throws `INVALID_KEY`, with no more done than some new ids. */
  ofEach(keys: ArrayLike<K>, list: Int32Array): void {
    let at = 0;
    for (;;) {
      at = this.known(keys, at, list);
      if (at === keys.length) return;
      list[at] = this.give(keys[at] as K);
      at += 1;
    }
  }

  /**
   * The same up to the first key that has no id. Without calls V8 keeps what the loop needs at hand.
   * Whether a key is the one before it is asked as long as that pays.
   */
  private known(keys: ArrayLike<K>, from: number, list: Int32Array): number {
    const { direct, ids } = this;
    const { length } = keys;
    let last: unknown = NO_KEY;
    let lastId = 0;
    let tries = PATIENCE;
    let at = from;
    for (; at < length; at++) {
      const key = keys[at] as K;
      if (typeof key === "number" && key < direct.length) {
        const id = direct[key];
        if (id !== undefined && id !== 0) {
          list[at] = id - 1;
          continue;
        }
      } else if (tries > 0) {
        if (key === last) {
          list[at] = lastId;
          continue;
        }
        tries -= 1;
      }
      const id = ids.get(key);
      if (id === undefined) break;
      list[at] = id;
      if (tries > 0) {
        last = key;
        lastId = id;
      }
    }
    return at;
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
    if (typeof key === "string") return this.ids.get(key) ?? this.give(key);
    const id = this.find(key);
    return id >= 0 ? id : this.give(key);
  }

  private give(key: K): number {
    checkKey(key);
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
    if (key >= this.direct.length) this.growDirect(2 ** (32 - Math.clz32(key)));
    this.direct[key] = id;
  }

  /** Keys that were too large before go over. */
  private growDirect(length: number): void {
    const { ids } = this;
    const longer = new Int32Array(length);
    longer.set(this.direct);
    this.direct = longer;
    for (const [key, id] of ids) {
      if (typeof key !== "number" || !(key in longer)) continue;
      longer[key] = id + 1;
      ids.delete(key);
    }
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
