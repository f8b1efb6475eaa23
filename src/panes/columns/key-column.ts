import type { Key } from "../key.ts";
import type { KeyIds } from "./key-ids.ts";

/** The keys of a bundle, one by one or as ids. */
export interface KeyColumn<K extends Key> {
  at(place: number): K;
  /** Writes the ids of `count` keys from a place on to the beginning of a list. */
  idsOf(from: number, count: number, list: Int32Array): void;
}

/** Keys as they are. */
export class PlainKeys<K extends Key> implements KeyColumn<K> {
  private readonly keys: ArrayLike<K>;
  private readonly ids: KeyIds<K>;

  constructor(keys: ArrayLike<K>, ids: KeyIds<K>) {
    this.keys = keys;
    this.ids = ids;
  }

  at(place: number): K {
    return this.keys[place] as K;
  }

  idsOf(from: number, count: number, list: Int32Array): void {
    const { keys, ids } = this;
    for (let at = 0; at < count; at++) list[at] = ids.of(keys[from + at] as K);
  }
}

/** Keys as places in a dictionary: each is looked up once, and again only if ids have changed. */
export class CodedKeys<K extends Key> implements KeyColumn<K> {
  readonly dictionary: ArrayLike<K>;
  private readonly ids: KeyIds<K>;
  private codes: ArrayLike<number> = [];
  /** The id of each code, plus 1; 0 where it is not known. */
  private known: Int32Array = new Int32Array(0);
  private era = -1;

  constructor(dictionary: ArrayLike<K>, ids: KeyIds<K>) {
    this.dictionary = dictionary;
    this.ids = ids;
  }

  /** The codes of another bundle. The dictionary may have become longer. */
  use(codes: ArrayLike<number>): this {
    this.codes = codes;
    const { known, dictionary } = this;
    if (known.length < dictionary.length) {
      this.known = new Int32Array(Math.max(dictionary.length, 2 * known.length));
      this.known.set(known);
    }
    return this;
  }

  at(place: number): K {
    return this.dictionary[this.codes[place] as number] as K;
  }

  idsOf(from: number, count: number, list: Int32Array): void {
    const { codes, known, dictionary, ids } = this;
    if (this.era !== ids.era) {
      known.fill(0);
      this.era = ids.era;
    }
    for (let at = 0; at < count; at++) {
      const code = codes[from + at] as number;
      let id = known[code] as number;
      if (id === 0) {
        id = ids.of(dictionary[code] as K) + 1;
        known[code] = id;
      }
      list[at] = id - 1;
    }
  }
}
