import type { EventTime } from "../watermark/time.ts";
import { compareWindows, interval, sameWindow, type Window } from "../windows/interval.ts";
import type { MergingWindowFn } from "../windows/window-fn.ts";
import { type Cell, NONE } from "./cell.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import { mergedCell } from "./merged-cell.ts";
import type { Bundle, Place, Plan } from "./plan.ts";
import { Session, type Span } from "./span.ts";

/** One key's windows. */
class KeyWindows<K extends Key, R> {
  /** The merge set, sorted (end, then start). */
  readonly open: Session<K, unknown, R>[] = [];
  /** Windows whose trigger has finished; kept until they expire, so that their data is known as closed. */
  readonly closed: Session<K, unknown, R>[] = [];

  insert(session: Session<K, unknown, R>): void {
    let at = this.open.length;
    while (at > 0 && compareWindows(this.open[at - 1] as Window, session) > 0) at--;
    this.open.splice(at, 0, session);
  }

  findOpen(window: Window): Session<K, unknown, R> | undefined {
    return this.open.find((session) => sameWindow(session, window));
  }

  findClosed(window: Window): Session<K, unknown, R> | undefined {
    return this.closed.find((session) => sameWindow(session, window));
  }

  get isEmpty(): boolean {
    return this.open.length === 0 && this.closed.length === 0;
  }
}

function remove<S>(from: S[], session: S): void {
  const at = from.indexOf(session);
  if (at >= 0) from.splice(at, 1);
}

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
 * Windows that merge, key first: every key has a short sorted list of open windows, which is its
 * merge set. Each window is a span of its own with its own alarm.
 */
export class MergingWindows<K extends Key, T, R> implements Plan<K, T, R> {
  cellReads = 0;
  private readonly core: Core<K, T, R>;
  private readonly windows: MergingWindowFn<T>;
  private readonly keys: Map<K, KeyWindows<K, R>> = new Map();
  /** True for sessions, where an element within an open session changes no window. */
  private readonly absorbing: boolean;

  constructor(core: Core<K, T, R>, windows: MergingWindowFn<T>) {
    this.core = core;
    this.windows = windows;
    this.absorbing = windows.kind === "sessions";
  }

  readonly quiet = 0;

  addQuietly(): boolean {
    return false;
  }

  add(key: K, value: T, timestamp: EventTime): void {
    const assigned = this.windows.assign(timestamp, value);
    const proto = assigned[0];
    const inside = this.absorbing && proto !== undefined ? this.around(key, proto) : null;
    if (inside === null) {
      this.addColumns({ keys: [key], values: [value], timestamps: [timestamp] }, [assigned]);
      return;
    }
    const { core } = this;
    core.ledger.read += 1;
    core.ledger.assignments += 1;
    if (core.now.watermark >= core.expiryOf((proto as Window).end)) {
      core.dropLate(key, value, timestamp, proto as Window);
      return;
    }
    if (!sameWindow(inside, proto as Window)) core.absorb(inside, inside.cell);
    core.accumulate(inside, key, inside.cell, value, timestamp);
    if (core.mayFire(inside)) this.ask(inside);
  }

  addBundle(bundle: Bundle<K, T>): void {
    const assigned = Array.from(bundle.timestamps, (timestamp, at) =>
      this.windows.assign(timestamp, bundle.values[at] as T),
    );
    this.addColumns(bundle, assigned);
  }

  /** The open session that holds all of a window, so that nothing merges. */
  private around(key: K, window: Window): Session<K, unknown, R> | null {
    const open = this.keys.get(key)?.open;
    if (open === undefined) return null;
    this.cellReads += 1;
    for (let at = open.length - 1; at >= 0; at--) {
      const session = open[at] as Session<K, unknown, R>;
      if (session.end < window.end) return null;
      if (session.start <= window.start) return session;
    }
    return null;
  }

  /**
   * A bundle in full: late data goes, windows merge key by key, elements are added, triggers asked.
   * Custom functions may refuse an element or a merge: they are all called before anything changes.
   */
  private addColumns(
    { keys, values, timestamps }: Bundle<K, T>,
    assigned: readonly (readonly Window[])[],
  ): void {
    const { core } = this;
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

  /** The windows of a bundle that have not expired, by key. */
  private liveWindows(
    keys: ArrayLike<K>,
    assigned: readonly (readonly Window[])[],
  ): Map<K, Map<string, Window>> {
    const { core } = this;
    const fresh = new Map<K, Map<string, Window>>();
    assigned.forEach((windows, at) => {
      for (const window of windows) {
        if (core.now.watermark >= core.expiryOf(window.end)) continue;
        const known = fresh.get(keys[at] as K);
        if (known === undefined) fresh.set(keys[at] as K, new Map([[nameOf(window), window]]));
        else if (!known.has(nameOf(window))) known.set(nameOf(window), window);
      }
    });
    return fresh;
  }

  /** What becomes of a key's merge set when new windows come; changes nothing. */
  private plan(key: K, fresh: ReadonlyMap<string, Window>): MergePlan<K, R> {
    const open = this.keys.get(key)?.open ?? [];
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
    let own = this.keys.get(key);
    if (own === undefined) {
      own = new KeyWindows();
      this.keys.set(key, own);
    }
    for (const { result, parts } of merges) {
      if (parts.size > 0) this.mergeInto(own, key, [...parts].sort(compareWindows), result);
    }
    const destinations = new Map<string, Destination<K, R>>();
    for (const [name, window] of fresh) {
      destinations.set(name, this.settleIn(own, key, results.get(name) ?? window));
    }
    return destinations;
  }

  /** The open session of a window after all merges, made if there is none, unless the window is closed. */
  private settleIn(own: KeyWindows<K, R>, key: K, window: Window): Destination<K, R> {
    const open = own.findOpen(window);
    if (open !== undefined) return { session: open, closed: null };
    const closed = own.findClosed(window);
    if (closed !== undefined) return { session: null, closed: interval(closed.start, closed.end) };
    return { session: this.open(own, key, window, this.core.makeCell()), closed: null };
  }

  private mergeInto(
    own: KeyWindows<K, R>,
    key: K,
    parts: Session<K, unknown, R>[],
    result: Window,
  ): void {
    const { core } = this;
    const [only] = parts;
    if (only !== undefined && parts.length === 1 && sameWindow(only, result)) {
      core.absorb(only, only.cell);
      return;
    }
    const closed = own.findClosed(result);
    if (closed !== undefined) this.discard(own.closed, closed);
    const cell = mergedCell(core, parts, result);
    for (const part of parts) this.discard(own.open, part);
    const session = this.open(own, key, result, cell);
    if (cell.hold !== NONE) {
      session.held = 1;
      core.holds.changed(session, cell);
    }
    core.unsettle();
    if (core.trigger.watchesProcessingTime)
      core.agenda.arm(session, key, cell, core.now.processingTime);
    core.journal?.changed(session, key, cell);
  }

  private open(
    own: KeyWindows<K, R>,
    key: K,
    window: Window,
    cell: Cell<unknown, R>,
  ): Session<K, unknown, R> {
    const { core } = this;
    const ended = core.now.watermark >= window.end;
    const session = new Session(window, core.expiryOf(window.end), ended, key, cell);
    own.insert(session);
    core.agenda.watch(session);
    return session;
  }

  private discard(from: Session<K, unknown, R>[], session: Session<K, unknown, R>): void {
    session.dead = true;
    remove(from, session);
    this.core.journal?.removed(session, session.key);
  }

  private ask(session: Session<K, unknown, R>): void {
    this.core.ask(session, session.key, session.cell);
    if (!session.cell.closed) return;
    const own = this.keys.get(session.key) as KeyWindows<K, R>;
    remove(own.open, session);
    own.closed.push(session);
  }

  onAlarm(span: Span): void {
    const session = span as Session<K, unknown, R>;
    const { core } = this;
    if (core.now.watermark >= session.expiry) {
      core.expire(session, session.key, session.cell);
      this.dropSession(session);
      return;
    }
    session.ended = true;
    const due = core.trigger.watchesWatermark && session.cell.step !== core.step;
    if (due && !session.cell.closed) this.ask(session);
    core.holds.ended(session);
    session.alarm = session.expiry;
    core.agenda.watch(session);
  }

  onDeadline(span: Span): void {
    this.ask(span as Session<K, unknown, R>);
  }

  private dropSession(session: Session<K, unknown, R>): void {
    const own = this.keys.get(session.key) as KeyWindows<K, R>;
    session.dead = true;
    remove(session.cell.closed ? own.closed : own.open, session);
    if (own.isEmpty) this.keys.delete(session.key);
  }

  places(): Place<K, R>[] {
    return [...this.keys.keys()]
      .flatMap((key) => this.listOf(key))
      .sort((a, b) => a.cell.order - b.cell.order);
  }

  placesOf(key: K): Place<K, R>[] {
    return this.listOf(key).sort((a, b) => a.cell.order - b.cell.order);
  }

  private listOf(key: K): Place<K, R>[] {
    const own = this.keys.get(key);
    if (own === undefined) return [];
    return [...own.open, ...own.closed].map((span) => ({ span, key, cell: span.cell }));
  }

  restore(key: K, start: EventTime, end: EventTime, cell: Cell<unknown, R>): void {
    let own = this.keys.get(key);
    if (own === undefined) {
      own = new KeyWindows();
      this.keys.set(key, own);
    }
    const session = this.open(own, key, interval(start, end), cell);
    if (cell.closed) {
      remove(own.open, session);
      own.closed.push(session);
    }
    this.core.adopt(session, key, cell);
  }
}

function nameOf(window: Window): string {
  return `${window.start}/${window.end}`;
}
