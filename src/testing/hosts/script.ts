import type { Key } from "../../panes/key.ts";
import type { EngineEvent } from "../../state/event.ts";
import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import type { SixKeys } from "./options.ts";

/**
 * Events that make early, on-time and late panes, retractions, merges and drops under the strategy
 * `sessions`. The last one ends the input.
 */
export function scriptFor(keys: SixKeys): readonly EngineEvent<Key, string>[] {
  const [k, s, n, big, yes, text] = keys;
  return [
    { watermark: 0, processingTime: 100 },
    put(3, "a", ...keys),
    put(15, "b", k, n),
    { processingTime: 105 },
    put(9, "c", k, s, big),
    { processingTime: 112 },
    { watermark: 14 },
    put(1, "late", k, yes, text),
    put(2, "later", big, s),
    { watermark: 26, processingTime: 130 },
    put(20, "d", k, n),
    put(21, "e", k, n),
    { watermark: 34 },
    put(2, "dropped", s, yes),
    { watermark: MAX_TIMESTAMP },
  ];
}

function put(timestamp: number, value: string, ...to: readonly Key[]): EngineEvent<Key, string> {
  return { elements: to.map((key) => ({ key, value, timestamp })) };
}
