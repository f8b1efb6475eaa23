import type { ClockAdvance, Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import type { TimestampInput } from "../watermark/time.ts";

/** One element as data. */
export interface ElementEvent<K extends Key, T> {
  readonly key: K;
  readonly value: T;
  readonly timestamp: TimestampInput;
}

/** One step as data: a bundle of elements, or clocks that move. */
export type EngineEvent<K extends Key, T> =
  | { readonly elements: readonly ElementEvent<K, T>[] }
  | ClockAdvance;

/** Has an engine take one step. */
export function apply<K extends Key, T, R>(
  engine: Engine<K, T, R>,
  event: EngineEvent<K, T>,
): void {
  if (!("elements" in event)) {
    engine.advance(event);
    return;
  }
  const { elements } = event;
  const [only] = elements;
  if (only !== undefined && elements.length === 1) engine.add(only.key, only.value, only.timestamp);
  else if (elements.length > 0) {
    const keys: K[] = [];
    for (const { key } of elements) keys.push(key);
    engine.addBatch({ keys, ...columnsOf(elements) });
  }
}

/** Elements as columns. */
export function columnsOf<T>(elements: readonly Omit<ElementEvent<Key, T>, "key">[]): {
  readonly values: readonly T[];
  readonly timestamps: readonly number[];
} {
  const values: T[] = [];
  const timestamps: number[] = [];
  for (const { value, timestamp } of elements) {
    values.push(value);
    timestamps.push(timestamp instanceof Date ? timestamp.getTime() : timestamp);
  }
  return { values, timestamps };
}
