import type { Key } from "../../panes/key.ts";
import type { Strategy } from "../../panes/strategy.ts";
import { Driver, type DriverOptions, driveAsync } from "../../state/drive.ts";
import type { AsyncHost, KeyState, KeyTimers } from "../../state/host.ts";
import type { EventTime } from "../../watermark/time.ts";
import { keyText, same } from "./compare.ts";
import type { Settings } from "./options.ts";
import { Pauses } from "./pauses.ts";
import { sameResults } from "./results.ts";
import type { FailurePoint, HostCommit, HostItem, HostRig } from "./rig.ts";
import { hasTimer, Twin } from "./twin.ts";
import { errorText, HostContractError } from "./violation.ts";

const noTimers: KeyTimers = { watermark: null, processingTime: null };

/**
 * A host on the test bench, and beside it its twin: what a host has to hold that keeps its contract.
 * Every item goes to both. Any difference throws a `HostContractError`.
 */
export class Bench {
  readonly rig: HostRig;
  readonly settings: Settings;
  readonly driver: Driver<Key, string, unknown>;
  readonly twin: Twin;
  private readonly pauses: Pauses;

  constructor(
    rig: HostRig,
    settings: Settings,
    strategy: Strategy<string, unknown>,
    options: DriverOptions = {},
  ) {
    this.rig = rig;
    this.settings = settings;
    this.driver = new Driver(strategy, options);
    this.twin = new Twin(this.driver);
    this.pauses = new Pauses(settings.seed);
  }

  /** Drives one item, which has to give the commit that the twin gives. */
  async drive(item: HostItem): Promise<HostCommit> {
    const expected = this.twin.take(item);
    let commit: HostCommit;
    try {
      commit = await this.attempt(item);
    } catch (error) {
      throw new HostContractError(`Driving ${itemText(item)} failed: ${errorText(error)}`, {
        cause: error,
      });
    }
    same(plain(commit), plain(expected), `The commit of ${itemText(item)}`);
    return commit;
  }

  /** Drives an item whose commit fails. For the twin nothing has happened. */
  async driveFailing(item: HostItem, at: FailurePoint): Promise<void> {
    await this.rig.failNextCommit?.(at);
    if (await this.succeeds(item)) {
      throw new HostContractError(
        `The commit of ${itemText(item)} was made to fail (${at}), and was reported as done.`,
      );
    }
  }

  /** Drives an item as it is, and says whether that was reported as done. The twin does not know. */
  async succeeds(item: HostItem): Promise<boolean> {
    try {
      await this.attempt(item);
      return true;
    } catch {
      return false;
    }
  }

  /** Loads and steps, and crashes before the commit. For the twin nothing has happened. */
  async crashBeforeCommit(item: HostItem): Promise<void> {
    this.driver.step(await this.load(item.key), item);
    await this.rig.restart?.();
  }

  /** Drives an item of each of some keys: all are loaded before the first is committed. */
  async interleave(items: readonly HostItem[], commits: "inOrder" | "reversed"): Promise<void> {
    if (this.rig.submit !== undefined) {
      await allOf(items.map((item) => this.drive(item)));
      return;
    }
    const pending: HostCommit[] = [];
    for (const item of items) {
      const commit = this.driver.step(await this.load(item.key), item);
      same(plain(commit), plain(this.twin.take(item)), `The commit of ${itemText(item)}`);
      pending.push(commit);
    }
    if (commits === "reversed") pending.reverse();
    for (const commit of pending) await this.rig.host.commit(commit);
  }

  async load(key: Key): Promise<KeyState | null> {
    return this.rig.host.load(key);
  }

  async sameState(key: Key, when: string): Promise<void> {
    const state = await this.load(key);
    if (state === undefined) {
      throw new HostContractError(`${when}: load(${keyText(key)}) gave undefined, not null.`);
    }
    same(state, this.twin.states.get(key) ?? null, `${when}: the state of ${keyText(key)}`);
  }

  async sameStates(when: string): Promise<void> {
    for (const key of this.twin.keys) await this.sameState(key, when);
    same(await this.rig.records(), this.twin.states.size, `${when}: the number of records`);
  }

  async sameTimers(when: string): Promise<void> {
    const timers = await this.timers();
    for (const key of new Set([...this.twin.keys, ...timers.keys()])) {
      const [set, asked] = [timers.get(key), this.twin.timers.get(key)];
      same(set ?? noTimers, asked ?? noTimers, `${when}: the timers of ${keyText(key)}`);
    }
  }

  async sameHolds(when: string): Promise<void> {
    const holds = await this.holds();
    for (const key of new Set([...this.twin.keys, ...holds.keys()])) {
      const [stored, asked] = [holds.get(key), this.twin.holds.get(key)];
      same(stored ?? null, asked ?? null, `${when}: the hold of ${keyText(key)}`);
    }
  }

  async sameResults(when: string): Promise<void> {
    sameResults(await this.rig.published(), this.twin.results, when);
  }

  async sameAll(when: string): Promise<void> {
    await this.sameStates(when);
    await this.sameTimers(when);
    await this.sameResults(when);
    if (this.rig.holds !== undefined) await this.sameHolds(when);
  }

  /** The timers that are set, without the entries that ask for nothing. */
  async timers(): Promise<ReadonlyMap<Key, KeyTimers>> {
    const timers = mapOf(await this.rig.timers(), "timers");
    return new Map([...timers].filter(([, wanted]) => hasTimer(wanted)));
  }

  /** The holds that are stored; empty if the rig does not say. */
  async holds(): Promise<ReadonlyMap<Key, EventTime>> {
    return mapOf((await this.rig.holds?.()) ?? [], "holds");
  }

  private async attempt(item: HostItem): Promise<HostCommit> {
    const { rig, driver } = this;
    if (rig.submit !== undefined) return rig.submit(driver, item);
    return driveAsync(driver, this.slowed(), item);
  }

  /** The host, with pauses between its calls. */
  private slowed(): AsyncHost<Key, string, unknown> {
    const { rig, pauses } = this;
    return {
      async load(key) {
        await pauses.take();
        const state = await rig.host.load(key);
        await pauses.take();
        return state;
      },
      async commit(commit) {
        await pauses.take();
        await rig.host.commit(commit);
        await pauses.take();
      },
    };
  }
}

/** An item for people. */
export function itemText({ key, elements, watermark, processingTime }: HostItem): string {
  const parts = [
    ...(elements === undefined ? [] : [`${elements.length} elements`]),
    ...(watermark === undefined ? [] : [`watermark ${watermark}`]),
    ...(processingTime === undefined ? [] : [`processing time ${processingTime}`]),
  ];
  return `an item of ${keyText(key)} (${parts.join(", ")})`;
}

/** Waits for all, also if one fails; then throws the first failure. */
export async function allOf(promises: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(promises);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** A commit in which keys of equal text differ. */
function plain({ key, ...commit }: HostCommit): unknown {
  return { key: keyText(key === 0 ? 0 : key), ...commit };
}

function mapOf<V>(entries: Iterable<readonly [Key, V]>, of: string): ReadonlyMap<Key, V> {
  const map = new Map<Key, V>();
  for (const [key, value] of entries) {
    if (map.has(key)) throw new HostContractError(`${keyText(key)} has two entries of ${of}.`);
    map.set(key, value);
  }
  return map;
}
