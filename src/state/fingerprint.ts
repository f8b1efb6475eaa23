import { type Strategy, strategyToJson } from "../panes/strategy.ts";

/**
 * A short text that two different strategies are unlikely to share (32 bits, FNV-1a over the plain
 * data of the strategy), for records that are too many to carry it in full.
 */
export function fingerprintOf(strategy: Strategy<never, unknown>): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(strategyToJson(strategy))) {
    hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
