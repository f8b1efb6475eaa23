import { describe, expect, test } from "vitest";
import type { Dropped, Key, Pane } from "../../src/panes/index.ts";
import type { AsyncHost, Commit, KeyState, KeyTimers, SyncHost } from "../../src/state/index.ts";
import { hostContract, type HostRig } from "./host-contract.ts";

type Results = (Pane<Key, unknown> | Dropped<Key, string>)[];

/** Keys, states and timers as text, which is all that a restart leaves. */
class Store {
  private readonly states = new Map<Key, string>();
  private readonly set = new Map<Key, KeyTimers>();
  readonly results: Results = [];
  failing = false;

  read(key: Key): KeyState | null {
    const text = this.states.get(key);
    return text === undefined ? null : (JSON.parse(text) as KeyState);
  }

  write({ key, state, timers, panes, dropped }: Commit<Key, string, unknown>): void {
    const text = JSON.stringify(state);
    if (this.failing) {
      this.failing = false;
      throw new Error("the disk is full");
    }
    if (state === null) this.states.delete(key);
    else this.states.set(key, text);
    if (timers.watermark === null && timers.processingTime === null) this.set.delete(key);
    else this.set.set(key, timers);
    this.results.push(...panes, ...dropped);
  }

  rig(host: HostRig["host"]): HostRig {
    return {
      host,
      timers: () => new Map(this.set),
      published: () => this.results,
      failNextCommit: () => {
        this.failing = true;
      },
      restart: () => {},
    };
  }
}

function syncTextHost(): HostRig {
  const store = new Store();
  const host: SyncHost<Key, string, unknown> = {
    load: (key) => store.read(key),
    commit: (commit) => store.write(commit),
  };
  return store.rig(host);
}

/** Answers take a random number of turns of the event loop, so that keys overtake each other. */
function slowTextHost(seed: number): HostRig {
  const store = new Store();
  let state = seed;
  const wait = async (): Promise<void> => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    for (let turns = (state >>> 16) % 7; turns > 0; turns--)
      await new Promise((resume) => setImmediate(resume));
  };
  const host: AsyncHost<Key, string, unknown> = {
    async load(key) {
      await wait();
      return store.read(key);
    },
    async commit(commit) {
      await wait();
      store.write(commit);
      await wait();
    },
  };
  return store.rig(host);
}

describe("the host contract, over a host that answers at once", () => {
  test.each(hostContract)("$name", ({ run }) => run(syncTextHost));
});

describe.each([1, 2, 3])("the host contract, over a host that answers later (seed %i)", (seed) => {
  test.each(hostContract)("$name", ({ run }) => run(() => slowTextHost(seed)));
});

describe("a host that breaks the contract is caught", () => {
  const brokenBy =
    (
      change: (
        rig: HostRig,
        host: SyncHost<Key, string, unknown>,
      ) => Partial<SyncHost<Key, string, unknown>>,
    ) =>
    (): HostRig => {
      const rig = syncTextHost();
      const host = rig.host as SyncHost<Key, string, unknown>;
      return { ...rig, host: { ...host, ...change(rig, host) } };
    };
  const failures = async (make: () => HostRig): Promise<string[]> => {
    const broken: string[] = [];
    for (const { name, run } of hostContract) await run(make).catch(() => broken.push(name));
    return broken;
  };

  test.each<readonly [string, () => HostRig, string]>([
    [
      "forgets deletions",
      brokenBy((_rig, host) => ({
        commit: (commit) => commit.state !== null && host.commit(commit),
      })),
      "a commit of null deletes the record and the timers",
    ],
    [
      "mixes up keys of equal text",
      brokenBy((_rig, host) => ({
        load: (key) => host.load(String(key)),
        commit: (commit) => host.commit({ ...commit, key: String(commit.key) }),
      })),
      "keys are told apart by type, not by text",
    ],
    [
      "publishes before it stores",
      brokenBy((rig, host) => ({
        commit(commit) {
          (rig.published() as Results).push(...commit.panes);
          host.commit({ ...commit, panes: [] });
        },
      })),
      "a commit that throws changes nothing, and the item driven again gives the same",
    ],
    [
      "keeps references",
      (() => {
        const make = (): HostRig => {
          const rig = syncTextHost();
          const states = new Map<Key, KeyState | null>();
          const host = rig.host as SyncHost<Key, string, unknown>;
          return {
            ...rig,
            host: {
              load: (key) => states.get(key) ?? null,
              commit: (commit) => {
                host.commit(commit);
                states.set(commit.key, commit.state);
              },
            },
          };
        };
        return make;
      })(),
      "the host keeps no reference into a commit's state, nor gives one away",
    ],
    [
      "never replaces a timer",
      brokenBy((rig, host) => ({
        commit: (commit) =>
          host.commit({ ...commit, timers: rig.timers().get(commit.key) ?? commit.timers }),
      })),
      "timers replace the earlier ones",
    ],
    [
      "swallows failures",
      brokenBy((_rig, host) => ({
        commit(commit) {
          try {
            host.commit(commit);
          } catch {}
        },
      })),
      "a commit that throws changes nothing, and the item driven again gives the same",
    ],
  ])("%s", async (_name, make, check) => {
    expect(await failures(make)).toContain(check);
  });
});
