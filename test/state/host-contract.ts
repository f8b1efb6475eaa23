/**
 * What a host must do, as a list of named checks that need no test framework: a check runs a host
 * and throws if it breaks its contract. The author of a host gives a `HostRig`, which is the host
 * with handles to look at it, break it and start it again.
 *
 *     for (const { name, run } of hostContract) test(name, () => run(makeRig));
 */
import { isDeepStrictEqual } from "node:util";
import { list } from "../../src/combine/index.ts";
import {
  type Dropped,
  Engine,
  type Key,
  type Pane,
  type Strategy,
  strategy,
} from "../../src/panes/index.ts";
import {
  apply,
  type AsyncHost,
  type Commit,
  Driver,
  driveAsync,
  type EngineEvent,
  type KeyState,
  type KeyTimers,
  OutputWatermark,
  type SyncHost,
  type WorkItem,
} from "../../src/state/index.ts";
import { afterCount, afterProcessingTime, afterWatermark } from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import { fixed, sessions } from "../../src/windows/index.ts";

type Item = WorkItem<Key, string>;
type Result = Pane<Key, unknown> | Dropped<Key, string>;

/** A host under test. */
export interface HostRig {
  readonly host: SyncHost<Key, string, unknown> | AsyncHost<Key, string, unknown>;
  /** The timers that are set, by key. Keys without any need not be in it. */
  timers(): ReadonlyMap<Key, KeyTimers>;
  /** Panes and drops of all successful commits. Those of one key are in the order of its commits. */
  published(): readonly Result[];
  /** Makes the next commit throw, as late as the host can fail. */
  failNextCommit(): void;
  /** Forgets whatever is not durable, as a crash would. */
  restart(): void | Promise<void>;
}

export type MakeRig = () => HostRig | Promise<HostRig>;

export interface HostCheck {
  readonly name: string;
  run(makeRig: MakeRig): Promise<void>;
}

const sessionStrategy: Strategy<string, unknown> = strategy<string, unknown>({
  windows: sessions(10),
  trigger: afterWatermark({ early: afterProcessingTime(5), late: afterCount(2) }),
  accumulation: "retracting",
  allowedLateness: 20,
  combine: list<string>(),
});

const keys: readonly Key[] = ["k", "1", 1, 1n, true, "true"];

const put = (
  timestamp: number,
  value: string,
  ...to: readonly Key[]
): EngineEvent<Key, string> => ({
  elements: to.map((key) => ({ key, value, timestamp })),
});

/** A script that makes early, on-time and late panes, retractions, merges and drops. */
const script: readonly EngineEvent<Key, string>[] = [
  { watermark: 0, processingTime: 100 },
  put(3, "a", ...keys),
  put(15, "b", "k", 1),
  { processingTime: 105 },
  put(9, "c", "k", "1", 1n),
  { processingTime: 112 },
  { watermark: 14 },
  put(1, "late", "k", true, "true"),
  put(2, "later", 1n, "1"),
  { watermark: 26, processingTime: 130 },
  put(20, "d", "k", 1),
  put(21, "e", "k", 1),
  { watermark: 34 },
  put(2, "dropped", "1", "new"),
  { watermark: MAX_TIMESTAMP },
];

export const hostContract: readonly HostCheck[] = [
  check("a key that was never seen has no state", async (rig) => {
    for (const key of keys) same(await rig.host.load(key), null, `the state of ${show(key)}`);
    same(rig.timers().size, 0, "the number of timers");
  }),

  check("load gives back what commit stored, also after a restart", async (rig) => {
    const driver = new Driver<Key, string, unknown>(sessionStrategy);
    const commit = await driveAsync(driver, asAsync(rig.host), item("k", 3));
    same(await rig.host.load("k"), commit.state, "the state");
    await rig.restart();
    same(await rig.host.load("k"), commit.state, "the state after a restart");
    same(rig.timers().get("k"), commit.timers, "the timers after a restart");
  }),

  check("keys are told apart by type, not by text", async (rig) => {
    const driver = new Driver<Key, string, unknown>(sessionStrategy);
    for (const [at, key] of keys.entries())
      await driveAsync(driver, asAsync(rig.host), item(key, 100 * at));
    for (const [at, key] of keys.entries()) {
      const state = (await rig.host.load(key)) as KeyState;
      same(
        state.cells.map(({ window }) => window[0]),
        [100 * at],
        `the windows of ${show(key)}`,
      );
    }
    same(rig.timers().size, keys.length, "the number of keys with timers");
  }),

  check("a commit of null deletes the record and the timers", async (rig) => {
    const driver = new Driver<Key, string, unknown>(sessionStrategy);
    await driveAsync(driver, asAsync(rig.host), item("k", 3));
    await driveAsync(driver, asAsync(rig.host), { key: "k", watermark: MAX_TIMESTAMP });
    same(await rig.host.load("k"), null, "the state");
    const timers = rig.timers().get("k") ?? { watermark: null, processingTime: null };
    same(timers, { watermark: null, processingTime: null }, "the timers");
  }),

  check("timers replace the earlier ones", async (rig) => {
    const driver = new Driver<Key, string, unknown>(sessionStrategy);
    await driveAsync(driver, asAsync(rig.host), { ...item("k", 3), processingTime: 100 });
    same(rig.timers().get("k"), { watermark: 13, processingTime: 105 }, "the first timers");
    await driveAsync(driver, asAsync(rig.host), { key: "k", processingTime: 105 });
    same(rig.timers().get("k"), { watermark: 13, processingTime: null }, "after the deadline");
    await driveAsync(driver, asAsync(rig.host), item("k", 9));
    same(rig.timers().get("k")?.watermark, 19, "after the session has grown");
  }),

  check("the host keeps no reference into a commit's state, nor gives one away", async (rig) => {
    const driver = new Driver<Key, string, unknown>(sessionStrategy);
    const commit = await driveAsync(driver, asAsync(rig.host), item("k", 3));
    const before = structuredClone(commit.state);
    spoil(commit.state);
    same(await rig.host.load("k"), before, "the state after the commit was altered");
    spoil(await rig.host.load("k"));
    same(await rig.host.load("k"), before, "the state after what was loaded was altered");
  }),

  check(
    "a commit that throws changes nothing, and the item driven again gives the same",
    async (rig) => {
      const driver = new Driver<Key, string, unknown>(sessionStrategy);
      await driveAsync(driver, asAsync(rig.host), { ...item("k", 3), processingTime: 100 });
      const state = await rig.host.load("k");
      const timers = new Map(rig.timers());
      const next: Item = { ...item("k", 9), watermark: 4, processingTime: 105 };
      rig.failNextCommit();
      await rejects(driveAsync(driver, asAsync(rig.host), next), "a commit that fails");
      same(await rig.host.load("k"), state, "the state after a failed commit");
      same(new Map(rig.timers()), timers, "the timers after a failed commit");
      same(rig.published().length, 0, "the number of results after a failed commit");
      const expected = driver.step(state, next);
      same(
        comparable(await driveAsync(driver, asAsync(rig.host), next)),
        comparable(expected),
        "the second attempt",
      );
      same(rig.published(), [...expected.panes, ...expected.dropped], "what is published, once");
    },
  ),

  check("a crash between step and commit loses nothing", async (rig) => {
    const driver = new Driver<Key, string, unknown>(sessionStrategy);
    await driveAsync(driver, asAsync(rig.host), { ...item("k", 3), processingTime: 100 });
    const next: Item = { key: "k", processingTime: 105 };
    const lost = driver.step(await rig.host.load("k"), next);
    await rig.restart();
    const commit = await driveAsync(driver, asAsync(rig.host), next);
    same(comparable(commit), comparable(lost), "the item driven again");
    same(rig.published().length, 1, "the number of results");
  }),

  check("a timer delivered early, twice or late changes nothing but what is due", async (rig) => {
    const driver = new Driver<Key, string, unknown>(sessionStrategy);
    const drive = (work: Item): Promise<Commit<Key, string, unknown>> =>
      driveAsync(driver, asAsync(rig.host), work);
    await drive({ ...item("k", 3), processingTime: 100 });
    same(
      (await drive({ key: "k", processingTime: 103 })).panes.length,
      0,
      "panes of an early timer",
    );
    same(
      (await drive({ key: "k", processingTime: 105 })).panes.length,
      1,
      "panes of a timer in time",
    );
    const after = await rig.host.load("k");
    same(
      (await drive({ key: "k", processingTime: 105 })).panes.length,
      0,
      "panes of a timer delivered twice",
    );
    same(await rig.host.load("k"), after, "the state after a timer delivered twice");
    // The on-time pane is empty; the early one is taken back before it.
    same(
      (await drive({ key: "k", watermark: 30, processingTime: 400 })).panes.length,
      2,
      "panes of a late timer",
    );
    same(rig.published().length, 3, "the number of results");
  }),

  check("a run gives the results of the engine in memory, key by key", async (rig) => {
    const world = new World(rig, sessionStrategy);
    for (const event of script) await world.take(event);
    same(byKey(rig.published()), byKey(engineResults(sessionStrategy)), "the results");
    same(world.outputWatermark, MAX_TIMESTAMP, "the output watermark at the end");
    for (const key of [...keys, "new"])
      same(await rig.host.load(key), null, `what is left of ${show(key)}`);
  }),

  check("a run with a restart after every item gives the same", async (rig) => {
    const world = new World(rig, sessionStrategy, { restart: true });
    for (const event of script) await world.take(event);
    same(byKey(rig.published()), byKey(engineResults(sessionStrategy)), "the results");
  }),

  check("a run in which every first commit fails gives the same", async (rig) => {
    const world = new World(rig, sessionStrategy, { fail: true });
    for (const event of script) await world.take(event);
    same(byKey(rig.published()), byKey(engineResults(sessionStrategy)), "the results");
  }),

  check("a run without an output watermark gives the same contents", async (rig) => {
    const world = new World(rig, sessionStrategy, { tellOutputWatermark: false });
    for (const event of script) await world.take(event);
    same(contents(rig.published()), contents(engineResults(sessionStrategy)), "the contents");
  }),

  check(
    "a host that learns the watermark from timers alone gives every element once",
    async (rig) => {
      const counting = strategy<string, unknown>({
        windows: fixed(10),
        allowedLateness: 5,
        combine: list<string>(),
      });
      const driver = new Driver<Key, string, unknown>(counting);
      const drive = (work: Item): Promise<Commit<Key, string, unknown>> =>
        driveAsync(driver, asAsync(rig.host), work);
      for (const timestamp of [3, 12, 5, 27]) await drive(item("k", timestamp));
      // Each of three windows has an end and an expiry.
      for (let deliveries = 0; deliveries < 6; deliveries++) {
        const due = rig.timers().get("k")?.watermark ?? null;
        if (due !== null) await drive({ key: "k", watermark: due });
      }
      same(
        rig
          .published()
          .map((result) =>
            "reason" in result ? result.reason : [result.window.start, result.value, result.timing],
          ),
        [
          [0, ["3", "5"], "onTime"],
          [10, ["12"], "onTime"],
          [20, ["27"], "onTime"],
        ],
        "the results",
      );
      same(await rig.host.load("k"), null, "what is left");
    },
  ),
];

function check(name: string, run: (rig: HostRig) => Promise<void>): HostCheck {
  return { name, run: async (makeRig) => run(await makeRig()) };
}

/** Stands for the transport: hands items to a host as its contract asks. */
class World {
  private readonly driver: Driver<Key, string, unknown>;
  private readonly output: OutputWatermark<Key> = new OutputWatermark();
  private readonly clocks = { watermark: MIN_TIMESTAMP, processingTime: MIN_TIMESTAMP };
  private readonly rig: HostRig;
  private readonly options: {
    readonly restart?: boolean;
    readonly fail?: boolean;
    readonly tellOutputWatermark?: boolean;
  };

  constructor(rig: HostRig, of: Strategy<string, unknown>, options: World["options"] = {}) {
    this.rig = rig;
    this.driver = new Driver(of);
    this.options = options;
  }

  get outputWatermark(): number {
    return this.output.value;
  }

  /** One step: one item for each key it concerns, the keys side by side. */
  async take(event: EngineEvent<Key, string>): Promise<void> {
    const items =
      "elements" in event
        ? this.bundles(event.elements)
        : this.timers(event as Partial<World["clocks"]>);
    await this.all(items);
    this.output.settle(this.clocks.watermark);
  }

  private bundles(
    elements: readonly {
      readonly key: Key;
      readonly value: string;
      readonly timestamp: number | Date;
    }[],
  ): Item[] {
    const affected = [...new Set(elements.map(({ key }) => key))];
    return affected.map((key) => ({
      key,
      elements: elements.filter((element) => element.key === key),
    }));
  }

  private timers(to: Partial<World["clocks"]>): Item[] {
    Object.assign(this.clocks, to);
    const due = [...this.rig.timers()].filter(
      ([, timers]) =>
        (timers.watermark ?? Number.POSITIVE_INFINITY) <= this.clocks.watermark ||
        (timers.processingTime ?? Number.POSITIVE_INFINITY) <= this.clocks.processingTime,
    );
    return due.map(([key]) => ({ key }));
  }

  private async all(items: readonly Item[]): Promise<void> {
    // A restart or a failure would hit the items beside it: then one after the other.
    if (this.options.restart || this.options.fail) for (const one of items) await this.drive(one);
    else await Promise.all(items.map((one) => this.drive(one)));
  }

  private async drive(one: Item): Promise<void> {
    const { restart, fail, tellOutputWatermark = true } = this.options;
    const work: Item = {
      ...one,
      ...this.clocks,
      ...(tellOutputWatermark ? { outputWatermark: this.output.value } : {}),
    };
    if (fail) {
      this.rig.failNextCommit();
      await rejects(driveAsync(this.driver, asAsync(this.rig.host), work), "a commit that fails");
    }
    const commit = await driveAsync(this.driver, asAsync(this.rig.host), work);
    this.output.report(commit.key, commit.hold);
    if (restart) await this.rig.restart();
  }
}

function asAsync(host: HostRig["host"]): AsyncHost<Key, string, unknown> {
  return {
    load: async (key) => host.load(key),
    commit: async (commit) => host.commit(commit),
  };
}

function item(key: Key, timestamp: number): Item {
  return { key, elements: [{ value: String(timestamp), timestamp }] };
}

function engineResults(of: Strategy<string, unknown>): Result[] {
  const results: Result[] = [];
  const engine = new Engine<Key, string, unknown>(of, {
    onPane: (pane) => results.push(pane),
    onDropped: (dropped) => results.push(dropped),
  });
  for (const event of script) apply(engine, event);
  return results;
}

/** Panes of each key in their order, and its drops. */
function byKey(results: readonly Result[]): Record<string, unknown> {
  const sorted: Record<string, { panes: Result[]; dropped: Result[] }> = {};
  for (const result of results) {
    const own = (sorted[show(result.key)] ??= { panes: [], dropped: [] });
    ("reason" in result ? own.dropped : own.panes).push(result);
  }
  return sorted;
}

function contents(results: readonly Result[]): unknown {
  return byKey(
    results.map((result) =>
      "reason" in result
        ? result
        : { ...result, timing: "early", index: 0, onTimeIndex: 0, timestamp: 0, isFirst: true },
    ),
  );
}

function comparable({ key, ...commit }: Commit<Key, string, unknown>): unknown {
  return { key: show(key), ...commit };
}

function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const field of Object.values(value)) spoil(field);
  if (Array.isArray(value)) value.length = 0;
  else if (!Object.isFrozen(value))
    for (const name of Object.keys(value)) delete (value as Record<string, unknown>)[name];
}

function same(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: ${text(actual)} where the contract asks for ${text(expected)}`);
}

async function rejects(promise: Promise<unknown>, what: string): Promise<void> {
  try {
    await promise;
  } catch {
    return;
  }
  throw new Error(`${what} was reported as done`);
}

function text(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "bigint" ? `${part}n` : part instanceof Map ? [...part] : part,
  );
}

function show(key: Key): string {
  return `${typeof key} ${String(key)}`;
}
