import type { Key } from "../../../../src/panes/index.ts";
import type { KeyState } from "../../../../src/state/index.ts";
import type { HostCommit } from "../../../../src/testing/hosts/index.ts";
import { type Line, LogHost, rigOf } from "../log-host.ts";
import { type BrokenHost, broken } from "./broken-host.ts";

/** What the store keeps. */
export const stores: readonly BrokenHost[] = [
  broken(
    "answers undefined for an unknown key",
    () =>
      rigOf(
        new (class extends LogHost {
          override load(key: Key): KeyState | null {
            return super.load(key) ?? (undefined as unknown as null);
          }
        })(),
      ),
    "a key that was never seen has no state",
  ),
  broken(
    "keeps the first state of a key",
    () =>
      rigOf(
        new (class extends LogHost {
          override store(line: Line): void {
            if (line.state === null || !this.states.has(line.key)) super.store(line);
          }
        })(),
      ),
    "load gives back what the last commit stored",
  ),
  broken(
    "reads from a replica that lags one commit behind",
    () =>
      rigOf(
        new (class extends LogHost {
          private readonly replica = new Map<string, string>();
          override load(key: Key): KeyState | null {
            const text = this.replica.get(this.nameOf(key));
            this.replica.clear();
            for (const [name, state] of this.states) this.replica.set(name, state);
            return text === undefined ? null : (JSON.parse(text) as KeyState);
          }
        })(),
      ),
    "every commit can be read at once",
  ),
  broken(
    "writes states in UTF-8 without escapes",
    () =>
      rigOf(
        new (class extends LogHost {
          override store(line: Line): void {
            super.store(JSON.parse(JSON.stringify(line), (_name, part) => wellFormed(part)));
          }
        })(),
      ),
    "text in a state comes back as it was",
  ),
  broken(
    "cuts what is longer than 64 KiB",
    () =>
      rigOf(
        new (class extends LogHost {
          override store({ key, state }: Line): void {
            const text = JSON.stringify(state);
            if (text.length < 65_536) super.store({ key, state } as Line);
          }
        })(),
      ),
    "a large state comes back as it was",
  ),
  broken(
    "forgets deletions",
    () =>
      rigOf(
        new (class extends LogHost {
          override store(line: Line): void {
            if (line.state !== null) super.store(line);
          }
        })(),
      ),
    "a commit of null deletes the record and the timers",
  ),
  broken(
    "leaves a record of null at the end",
    () =>
      rigOf(
        new (class extends LogHost {
          override store({ key, state }: Line): void {
            this.states.set(key, JSON.stringify(state));
          }
        })(),
      ),
    "the end of input leaves nothing, of no key",
  ),
  broken(
    "refuses to delete what is not there",
    () =>
      rigOf(
        new (class extends LogHost {
          override commit(commit: HostCommit): void {
            if (commit.state === null && this.load(commit.key) === null)
              throw new Error("no such row");
            super.commit(commit);
          }
        })(),
      ),
    "a commit of null for a key without a record stores nothing",
  ),
  broken(
    "does not take a key again that it has deleted",
    () =>
      rigOf(
        new (class extends LogHost {
          private readonly tombs = new Set<string>();
          override store(line: Line): void {
            if (line.state === null) this.tombs.add(line.key);
            if (line.state === null || !this.tombs.has(line.key)) super.store(line);
          }
        })(),
      ),
    "a key that was deleted begins anew",
  ),
  broken(
    "deletes a state that has no timers",
    () =>
      rigOf(
        new (class extends LogHost {
          override store(line: Line): void {
            const { watermark, processingTime } = line.timers;
            const kept = watermark !== null || processingTime !== null;
            super.store(kept ? line : { ...line, state: null });
          }
        })(),
      ),
    "a state without timers is kept",
  ),
  broken(
    "keeps references",
    () => {
      const store = new LogHost();
      const states = new Map<Key, KeyState | null>();
      return rigOf(store, {
        load: (key) => states.get(key) ?? null,
        commit: (commit) => {
          store.commit(commit);
          states.set(commit.key, commit.state);
        },
      });
    },
    "the host keeps no reference into a commit's state, nor gives one away",
  ),
  broken(
    "takes the state out of the commit",
    () =>
      rigOf(
        new (class extends LogHost {
          override commit(commit: HostCommit): void {
            super.commit(commit);
            (commit as { state: unknown }).state = null;
          }
        })(),
      ),
    "the host changes nothing in a commit",
  ),
];

function wellFormed(part: unknown): unknown {
  return typeof part === "string" ? Buffer.from(part).toString() : part;
}
