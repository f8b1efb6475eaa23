import type { Key } from "../../../src/panes/index.ts";
import type { AsyncHost, KeyState, KeyTimers, SyncHost } from "../../../src/state/index.ts";
import type {
  FailurePoint,
  HostClocks,
  HostCommit,
  HostResult,
  HostRig,
} from "../../../src/testing/hosts/index.ts";

/** What one commit leaves on the disk. JSON has no `bigint`, so keys are text with a type. */
export interface Line {
  readonly key: string;
  readonly state: unknown;
  readonly timers: KeyTimers;
  readonly hold: number | null;
  readonly panes: readonly object[];
  readonly dropped: readonly object[];
}

/**
 * A host that appends every commit as a line of text to a log, and keeps an index of it in memory. A
 * restart leaves the log. Each part is a method of its own, for hosts that do it wrong.
 */
export class LogHost implements SyncHost<Key, string, unknown> {
  log: string[] = [];
  states: Map<string, string> = new Map();
  set: Map<string, KeyTimers> = new Map();
  held: Map<string, number> = new Map();
  results: HostResult[] = [];
  failing: FailurePoint | null = null;
  losing = false;

  load(key: Key): KeyState | null {
    const text = this.states.get(this.nameOf(key));
    return text === undefined ? null : (JSON.parse(text) as KeyState);
  }

  commit(commit: HostCommit): void {
    const line = JSON.stringify(this.lineOf(commit));
    this.failAt("before");
    this.failAt("publishing");
    this.write(line);
    this.apply(JSON.parse(line) as Line);
  }

  failAt(point: FailurePoint): void {
    if (this.failing !== point) return;
    this.failing = null;
    throw new Error("the disk is full");
  }

  /** The answer may be lost, but then the log tells whether the line is there. */
  write(line: string): void {
    try {
      this.append(line);
    } catch (error) {
      if (this.log.at(-1) !== line) throw error;
    }
  }

  append(line: string): void {
    this.log.push(line);
    if (!this.losing) return;
    this.losing = false;
    throw new Error("the connection is lost");
  }

  lineOf({ key, state, timers, hold, panes, dropped }: HostCommit): Line {
    const withoutKey = ({ key: _key, ...result }: HostResult): object => result;
    return {
      key: this.nameOf(key),
      state,
      timers,
      hold,
      panes: panes.map(withoutKey),
      dropped: dropped.map(withoutKey),
    };
  }

  apply(line: Line): void {
    this.store(line);
    const { key, timers, hold } = line;
    if (timers.watermark === null && timers.processingTime === null) this.set.delete(key);
    else this.set.set(key, timers);
    if (hold === null) this.held.delete(key);
    else this.held.set(key, hold);
    this.publish(line);
  }

  store({ key, state }: Line): void {
    if (state === null) this.states.delete(key);
    else this.states.set(key, JSON.stringify(state));
  }

  publish({ key: name, panes, dropped }: Line): void {
    const key = this.keyOf(name);
    this.results.push(...[...panes, ...dropped].map((one) => ({ key, ...one }) as HostResult));
  }

  nameOf(key: Key): string {
    return `${typeof key}:${key}`;
  }

  keyOf(name: string): Key {
    const [type, text] = [name.slice(0, name.indexOf(":")), name.slice(name.indexOf(":") + 1)];
    if (type === "number") return Number(text);
    if (type === "bigint") return BigInt(text);
    return type === "boolean" ? text === "true" : text;
  }

  isDue({ watermark, processingTime }: KeyTimers, clocks: HostClocks): boolean {
    return (
      (watermark !== null && watermark <= clocks.watermark) ||
      (processingTime !== null && processingTime <= clocks.processingTime)
    );
  }

  restart(): void {
    this.forget();
    for (const line of this.log) this.apply(JSON.parse(line) as Line);
  }

  forget(): void {
    this.states = new Map();
    this.set = new Map();
    this.held = new Map();
    this.results = [];
    this.failing = null;
  }
}

/** All handles but `submit`. */
export function rigOf(store: LogHost, host: HostRig["host"] = store): HostRig {
  return {
    host,
    timers: () => [...store.set].map(([name, timers]) => [store.keyOf(name), timers] as const),
    records: () => store.states.size,
    published: () => store.results,
    holds: () => [...store.held].map(([name, hold]) => [store.keyOf(name), hold] as const),
    due: (clocks) =>
      [...store.set]
        .filter(([, timers]) => store.isDue(timers, clocks))
        .map(([name]) => store.keyOf(name)),
    failNextCommit: (at) => {
      store.failing = at;
    },
    loseNextAcknowledgement: () => {
      store.losing = true;
    },
    restart: () => store.restart(),
  };
}

/** A host whose answers take a varying number of turns of the event loop, so that keys overtake. */
export class SlowHost implements AsyncHost<Key, string, unknown> {
  readonly store: LogHost;
  private state: number;

  constructor(store: LogHost, seed: number) {
    this.store = store;
    this.state = seed;
  }

  async load(key: Key): Promise<KeyState | null> {
    await this.wait();
    return this.store.load(key);
  }

  async commit(commit: HostCommit): Promise<void> {
    await this.wait();
    this.store.commit(commit);
    await this.wait();
  }

  async wait(): Promise<void> {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    for (let turns = (this.state >>> 16) % 4; turns > 0; turns--) {
      await new Promise((resume) => setImmediate(resume));
    }
  }
}

/** Drives the items of one key one after the other, whatever becomes of each. */
export function queueing(host: AsyncHost<Key, string, unknown>): NonNullable<HostRig["submit"]> {
  const queues = new Map<Key, Promise<unknown>>();
  return (driver, item) => {
    const before = queues.get(item.key) ?? Promise.resolve();
    const done = before.then(async () => {
      const commit = driver.step(await host.load(item.key), item);
      await host.commit(commit);
      return commit;
    });
    const settled = done.catch(() => {});
    queues.set(item.key, settled);
    return done;
  };
}

/** A promise of every answer, and a queue for each key. */
export function slowRig(seed: number): HostRig {
  const host = new SlowHost(new LogHost(), seed);
  const at = rigOf(host.store, host);
  return {
    ...at,
    timers: async () => (await host.wait(), at.timers()),
    records: async () => (await host.wait(), at.records()),
    published: async () => (await host.wait(), at.published()),
    submit: queueing(host),
  };
}
