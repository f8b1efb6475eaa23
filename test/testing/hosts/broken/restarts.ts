import type { Key } from "../../../../src/panes/index.ts";
import type { KeyState } from "../../../../src/state/index.ts";
import type { FailurePoint, HostCommit } from "../../../../src/testing/hosts/index.ts";
import { type Line, LogHost, rigOf } from "../log-host.ts";
import { type BrokenHost, broken } from "./broken-host.ts";

/** What a restart leaves. */
export const restarts: readonly BrokenHost[] = [
  broken(
    "loses timers on a restart",
    () => rigOf(restarting((store) => store.set.clear())),
    "states and timers survive a restart",
  ),
  broken(
    "brings deleted records back with a restart",
    () =>
      rigOf(
        new (class extends LogHost {
          override restart(): void {
            this.log = this.log.filter((line) => (JSON.parse(line) as Line).state !== null);
            super.restart();
          }
        })(),
      ),
    "deletions survive a restart",
  ),
  broken(
    "publishes again after a restart",
    () =>
      rigOf(
        new (class extends LogHost {
          override forget(): void {
            const { results } = this;
            super.forget();
            this.results = results;
          }
        })(),
      ),
    "results survive a restart and are not published again",
  ),
  broken(
    "keeps in memory what it has loaded, and forgets the key in a crash",
    () =>
      rigOf(
        new (class extends LogHost {
          private readonly loaded = new Set<string>();
          override load(key: Key): KeyState | null {
            this.loaded.add(this.nameOf(key));
            return super.load(key);
          }
          override commit(commit: HostCommit): void {
            super.commit(commit);
            this.loaded.delete(this.nameOf(commit.key));
          }
          override restart(): void {
            super.restart();
            for (const name of this.loaded) this.states.delete(name);
            this.loaded.clear();
          }
        })(),
      ),
    "a crash between step and commit loses nothing",
  ),
  broken(
    "replays a commit that has failed",
    () =>
      rigOf(
        new (class extends LogHost {
          override failAt(point: FailurePoint): void {
            if (this.failing === point && this.open !== null) this.log.push(this.open);
            super.failAt(point);
          }
          private open: string | null = null;
          override commit(commit: HostCommit): void {
            this.open = JSON.stringify(this.lineOf(commit));
            super.commit(commit);
          }
        })(),
      ),
    "a failed commit does not come back with a restart",
  ),
  broken(
    "loses a timer when another key is deleted before a restart",
    () => rigOf(restarting((store) => forgetAfterDeletion(store))),
    "random commands give what the engine in memory gives, and leave nothing",
  ),
];

/** A host that does something else after a restart. */
function restarting(then: (store: LogHost) => void): LogHost {
  return new (class extends LogHost {
    override restart(): void {
      super.restart();
      then(this);
    }
  })();
}

function forgetAfterDeletion(store: LogHost): void {
  const last = JSON.parse(store.log.at(-1) ?? "null") as Line | null;
  if (last?.state !== null) return;
  const [first] = store.set.keys();
  if (first !== undefined) store.set.delete(first);
}
