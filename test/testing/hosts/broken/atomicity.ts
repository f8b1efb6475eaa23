import type { Key } from "../../../../src/panes/index.ts";
import type { HostCommit, HostResult } from "../../../../src/testing/hosts/index.ts";
import { type Line, LogHost, rigOf } from "../log-host.ts";
import { type BrokenHost, broken } from "./broken-host.ts";

/** What a commit is, as a whole or not at all. */
export const atomicity: readonly BrokenHost[] = [
  broken(
    "stores before it can fail",
    () =>
      rigOf(
        new (class extends LogHost {
          override commit(commit: HostCommit): void {
            const line = this.lineOf(commit);
            this.store(line);
            super.commit(commit);
          }
        })(),
      ),
    "a commit that fails before it writes changes nothing",
  ),
  broken(
    "publishes before it stores",
    () => rigOf(publishing((store, line) => store.publish(line))),
    "a commit that fails while it publishes changes nothing",
  ),
  broken(
    "swallows failures",
    () =>
      rigOf(
        new (class extends LogHost {
          override commit(commit: HostCommit): void {
            try {
              super.commit(commit);
            } catch {}
          }
        })(),
      ),
    "a commit that fails before it writes changes nothing",
  ),
  broken(
    "drops the results of a commit that has failed",
    () =>
      rigOf(
        new (class extends LogHost {
          private readonly seen = new Set<string>();
          override commit(commit: HostCommit): void {
            const panes = commit.panes.filter((pane) => !this.seen.has(textOf(pane)));
            for (const pane of commit.panes) this.seen.add(textOf(pane));
            super.commit({ ...commit, panes });
          }
        })(),
      ),
    "an item whose commit has failed while it publishes gives the same when driven again",
  ),
  broken(
    "publishes twice after another attempt",
    () =>
      rigOf(
        new (class extends LogHost {
          private readonly outbox: HostCommit["panes"][number][] = [];
          override commit(commit: HostCommit): void {
            this.outbox.push(...commit.panes);
            super.commit({ ...commit, panes: [...this.outbox] });
            this.outbox.length = 0;
          }
        })(),
      ),
    "an item whose commit has failed before it writes gives the same when driven again",
  ),
  broken(
    "deletes before it can fail",
    () =>
      rigOf(
        new (class extends LogHost {
          override commit(commit: HostCommit): void {
            if (commit.state === null) this.states.delete(this.nameOf(commit.key));
            super.commit(commit);
          }
        })(),
      ),
    "a deletion that fails keeps the record",
  ),
  broken(
    "loses the commit after one that has failed",
    () =>
      rigOf(
        new (class extends LogHost {
          private aborted: Key | null = null;
          override commit(commit: HostCommit): void {
            const { aborted } = this;
            this.aborted = null;
            if (aborted !== null && aborted !== commit.key) return;
            try {
              super.commit(commit);
            } catch (error) {
              this.aborted = commit.key;
              throw error;
            }
          }
        })(),
      ),
    "a failed commit spoils no other commit",
  ),
  broken(
    "stops the queue of a key whose item was refused",
    () => {
      const store = new LogHost();
      const queues = new Map<Key, Promise<unknown>>();
      return {
        ...rigOf(store),
        submit: (driver, item) => {
          const before = queues.get(item.key) ?? Promise.resolve();
          const done = before.then(() => {
            const commit = driver.step(store.load(item.key), item);
            store.commit(commit);
            return commit;
          });
          queues.set(item.key, done);
          return done;
        },
      };
    },
    "an item whose step throws changes nothing and holds nothing up",
  ),
  broken(
    "drops the results that come with a deletion",
    () => rigOf(publishing(() => {}, { when: ({ state }) => state === null })),
    "results that come with a deletion are handed on",
  ),
  broken(
    "does not hand on what was dropped",
    () =>
      rigOf(
        new (class extends LogHost {
          override publish(line: Line): void {
            super.publish({ ...line, dropped: [] });
          }
        })(),
      ),
    "drops are handed on",
  ),
  broken(
    "keeps the earliest hold of a key",
    () =>
      rigOf(
        new (class extends LogHost {
          override apply(line: Line): void {
            const earlier = this.held.get(line.key) ?? line.hold;
            super.apply(line.hold === null ? line : { ...line, hold: earlier });
          }
        })(),
      ),
    "holds are stored with the states",
  ),
  broken(
    "takes a commit of equal elements for a repetition",
    () =>
      rigOf(
        new (class extends LogHost {
          private last = "";
          override commit(commit: HostCommit): void {
            const { read } = commit.counters;
            const elements = `${commit.key} ${read} ${commit.timers.watermark}`;
            if (read === 0 || elements !== this.last) super.commit(commit);
            this.last = elements;
          }
        })(),
      ),
    "an item driven twice counts its elements twice and its clocks once",
  ),
  broken(
    "throws when an acknowledgement is lost, though the line is in the log",
    () =>
      rigOf(
        new (class extends LogHost {
          override commit(commit: HostCommit): void {
            const { losing } = this;
            this.losing = false;
            super.commit(commit);
            if (losing) throw new Error("the connection is lost");
          }
        })(),
      ),
    "a lost acknowledgement counts nothing twice",
  ),
];

/** A host that does something else with results, before it can fail. */
function publishing(
  instead: (store: LogHost, line: Line) => void,
  { when = () => true }: { readonly when?: (line: Line) => boolean } = {},
): LogHost {
  return new (class extends LogHost {
    override commit(commit: HostCommit): void {
      const line = this.lineOf(commit);
      if (!when(line)) {
        super.commit(commit);
        return;
      }
      instead(this, line);
      super.commit({ ...commit, panes: [], dropped: [] });
    }
  })();
}

function textOf({ key, ...pane }: HostResult): string {
  return `${typeof key} ${key} ${JSON.stringify(pane)}`;
}
