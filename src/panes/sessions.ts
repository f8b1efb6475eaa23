import { type DurationMs, type EventTime, MAX_TIMESTAMP } from "../watermark/time.ts";
import { interval } from "../windows/interval.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import { MergeSets } from "./merge-sets.ts";
import { extend } from "./merged-cell.ts";
import type { Bundle } from "./plan.ts";
import { SessionDraft } from "./session-draft.ts";
import { LONGER, Session, windowOf } from "./span.ts";
import type { Work } from "./work.ts";

/**
 * Sessions, without asking a window function: they are intervals that merge where they overlap. An
 * element falls into the open session that it overlaps, mostly its key's last, and one that has not
 * ended grows in place. One that has ended, and several that an element joins, are merged as in the
 * general plan.
 *
 * A bundle first moves bounds and nothing else (`SessionDraft`); then it is settled what became of
 * each session; elements are added last. So merges come before additions, as they must.
 */
export class Sessions<K extends Key, T, R> extends MergeSets<K, T, R> {
  quiet = 0;
  private readonly gapMs: DurationMs;
  private readonly keepsTriggers: boolean;
  /** How often a session has grown. */
  private grown = 0;

  constructor(core: Core<K, T, R>, gapMs: DurationMs) {
    super(core);
    this.gapMs = gapMs;
    this.keepsTriggers = core.trigger.isKeptByExtension;
  }

  /** One for each element that was not late. */
  get cellReads(): number {
    return this.core.ledger.assignments + this.quiet - this.core.ledger.late;
  }

  /** A session that grows keeps its cell, but takes a new place in the order. */
  get work(): Partial<Work> {
    return { cellsMade: this.core.sequence - this.grown };
  }

  /** Also where the session grows: its timer and its hold are looked at when they come up. */
  addQuietly(key: K, value: T, timestamp: EventTime): boolean {
    const { core } = this;
    const end = this.endOf(timestamp);
    const session = this.lastOf(key, timestamp, end);
    if (session === null || session.cell.fresh === 0 || !core.isQuiet) return false;
    if (end > session.end) this.grow(session, session.start, end);
    core.fold(session.cell, value);
    this.quiet += 1;
    return true;
  }

  add(key: K, value: T, timestamp: EventTime): void {
    const { core } = this;
    const end = this.endOf(timestamp);
    const session = this.lastOf(key, timestamp, end);
    if (session === null) {
      this.addElsewhere(key, value, timestamp, end);
      return;
    }
    core.ledger.read += 1;
    core.ledger.assignments += 1;
    if (end > session.end) this.grow(session, session.start, end);
    core.accumulate(session, key, session.cell, value, timestamp);
    if (core.mayFire(session)) this.ask(session);
  }

  /** The last open session of a key, if it has not ended and an element falls into it that is not late. */
  private lastOf(key: K, timestamp: EventTime, end: EventTime): Session<K, unknown, R> | null {
    const session = this.newest.get(key);
    return session === undefined ||
      session.ended ||
      timestamp < session.start ||
      timestamp >= session.end ||
      this.isLate(end)
      ? null
      : session;
  }

  /** An element that does not fall into the last open session of its key: mostly it begins one. */
  private addElsewhere(key: K, value: T, timestamp: EventTime, end: EventTime): void {
    const { core } = this;
    const last = this.newest.get(key) ?? null;
    const isAfterAll = last === null || last.end <= timestamp;
    if (!isAfterAll || this.hasClosed || this.isLate(end)) {
      this.addColumns({ keys: [key], values: [value], timestamps: [timestamp] });
      return;
    }
    core.ledger.read += 1;
    core.ledger.assignments += 1;
    const session = new Session(timestamp, end, this.isEnded(end), key, core.makeCell());
    this.linkBetween(session, last, null);
    this.watch(session);
    core.accumulate(session, key, session.cell, value, timestamp);
    if (core.mayFire(session)) this.ask(session);
  }

  addBundle(bundle: Bundle<K, T>): void {
    const { keys, values, timestamps } = bundle;
    if (timestamps.length !== 1) this.addColumns(bundle);
    else this.add(keys[0] as K, values[0] as T, (timestamps[0] as EventTime) + 0);
  }

  private addColumns(bundle: Bundle<K, T>): void {
    const { core } = this;
    const { length } = bundle.timestamps;
    // Counted first, so that a combiner that throws is known to have left a step half done.
    core.ledger.read += length;
    core.ledger.assignments += length;
    const draft = new SessionDraft<K, R>(length);
    this.moveBounds(bundle, draft);
    const { count } = draft;
    if (draft.isInOrder) for (let at = 0; at < count; at++) this.settle(draft, at);
    else for (const at of draft.inOrder()) this.settle(draft, at);
    if (draft.waiting.length > 0) this.fill(bundle, draft);
    if (!draft.hasEnded && !core.trigger.watchesElements) return;
    for (const session of draft.homesOfNoted()) {
      if (core.mayFire(session) && !session.cell.closed) this.ask(session);
    }
  }

  /** The end of an element's proto-window. */
  private endOf(timestamp: EventTime): EventTime {
    const end = timestamp + this.gapMs;
    return end < MAX_TIMESTAMP ? end : MAX_TIMESTAMP;
  }

  private isEnded(end: EventTime): boolean {
    return this.core.now.watermark >= end;
  }

  private isLate(end: EventTime): boolean {
    return this.isEnded(end) && this.core.now.watermark >= this.core.expiryOf(end);
  }

  /**
   * Moves the bounds of sessions to where the bundle takes them. An element is added at once if no
   * later one can make a difference to it: if its session is the only one of its key and none of its
   * elements waits. All others wait.
   */
  private moveBounds({ keys, values, timestamps }: Bundle<K, T>, draft: SessionDraft<K, R>): void {
    const { core, newest } = this;
    const { isQuiet, step } = core;
    // No closed window can be like one that goes on: it has ended.
    const isLight = isQuiet && this.keepsTriggers;
    const { watermark } = core.now;
    const { length } = timestamps;
    for (let at = 0; at < length; at++) {
      const start = (timestamps[at] as EventTime) + 0;
      const end = this.endOf(start);
      if (watermark >= end && this.isLate(end)) {
        draft.wait(at, null);
        continue;
      }
      const key = keys[at] as K;
      const session = newest.get(key);
      if (session === undefined || session.ended || start < session.start || start >= session.end) {
        this.wait(draft, at, this.place(draft, key, start, end, session ?? null));
        continue;
      }
      const { cell } = session;
      const isAlone = session.older === null && session.waited !== step && cell.fresh > 0;
      if (isAlone && isLight && cell.past === null) {
        if (session.touched !== step) {
          session.touched = step;
          draft.noteLightly(session);
        }
        if (end > session.end) {
          session.end = end;
          session.named = null;
          session.before = LONGER;
        }
        core.fold(cell, values[at] as T);
        continue;
      }
      this.note(draft, session, session.older);
      if (end > session.end) session.end = end;
      if (isAlone && isQuiet) core.fold(cell, values[at] as T);
      else this.wait(draft, at, session);
    }
  }

  private wait(draft: SessionDraft<K, R>, at: number, session: Session<K, unknown, R>): void {
    session.waited = this.core.step;
    draft.wait(at, session);
  }

  /** Takes note of a session that an element falls into; `last` is the last of the others of its key. */
  private note(
    draft: SessionDraft<K, R>,
    session: Session<K, unknown, R>,
    last: Session<K, unknown, R> | null,
  ): void {
    const { step } = this.core;
    if (session.touched === step) {
      draft.care(session, session.start + this.gapMs);
      return;
    }
    session.touched = step;
    let other = last;
    while (other !== null && (other === session || other.touched !== step)) other = other.older;
    draft.note(session, other !== null);
  }

  /** The session of an element, wherever it lies; a new one if it overlaps none. */
  private place(
    draft: SessionDraft<K, R>,
    key: K,
    start: EventTime,
    end: EventTime,
    last: Session<K, unknown, R> | null,
  ): Session<K, unknown, R> {
    const { core } = this;
    let newer: Session<K, unknown, R> | null = null;
    let session = last;
    while (session !== null && session.start >= end) {
      newer = session;
      session = session.older;
    }
    if (session === null || session.end <= start) {
      const begun = new Session(start, end, false, key, core.makeCell(-1));
      this.linkBetween(begun, session, newer);
      this.note(draft, begun, last);
      return begun;
    }
    this.note(draft, session, last);
    if (session.start !== start || session.end !== end) core.absorb(session, session.cell);
    session.start = Math.min(session.start, start);
    session.end = Math.max(session.end, end);
    for (;;) {
      const older: Session<K, unknown, R> | null = session.older;
      if (older === null || older.end <= start) return session;
      this.note(draft, older, last);
      const kept = draft.unite(older, session);
      this.unlink(kept === older ? session : older);
      kept.start = Math.min(older.start, session.start);
      kept.end = session.end;
      session = kept;
    }
  }

  /** What became of a noted session: it begins, or grows, or merges. */
  private settle(draft: SessionDraft<K, R>, at: number): void {
    const session = draft.noted[at] as Session<K, unknown, R>;
    const { start, end, before, cell } = session;
    if (before === null || session.dead) return;
    const parts = draft.isJoined(session) ? draft.partsOf(session) : null;
    session.before = null;
    if (before === LONGER) {
      this.grown += 1;
      cell.order = this.core.sequence++;
    } else if (cell.order < 0) this.begin(draft, session);
    else if (start !== before.start || end !== before.end) {
      session.start = before.start;
      session.end = before.end;
      if (!session.ended && (parts === null || parts.length === 1)) this.grow(session, start, end);
      else draft.move(session, this.replace(session.key, parts ?? [session], interval(start, end)));
    }
  }

  private begin(draft: SessionDraft<K, R>, session: Session<K, unknown, R>): void {
    const { core } = this;
    const { key, cell } = session;
    const closed = this.hasClosed ? this.findClosed(key, session.start, session.end) : undefined;
    if (closed !== undefined) {
      this.unlink(session);
      draft.move(session, closed);
      return;
    }
    cell.order = core.sequence++;
    session.ended = this.isEnded(session.end);
    if (session.ended) draft.hasEnded = true;
    this.watch(session);
  }

  /**
   * As a rule nothing of a cell changes but its place in the order; its hold is at the new end when
   * it is next looked at.
   */
  private grow(session: Session<K, unknown, R>, start: EventTime, end: EventTime): void {
    this.grown += 1;
    const { core } = this;
    const { cell } = session;
    if (!this.keepsTriggers || !core.isQuiet || cell.past !== null || cell.fresh === 0) {
      if (this.hasClosed) this.reopen(session.key, start, end);
      extend(core, session, start, end);
      return;
    }
    session.start = start;
    session.end = end;
    session.named = null;
    cell.order = core.sequence++;
  }

  /** Adds, or drops, the elements that have waited. */
  private fill({ keys, values, timestamps }: Bundle<K, T>, draft: SessionDraft<K, R>): void {
    const { core } = this;
    const { isQuiet } = core;
    const { waiting } = draft;
    for (let place = 0; place < waiting.length; place++) {
      const at = waiting[place] as number;
      const key = keys[at] as K;
      const value = values[at] as T;
      const timestamp = (timestamps[at] as EventTime) + 0;
      const session = draft.homeAt(place);
      if (session === null) {
        core.dropLate(key, value, timestamp, interval(timestamp, this.endOf(timestamp)));
        continue;
      }
      const { cell } = session;
      if (cell.closed) {
        core.drop({ reason: "closed", key, value, timestamp, window: windowOf(session) });
      } else if (isQuiet && cell.fresh > 0 && !session.ended) core.fold(cell, value);
      else core.accumulate(session, key, cell, value, timestamp);
    }
  }
}
