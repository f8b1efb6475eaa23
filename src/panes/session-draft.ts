import type { EventTime } from "../watermark/time.ts";
import { compareWindows, type Window } from "../windows/interval.ts";
import type { Key } from "./key.ts";
import { LONGER, type Session } from "./span.ts";

/**
 * What a bundle has done to sessions before any of its elements is added: bounds have moved, new
 * sessions stand among the open ones, and of those that an element joins one is left. What that
 * means for cells, timers and holds is still to be settled.
 */
export class SessionDraft<K extends Key, R> {
  /** The places in the bundle of elements that are still to be added, or dropped. */
  readonly waiting: number[] = [];
  /** For each of these the session it fell into, or null if it is late. */
  private readonly slots: (Session<K, unknown, R> | null)[] = [];
  /** Sessions that elements fell into, in that order. */
  readonly noted: Session<K, unknown, R>[];
  /** How many. */
  count = 0;
  /** Whether one of these has ended, so that its trigger may be due. */
  hasEnded = false;
  /** Keys of which several sessions are noted. */
  private tangled: Set<K> | null = null;
  private joined: Map<Session<K, unknown, R>, Session<K, unknown, R>[]> | null = null;
  private homes: Map<Session<K, unknown, R>, Session<K, unknown, R>> | null = null;

  /** `expected` is how many sessions will be noted, at a guess. */
  constructor(expected: number) {
    this.noted = new Array<Session<K, unknown, R>>(expected);
  }

  wait(at: number, session: Session<K, unknown, R> | null): void {
    this.waiting.push(at);
    this.slots.push(session);
  }

  /** Takes note of a session of which nothing but the end will change, unless `care` is called. */
  noteLightly(session: Session<K, unknown, R>): void {
    this.noted[this.count++] = session;
  }

  /** To be called before the bundle changes a session. `isOneOfSeveral`: of its key others are noted. */
  note(session: Session<K, unknown, R>, isOneOfSeveral: boolean): void {
    if (isOneOfSeveral && !this.isNext(session)) {
      this.tangled ??= new Set();
      this.tangled.add(session.key);
    }
    if (session.ended) this.hasEnded = true;
    this.noted[this.count++] = session;
    session.before = { start: session.start, end: session.end };
  }

  /**
   * From now on more than the end of a session may change. Where it ended before is forgotten if it
   * has got longer: `end` is at most that, which will do for one that has made no pane.
   */
  care(session: Session<K, unknown, R>, end: EventTime): void {
    const { start, before } = session;
    if (before === null) session.before = { start, end: session.end };
    else if (before === LONGER) session.before = { start, end };
  }

  /** Whether a session is of the same key as the one noted last, and in order after it. */
  private isNext(session: Session<K, unknown, R>): boolean {
    const before = this.noted[this.count - 1] as Session<K, unknown, R>;
    if (before.key !== session.key) return false;
    if (session.order < 0) return true;
    return before.order >= 0 && before.start < session.start;
  }

  /** Whether sessions were noted in the order in which merges are carried out. */
  get isInOrder(): boolean {
    return this.tangled === null;
  }

  /** The elements of one session belong to another from now on. */
  move(from: Session<K, unknown, R>, to: Session<K, unknown, R>): void {
    this.homes ??= new Map();
    this.homes.set(from, to);
  }

  /** The session in which the element that waits in a place among the waiting ends up, if it is not late. */
  homeAt(place: number): Session<K, unknown, R> | null {
    const session = this.slots[place] as Session<K, unknown, R> | null;
    return session === null || this.homes === null ? session : this.homeOf(session);
  }

  private homeOf(session: Session<K, unknown, R>): Session<K, unknown, R> {
    let home = session;
    for (;;) {
      const next = this.homes?.get(home);
      if (next === undefined) return home;
      home = next;
    }
  }

  /** Where noted sessions have ended up, in the order in which the bundle got to them. */
  homesOfNoted(): readonly Session<K, unknown, R>[] {
    const noted = this.noted.slice(0, this.count);
    if (this.homes === null) return noted;
    return [...new Set(noted.map((session) => this.homeOf(session)))];
  }

  /**
   * Places of noted sessions in the order in which merges are carried out: key by key, for each
   * first what there was before, window by window, then what is new.
   */
  inOrder(): number[] {
    const { count, noted, tangled } = this;
    const order: number[] = [];
    const groups = new Map<K, number[]>();
    for (let at = 0; at < count; at++) {
      const { key } = noted[at] as Session<K, unknown, R>;
      if (tangled === null || !tangled.has(key)) continue;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [at]);
      else group.push(at);
    }
    for (let at = 0; at < count; at++) {
      const group = groups.get((noted[at] as Session<K, unknown, R>).key);
      if (group === undefined) order.push(at);
      else if (group[0] === at) order.push(...this.sorted(group));
    }
    return order;
  }

  private sorted(group: readonly number[]): number[] {
    const { noted } = this;
    return [...group].sort((a, b) => {
      const [one, other] = [noted[a], noted[b]] as [Session<K, unknown, R>, Session<K, unknown, R>];
      if (one.order < 0 || other.order < 0)
        return one.order < 0 && other.order < 0 ? a - b : one.order < 0 ? 1 : -1;
      return one.start - other.start;
    });
  }

  /** Of two sessions that an element joins one is left: one that was there before, or the first. */
  unite(older: Session<K, unknown, R>, newer: Session<K, unknown, R>): Session<K, unknown, R> {
    const { noted } = this;
    const isOlderKept =
      newer.order < 0 && (older.order >= 0 || noted.indexOf(older) < noted.indexOf(newer));
    const [kept, gone] = isOlderKept ? [older, newer] : [newer, older];
    gone.dead = true;
    this.move(gone, kept);
    this.joined ??= new Map();
    this.joined.set(kept, [
      ...(this.joined.get(kept) ?? [kept]),
      ...(this.joined.get(gone) ?? [gone]),
    ]);
    return kept;
  }

  /** The sessions that there were before and that are one now, sorted, with the bounds they had. */
  partsOf(session: Session<K, unknown, R>): Session<K, unknown, R>[] {
    const parts = (this.joined?.get(session) ?? [session]).filter(({ order }) => order >= 0);
    for (const part of parts) {
      const { start, end } = part.before as Window;
      part.start = start;
      part.end = end;
    }
    return parts.sort(compareWindows);
  }

  /** Whether a session has come of several. */
  isJoined(session: Session<K, unknown, R>): boolean {
    return this.joined !== null && this.joined.has(session);
  }
}
