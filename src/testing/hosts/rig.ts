import type { Dropped } from "../../panes/dropped.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Driver } from "../../state/drive.ts";
import type { AsyncHost, Commit, KeyTimers, SyncHost, WorkItem } from "../../state/host.ts";
import type { EventTime, ProcessingTime } from "../../watermark/time.ts";

/** A value, or a promise of it. */
export type Awaitable<V> = V | Promise<V>;

/** What a host hands on: a pane or a dropped element, as it stood in a commit. */
export type HostResult = Pane<Key, unknown> | Dropped<Key, string>;

/** One piece of work for a host under test. Values are strings. */
export type HostItem = WorkItem<Key, string>;

/** The outcome of one piece of work. What the panes hold is plain JSON data. */
export type HostCommit = Commit<Key, string, unknown>;

/** Both clocks as the transport reads them. */
export interface HostClocks {
  readonly watermark: EventTime;
  readonly processingTime: ProcessingTime;
}

/**
 * Where a commit is made to fail:
 * - `before`: before it has written anything;
 * - `publishing`: when state and timers have been written and the results are, or would be.
 */
export type FailurePoint = "before" | "publishing";

/**
 * A host under test, with handles to look at it, break it and start it again. All calls but
 * `submit`, and `load` and `commit` of the host, come while no item is under way. A handle may
 * answer at once or with a promise.
 *
 * The last seven are optional: the checks that need one which is not there are skipped, and say so.
 */
export interface HostRig {
  /** The host. It is read anew for every call, so `restart` may put another one here. */
  readonly host: SyncHost<Key, string, unknown> | AsyncHost<Key, string, unknown>;

  /**
   * The timers that are set, one entry for each key. Keys without any may be left out. A `Map` of
   * keys to timers will do. Keys have the type that the host was given: `1n` is not `1`.
   */
  timers(): Awaitable<Iterable<readonly [Key, KeyTimers]>>;

  /** How many records of state are stored, timers and results not counted. */
  records(): Awaitable<number>;

  /**
   * The panes and drops of all successful commits since the rig was made, also of those before a
   * restart. Panes of one key are in the order of its commits, and so are its drops; how panes and
   * drops mix, and keys, does not matter. If results travel on, wait here until they have arrived.
   */
  published(): Awaitable<Iterable<HostResult>>;

  /** The holds that are stored with the states, one for each key that holds anything back. */
  holds?(): Awaitable<Iterable<readonly [Key, EventTime]>>;

  /**
   * The keys that the host's timers would wake at these readings: all with a timer at or before
   * its clock's reading. Others may be among them. Left out, the suite works it out from `timers`.
   */
  due?(clocks: HostClocks): Awaitable<Iterable<Key>>;

  /**
   * The host's own way of driving an item, if it is more than `driveAsync(driver, host, item)`: a
   * queue for each key, a transaction around load, step and commit. Several items of one key may be
   * handed over at once. Resolves to the commit once it is durable. Rejects, without trying again,
   * if that has failed or the step has thrown.
   */
  submit?(driver: Driver<Key, string, unknown>, item: HostItem): Promise<HostCommit>;

  /** Makes the next commit fail at this point, whatever its key and whether it has results or not. */
  failNextCommit?(at: FailurePoint): Awaitable<void>;

  /**
   * Makes the next commit durable, but loses the storage's answer to it, as when a connection
   * breaks in the middle of `COMMIT`.
   */
  loseNextAcknowledgement?(): Awaitable<void>;

  /** Forgets whatever is not durable, as a crash would, and starts again. */
  restart?(): Awaitable<void>;

  /** Called once, when a check is done with this rig, also if it has failed. */
  close?(): Awaitable<void>;
}

/** Makes a rig whose store is empty. Each check asks for one of its own, random ones for many. */
export type MakeHost = () => Awaitable<HostRig>;

/** The handles that a check may need. */
export type OptionalHandle =
  | "holds"
  | "due"
  | "submit"
  | "failNextCommit"
  | "loseNextAcknowledgement"
  | "restart";
