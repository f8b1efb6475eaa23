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
    engine.addBatch({
      keys: elements.map(({ key }) => key),
      values: elements.map(({ value }) => value),
      timestamps: elements.map(({ timestamp }) =>
        timestamp instanceof Date ? timestamp.getTime() : timestamp,
      ),
    });
  }
}
