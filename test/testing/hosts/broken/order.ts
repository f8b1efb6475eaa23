import type { Key } from "../../../../src/panes/index.ts";
import { type Line, LogHost, queueing, rigOf, SlowHost } from "../log-host.ts";
import { type BrokenHost, broken } from "./broken-host.ts";

/** What comes after what. */
export const order: readonly BrokenHost[] = [
  broken(
    "publishes without waiting, so that results overtake each other",
    () => {
      const store = new LogHost();
      const host = new SlowHost(store, 3);
      const late: Promise<void>[] = [];
      let number = 0;
      store.publish = (line) => {
        const turns = number++ % 2 === 0 ? 3 : 1;
        const sent = async (): Promise<void> => {
          for (let turn = 0; turn < turns; turn++) await host.wait();
          LogHost.prototype.publish.call(store, line);
        };
        late.push(sent());
      };
      const rig = rigOf(store, { load: (key) => store.load(key), commit: (c) => store.commit(c) });
      return { ...rig, published: async () => (await Promise.all(late), store.results) };
    },
    "results of one key are in the order of its commits",
  ),
  broken(
    "hands on results in batches, and turns those of several keys round",
    () => {
      const store = new LogHost();
      let batch: Line[] = [];
      const send = (): void => {
        const several = new Set(batch.map(({ key }) => key)).size > 1;
        const sent = several ? batch.reverse() : batch;
        for (const line of sent) LogHost.prototype.publish.call(store, line);
        batch = [];
      };
      store.publish = (line) => {
        if (line.panes.length > 0) batch.push(line);
        if (batch.length === 8) send();
      };
      return { ...rigOf(store), published: () => (send(), store.results) };
    },
    "results of one key are in order while other keys commit",
  ),
  broken(
    "has one buffer for the key at hand",
    () => {
      const store = new LogHost();
      const host = new SlowHost(store, 5);
      let key: Key = "";
      return rigOf(store, {
        load: async (wanted) => {
          key = wanted;
          await host.wait();
          return store.load(key);
        },
        commit: (commit) => host.commit(commit),
      });
    },
    "many keys side by side do not disturb one another",
  ),
  broken(
    "drops a commit whose key was loaded before another commit",
    () => {
      const store = new LogHost();
      let commits = 0;
      const loadedAt = new Map<Key, number>();
      return rigOf(store, {
        load: (key) => {
          loadedAt.set(key, commits);
          return store.load(key);
        },
        commit: (commit) => {
          if ((loadedAt.get(commit.key) ?? 0) < commits - 1) return;
          commits += 1;
          store.commit(commit);
        },
      });
    },
    "keys that are loaded together may commit in any order",
  ),
  broken(
    "has no queue for a key",
    () => {
      const store = new LogHost();
      const host = new SlowHost(store, 4);
      return {
        ...rigOf(store, host),
        submit: async (driver, item) => {
          const commit = driver.step(await host.load(item.key), item);
          await host.commit(commit);
          return commit;
        },
      };
    },
    "items of one key that are handed over at once are driven one after the other",
  ),
  broken(
    "has a queue that takes the last item first",
    () => {
      const store = new LogHost();
      const waiting: (() => void)[] = [];
      const submit = queueing(new SlowHost(store, 4));
      return {
        ...rigOf(store),
        submit: async (driver, item) => {
          await new Promise<void>((resume) => {
            waiting.push(resume);
            setImmediate(() => waiting.pop()?.());
          });
          return submit(driver, item);
        },
      };
    },
    "items of one key that are handed over at once are driven one after the other",
  ),
];
