import type { Key } from "../../panes/key.ts";
import type { Driver } from "../../state/drive.ts";
import type { KeyState, KeyTimers } from "../../state/host.ts";
import type { EventTime } from "../../watermark/time.ts";
import type { HostCommit, HostItem, HostResult } from "./rig.ts";

/**
 * What a host that keeps its contract holds: the same items go through the same driver, and the
 * outcome is kept in memory, by key. It shares no object with the host.
 */
export class Twin {
  /** Every key that was ever driven. */
  readonly keys: Set<Key> = new Set();
  readonly states: Map<Key, KeyState> = new Map();
  readonly timers: Map<Key, KeyTimers> = new Map();
  readonly holds: Map<Key, EventTime> = new Map();
  readonly results: HostResult[] = [];
  private readonly driver: Driver<Key, string, unknown>;

  constructor(driver: Driver<Key, string, unknown>) {
    this.driver = driver;
  }

  /** The commit that the next item of its key has to give; nothing is taken over. */
  foresee(item: HostItem): HostCommit {
    return this.driver.step(this.states.get(item.key) ?? null, item);
  }

  /** The same, and from here on it has happened. */
  take(item: HostItem): HostCommit {
    const commit = this.foresee(item);
    const { key, state, timers, hold, panes, dropped } = commit;
    this.keys.add(key);
    if (state === null) this.states.delete(key);
    else this.states.set(key, state);
    if (hasTimer(timers)) this.timers.set(key, timers);
    else this.timers.delete(key);
    if (hold === null) this.holds.delete(key);
    else this.holds.set(key, hold);
    this.results.push(...panes, ...dropped);
    return commit;
  }
}

/** True if the key wants to be woken by either clock. */
export function hasTimer({ watermark, processingTime }: KeyTimers): boolean {
  return watermark !== null || processingTime !== null;
}
