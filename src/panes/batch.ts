import type { Combiner } from "../combine/combine-fn.ts";
import { show, TidemarkError } from "../errors.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import { checkKey, type Key } from "./key.ts";
import type { Bundle, CodedBundle, Plan } from "./plan.ts";

/**
 * A bundle of elements, column by column; all columns have the same length. Columns may be arrays or
 * typed arrays; `timestamps` are numbers. Whole numbers as keys, and keys as places in a dictionary,
 * are found faster than strings.
 */
export type Batch<K extends Key, T> = Bundle<K, T> | CodedBundle<K, T>;

/** Refuses batches before anything changes. It remembers the dictionary it has seen last. */
export class BatchCheck<K extends Key, T> {
  private readonly combine: Combiner<T, unknown>;
  private readonly checkForTrigger: ((value: T) => void) | null;
  private dictionary: ArrayLike<K> | null = null;
  /** How many of its keys have been checked. */
  private checked = 0;

  constructor(combine: Combiner<T, unknown>, checkForTrigger: ((value: T) => void) | null) {
    this.combine = combine;
    this.checkForTrigger = checkForTrigger;
  }

  /** Returns whether all elements are in the window that is the plan's latest. */
  plain({ keys, values, timestamps }: Bundle<K, T>, plan: Plan<K, T, unknown>): boolean {
    checkLengths("keys", keys.length, values.length, timestamps.length);
    const inLatest = checkTimestamps(timestamps, plan.latest ?? null);
    if (plan.refusesKeys !== true) checkKeys(keys);
    this.checkValues(values);
    return inLatest;
  }

  coded(
    { codes, dictionary, values, timestamps }: CodedBundle<K, T>,
    plan: Plan<K, T, unknown>,
  ): boolean {
    checkLengths("codes", codes.length, values.length, timestamps.length);
    if (dictionary !== this.dictionary) {
      this.dictionary = dictionary;
      this.checked = 0;
    }
    for (; this.checked < dictionary.length; this.checked++) checkKey(dictionary[this.checked]);
    const inLatest = checkTimestamps(timestamps, plan.latest ?? null);
    checkCodes(codes, dictionary.length);
    this.checkValues(values);
    return inLatest;
  }

  private checkValues(values: ArrayLike<T>): void {
    const { combine, checkForTrigger } = this;
    if (combine.checkEach !== undefined) combine.checkEach(values);
    else if (combine.check !== undefined)
      for (let at = 0; at < values.length; at++) combine.check(values[at] as T);
    if (checkForTrigger !== null)
      for (let at = 0; at < values.length; at++) checkForTrigger(values[at] as T);
  }
}

function checkKeys(keys: ArrayLike<unknown>): void {
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at];
    if (typeof key === "string" || (typeof key === "number" && key - key === 0)) continue;
    checkKey(key);
  }
}

function checkCodes(codes: ArrayLike<number>, length: number): void {
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] as number;
    if (code >>> 0 !== code || code >= length) refuseCode(code, at, length);
  }
}

/** The same bundle with its keys. */
export function decoded<K extends Key, T>({
  codes,
  dictionary,
  values,
  timestamps,
}: CodedBundle<K, T>): Bundle<K, T> {
  const { length } = codes;
  const keys = new Array<K>(length);
  for (let at = 0; at < length; at++) keys[at] = dictionary[codes[at] as number] as K;
  return { keys, values, timestamps };
}

/** Returns whether all are in a window: then there is nothing else to be known of them. */
function checkTimestamps(timestamps: ArrayLike<number>, window: Window | null): boolean {
  const { length } = timestamps;
  let at = 0;
  if (window !== null && window.start >= MIN_TIMESTAMP && window.end <= MAX_TIMESTAMP) {
    const { start, end } = window;
    for (; at < length; at++) {
      const timestamp = timestamps[at] as number;
      if (!Number.isInteger(timestamp) || timestamp < start || timestamp >= end) break;
    }
    if (at === length) return true;
  }
  for (; at < length; at++) {
    const timestamp = timestamps[at] as number;
    if (!Number.isInteger(timestamp) || timestamp < MIN_TIMESTAMP || timestamp >= MAX_TIMESTAMP)
      refuseTimestamp(timestamp, at);
  }
  return false;
}

function checkLengths(names: string, keys: number, values: number, timestamps: number): void {
  if (keys === timestamps && values === timestamps) return;
  throw new TidemarkError(
    "INVALID_BATCH",
    `The batch has ${keys} ${names}, ${values} values and ${timestamps} timestamps.`,
    { [names]: keys, values, timestamps },
  );
}

function refuseTimestamp(timestamp: unknown, at: number): never {
  throw new TidemarkError(
    "INVALID_TIMESTAMP",
    `Element ${at} of the batch has the timestamp ${show(timestamp)}.`,
    timestamp,
  );
}

function refuseCode(code: unknown, at: number, length: number): never {
  throw new TidemarkError(
    "INVALID_BATCH",
    `Element ${at} of the batch has the code ${show(code)}, but the dictionary has ${length} keys. ` +
      "Codes are places in the dictionary, from 0 on.",
    code,
  );
}
