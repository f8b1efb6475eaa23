import type { EventTime } from "../watermark/time.ts";
import { compareWindows, interval, sameWindow, type Window } from "../windows/interval.ts";
import type { MergingWindowFn } from "../windows/window-fn.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import { MergeSets } from "./merge-sets.ts";
import type { Bundle } from "./plan.ts";
import type { Session } from "./span.ts";

/** What became of a window that a bundle brought: the session its elements go to, or the closed one. */
type Destination<K extends Key, R> =
  | { readonly session: Session<K, unknown, R>; readonly closed: null }
  | { readonly session: null; readonly closed: Window };

/** What becomes of one key's windows: which sessions merge into what, and where new windows end up. */
interface MergePlan<K extends Key, R> {
  readonly key: K;
  readonly fresh: ReadonlyMap<string, Window>;
  /** By the name of a window that is merged away, what it is merged into. */
  readonly results: ReadonlyMap<string, Window>;
  readonly merges: readonly {
    readonly result: Window;
    readonly parts: ReadonlySet<Session<K, unknown, R>>;
  }[];
}

/**
 * The general plan for windows that merge, whatever their function does: it is asked about a key's
 * open and new windows together, and everything it merges becomes a new window.
 */
export class MergingWindows<K extends Key, T, R> extends MergeSets<K, T, R> {
  cellReads = 0;
  private readonly windows: MergingWindowFn<T>;
  private readonly judgesMerged: boolean;

  constructor(core: Core<K, T, R>, windows: MergingWindowFn<T>) {
    super(core);
    this.windows = windows;
    this.judgesMerged = windows.lateness === "merged";
  }

  readonly quiet = 0;

  addQuietly(): boolean {
    return false;
  }

  add(key: K, value: T, timestamp: EventTime): void {
    this.addBundle({ keys: [key], values: [value], timestamps: [timestamp] });
  }

  /**
   * Late data goes, windows merge key by key, elements are added, triggers asked. Custom functions
   * may refuse an element or a merge: they are all called before anything changes.
   */
  addBundle({ keys, values, timestamps }: Bundle<K, T>): void {
    const { core } = this;
    const assigned = Array.from(timestamps, (timestamp, at) =>
      this.windows.assign(timestamp, values[at] as T),
    );
    const destinations = new Map<K, Map<string, Destination<K, R>>>();
    const plans = [...this.liveWindows(keys, assigned)].map(([key, fresh]) =>
      this.plan(key, fresh),
    );
    core.ledger.read += assigned.length;
    for (const plan of plans) destinations.set(plan.key, this.carryOut(plan));
    const touched: Session<K, unknown, R>[] = [];
    assigned.forEach((windows, at) => {
      const key = keys[at] as K;
      const value = values[at] as T;
      const timestamp = (timestamps[at] as EventTime) + 0;
      if (windows.length === 0) {
        core.ledger.unassigned += 1;
        core.drop({ reason: "unassigned", key, value, timestamp, window: null });
      }
      for (const window of windows) {
        core.ledger.assignments += 1;
        const destination = destinations.get(key)?.get(nameOf(window));
        if (destination === undefined) core.dropLate(key, value, timestamp, window);
        else if (destination.session === null) {
          core.drop({ reason: "closed", key, value, timestamp, window: destination.closed });
        } else {
          const { session } = destination;
          core.accumulate(session, key, session.cell, value, timestamp);
          if (session.cell.step !== core.step) {
            session.cell.step = core.step;
            touched.push(session);
          }
        }
      }
    });
    for (const session of touched) if (core.mayFire(session)) this.ask(session);
  }

  /**
   * The windows of a bundle that may still take elements, by key: those that have not expired, or, if
   * lateness is judged after merging, all.
   */
  private liveWindows(
    keys: ArrayLike<K>,
    assigned: readonly (readonly Window[])[],
  ): Map<K, Map<string, Window>> {
    const { core } = this;
    const fresh = new Map<K, Map<string, Window>>();
    assigned.forEach((windows, at) => {
      for (const window of windows) {
        if (!this.judgesMerged && core.isExpired(window.end)) continue;
        const known = fresh.get(keys[at] as K);
        if (known === undefined) fresh.set(keys[at] as K, new Map([[nameOf(window), window]]));
        else if (!known.has(nameOf(window))) known.set(nameOf(window), window);
      }
    });
    return fresh;
  }

  /** What becomes of a key's merge set when new windows come; changes nothing. */
  private plan(key: K, fresh: ReadonlyMap<string, Window>): MergePlan<K, R> {
    const open = this.openOf(key);
    this.cellReads += 1;
    const all = new Map<string, Window>();
    for (const window of open) all.set(nameOf(window), interval(window.start, window.end));
    for (const [name, window] of fresh) if (!all.has(name)) all.set(name, window);
    const results = new Map<string, Window>();
    const merges = new Map<string, { result: Window; parts: Set<Session<K, unknown, R>> }>();
    for (const { parts, result } of this.windows.merge([...all.values()].sort(compareWindows))) {
      const name = nameOf(result);
      const merge = merges.get(name) ?? { result, parts: new Set() };
      merges.set(name, merge);
      for (const part of parts) results.set(nameOf(part), result);
      for (const session of open) {
        // A session that the result equals is a part of it, named or not.
        if (results.get(nameOf(session)) === result || sameWindow(session, result))
          merge.parts.add(session);
      }
    }
    return { key, fresh, results, merges: [...merges.values()] };
  }

  /** Carries a plan out, and says where the elements of each new window now belong. */
  private carryOut({
    key,
    fresh,
    results,
    merges,
  }: MergePlan<K, R>): Map<string, Destination<K, R>> {
    for (const { result, parts } of merges) {
      const [only] = parts;
      if (only === undefined) continue;
      if (parts.size === 1 && sameWindow(only, result)) this.core.absorb(only, only.cell);
      else this.replace(key, [...parts].sort(compareWindows), result);
    }
    const destinations = new Map<string, Destination<K, R>>();
    for (const [name, window] of fresh) {
      const result = results.get(name) ?? window;
      // What no open window is part of may have expired as a whole.
      if (!this.judgesMerged || !this.core.isExpired(result.end))
        destinations.set(name, this.settleIn(key, result));
    }
    return destinations;
  }

  /** The open session of a window after all merges, made if there is none, unless the window is closed. */
  private settleIn(key: K, window: Window): Destination<K, R> {
    const open = this.openOf(key).find((session) => sameWindow(session, window));
    if (open !== undefined) return { session: open, closed: null };
    const closed = this.findClosed(key, window.start, window.end);
    if (closed !== undefined) return { session: null, closed: interval(closed.start, closed.end) };
    return { session: this.open(key, window, this.core.makeCell()), closed: null };
  }
}

function nameOf(window: Window): string {
  return `${window.start}/${window.end}`;
}
