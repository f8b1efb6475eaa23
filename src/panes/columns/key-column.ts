import type { Key } from "../key.ts";
import type { KeyIds } from "./key-ids.ts";

/** The keys of a bundle, one by one or as ids. */
export interface KeyColumn<K extends Key> {
  at(place: number): K;
  /** Writes the ids of all keys to a list. Throws `INVALID_KEY`, with no more done than some new ids. */
  ids(list: Int32Array): void;
}

/** Keys as they are. */
export class PlainKeys<K extends Key> implements KeyColumn<K> {
  private readonly keys: ArrayLike<K>;
  private readonly table: KeyIds<K>;

  constructor(keys: ArrayLike<K>, table: KeyIds<K>) {
    this.keys = keys;
    this.table = table;
  }

  at(place: number): K {
    return this.keys[place] as K;
  }

  ids(list: Int32Array): void {
    this.table.ofEach(this.keys, list);
  }
}

/** Keys as places in a dictionary: each is looked up once, and again only if ids have changed. */
export class CodedKeys<K extends Key> implements KeyColumn<K> {
  readonly dictionary: ArrayLike<K>;
  private readonly table: KeyIds<K>;
  private codes: ArrayLike<number> = [];
  /** The id of each code, plus 1; 0 where it is not known. */
  private found: Int32Array = new Int32Array(0);
  private era = -1;

  constructor(dictionary: ArrayLike<K>, table: KeyIds<K>) {
    this.dictionary = dictionary;
    this.table = table;
  }

  /** The codes of another bundle. The dictionary may have become longer. */
  use(codes: ArrayLike<number>): this {
    this.codes = codes;
    const { found, dictionary } = this;
    if (found.length < dictionary.length) {
      this.found = new Int32Array(Math.max(dictionary.length, 2 * found.length));
      this.found.set(found);
    }
    return this;
  }

  at(place: number): K {
    return this.dictionary[this.codes[place] as number] as K;
  }

  ids(list: Int32Array): void {
    const { table, codes, dictionary } = this;
    if (this.era !== table.era) {
      this.found.fill(0);
      this.era = table.era;
    }
    let at = 0;
    for (;;) {
      at = this.known(at, list);
      if (at === codes.length) return;
      const code = codes[at] as number;
      this.found[code] = table.of(dictionary[code] as K) + 1;
    }
  }

  /** The same up to the first code whose id is not known. */
  private known(from: number, list: Int32Array): number {
    const { codes, found } = this;
    const { length } = codes;
    let at = from;
    for (; at < length; at++) {
      const id = found[codes[at] as number] as number;
      if (id === 0) break;
      list[at] = id - 1;
    }
    return at;
  }
}
