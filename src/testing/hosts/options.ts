import type { Key } from "../../panes/key.ts";

export interface HostConformanceOptions {
  /**
   * Which keys the host takes. Checks that are about other keys are skipped; those about several
   * keys, of which it takes some, run with these. Default: all keys.
   */
  readonly takesKey?: (key: Key) => boolean;
  /** How many random lists of commands are played, each on a rig of its own. Default 50. */
  readonly runs?: number;
  /** Where they start: the same seed, the same lists. Default 20150801. */
  readonly seed?: number;
  /** How long they are at most. Default 16. */
  readonly maxCommands?: number;
  /** Leaves a list that fails as it was found. Default false: it is made as short as can be. */
  readonly endOnFailure?: boolean;
  /** How many keys are driven side by side. Default 40. */
  readonly manyKeys?: number;
  /** How many characters the large state has. Default 1,000,000. */
  readonly largeState?: number;
}

/** The options with nothing left open, and the keys that follow from them. */
export interface Settings extends Required<HostConformanceOptions> {
  /** Six keys, all different, and of different types if the host takes them. */
  readonly keys: SixKeys;
}

export type SixKeys = readonly [Key, Key, Key, Key, Key, Key];

/** Throws a `RangeError` if `takesKey` leaves too few keys to work with. */
export function settingsOf(options: HostConformanceOptions): Settings {
  const takesKey = options.takesKey ?? ((): boolean => true);
  return {
    takesKey,
    runs: options.runs ?? 50,
    seed: options.seed ?? 20_150_801,
    maxCommands: options.maxCommands ?? 16,
    endOnFailure: options.endOnFailure ?? false,
    manyKeys: options.manyKeys ?? 40,
    largeState: options.largeState ?? 1_000_000,
    keys: sixKeys(takesKey),
  };
}

/** So many keys that the host takes. */
export function severalKeys(count: number, { takesKey }: Settings): readonly Key[] {
  return Array.from({ length: count }, (_, at) => {
    const key = [`key ${at}`, at, BigInt(at)].find(takesKey);
    if (key === undefined) throw tooFew();
    return key;
  });
}

function sixKeys(takesKey: (key: Key) => boolean): SixKeys {
  const mixed: readonly Key[] = ["k", "1", 1, 1n, true, "true"];
  const more: readonly Key[] = ["a", "b", "c", "d", "e", 2, 3, 4, 5, 6, 2n, 3n, 4n, 5n, 6n];
  const keys = [...mixed, ...more].filter(takesKey).slice(0, 6);
  if (!isSix(keys)) throw tooFew();
  return keys;
}

function isSix(keys: readonly Key[]): keys is SixKeys {
  return keys.length === 6;
}

function tooFew(): RangeError {
  return new RangeError(
    "takesKey refuses too many keys: take short strings, small integers or small bigints.",
  );
}
