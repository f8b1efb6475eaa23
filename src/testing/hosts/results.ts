import type { Dropped } from "../../panes/dropped.ts";
import { Engine } from "../../panes/engine.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Strategy } from "../../panes/strategy.ts";
import { apply, type EngineEvent } from "../../state/event.ts";
import { keyText, same } from "./compare.ts";
import type { HostResult } from "./rig.ts";

/** The results of one key, each kind in its order. */
interface KeyResults {
  readonly panes: Pane<Key, unknown>[];
  readonly dropped: Dropped<Key, string>[];
}

/** Throws unless both are the same results key by key, panes and drops each in their order. */
export function sameResults(
  actual: Iterable<HostResult>,
  expected: Iterable<HostResult>,
  when: string,
): void {
  const [ours, wanted] = [byKey(actual), byKey(expected)];
  for (const key of new Set([...wanted.keys(), ...ours.keys()])) {
    const none: KeyResults = { panes: [], dropped: [] };
    const [mine, asked] = [ours.get(key) ?? none, wanted.get(key) ?? none];
    same(mine.panes, asked.panes, `${when}: the panes of ${keyText(key)}`);
    same(mine.dropped, asked.dropped, `${when}: the drops of ${keyText(key)}`);
  }
}

/** What the engine in memory makes of the same events. */
export function engineResults(
  strategy: Strategy<string, unknown>,
  events: Iterable<EngineEvent<Key, string>>,
): HostResult[] {
  const results: HostResult[] = [];
  const engine = new Engine<Key, string, unknown>(strategy, {
    onPane: (pane) => results.push(pane),
    onDropped: (dropped) => results.push(dropped),
  });
  for (const event of events) apply(engine, event);
  return results;
}

/** Results without what depends on the output watermark of all keys: what is left are contents. */
export function contentsOf(results: Iterable<HostResult>): HostResult[] {
  return [...results].map((result) =>
    "reason" in result
      ? result
      : { ...result, timing: "early", index: 0, onTimeIndex: 0, isFirst: true, timestamp: 0 },
  );
}

function byKey(results: Iterable<HostResult>): Map<Key, KeyResults> {
  const sorted = new Map<Key, KeyResults>();
  for (const result of results) {
    const own = sorted.get(result.key) ?? { panes: [], dropped: [] };
    sorted.set(result.key, own);
    if ("reason" in result) own.dropped.push(result);
    else own.panes.push(result);
  }
  return sorted;
}
