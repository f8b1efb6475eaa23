import type { EventTime } from "../watermark/time.ts";
import { compareWindows, interval, type Window } from "../windows/interval.ts";
import { type Cell, NONE } from "./cell.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import { mergedCell } from "./merged-cell.ts";
import type { Bundle, Place, Plan } from "./plan.ts";
import { Session, type Span } from "./span.ts";

/**
 * The windows of every key where windows merge: a merge set of open windows, and closed windows,
 * which are kept until they expire only so that their data is known as closed. Each window is a span
 * of its own with its own alarm. What a bundle does to them is for the plans that extend this.
 */
export abstract class MergeSets<K extends Key, T, R> implements Plan<K, T, R> {
  protected readonly core: Core<K, T, R>;
  /** The last of a key's open windows (by end, then start); it leads to the others. */
  protected readonly newest: Map<K, Session<K, unknown, R>> = new Map();
  private readonly closed: Map<K, Session<K, unknown, R>[]> = new Map();

  constructor(core: Core<K, T, R>) {
    this.core = core;
  }

  abstract readonly quiet: number;
  abstract addQuietly(key: K, value: T, timestamp: EventTime): boolean;
  abstract add(key: K, value: T, timestamp: EventTime): void;
  abstract addBundle(bundle: Bundle<K, T>): void;
  abstract get cellReads(): number;

  /** A key's open windows, in their order. */
  protected openOf(key: K): Session<K, unknown, R>[] {
    const open: Session<K, unknown, R>[] = [];
    let session = this.newest.get(key) ?? null;
    for (; session !== null; session = session.older) {
      this.settleHold(session);
      open.push(session);
    }
    return open.reverse();
  }

  /** Under `endOfWindow` a hold follows the end of its window, which may have grown since. */
  private settleHold({ ended, end, cell }: Session<K, unknown, R>): void {
    if (ended || cell.hold === NONE || !this.core.stamps.dependsOnlyOnWindow) return;
    cell.hold = end - 1;
  }

  protected get hasClosed(): boolean {
    return this.closed.size > 0;
  }

  protected findClosed(
    key: K,
    start: EventTime,
    end: EventTime,
  ): Session<K, unknown, R> | undefined {
    return this.closed.get(key)?.find((session) => session.start === start && session.end === end);
  }

  /** A new open window, with an alarm. */
  protected open(key: K, window: Window, cell: Cell<unknown, R>): Session<K, unknown, R> {
    const { start, end } = window;
    const session = new Session(start, end, this.core.now.watermark >= end, key, cell);
    this.link(session);
    this.watch(session);
    return session;
  }

  /** Queues a window at its end, or its expiry once it has ended. */
  protected watch(session: Session<K, unknown, R>): void {
    const { core } = this;
    session.alarm = session.ended ? core.expiryOf(session.end) : session.end;
    core.agenda.watch(session);
  }

  /** One window in place of its parts (sorted, at least one), with what they had. */
  protected replace(
    key: K,
    parts: readonly Session<K, unknown, R>[],
    result: Window,
  ): Session<K, unknown, R> {
    const { core } = this;
    this.reopen(key, result.start, result.end);
    const cell = mergedCell(core, parts, result);
    for (const part of parts) {
      if (!part.dead) this.unlink(part);
      this.forget(part);
    }
    const session = this.open(key, result, cell);
    if (cell.hold !== NONE) {
      session.held = 1;
      core.holds.changed(session, cell);
    }
    core.unsettle();
    core.arm(session, key, cell);
    core.journal?.changed(session, key, cell);
    core.journal?.merged?.(parts, session, key);
    return session;
  }

  /** A window with open parts: if there is a closed one like it, what that had is gone. */
  protected reopen(key: K, start: EventTime, end: EventTime): void {
    const closed = this.hasClosed ? this.findClosed(key, start, end) : undefined;
    if (closed === undefined) return;
    this.unlinkClosed(closed);
    this.forget(closed);
  }

  private forget(session: Session<K, unknown, R>): void {
    session.dead = true;
    this.core.journal?.removed(session, session.key);
  }

  protected ask(session: Session<K, unknown, R>): void {
    this.core.ask(session, session.key, session.cell);
    if (!session.cell.closed) return;
    this.unlink(session);
    this.linkClosed(session);
  }

  onAlarm(span: Span): void {
    const session = span as Session<K, unknown, R>;
    const { core } = this;
    this.settleHold(session);
    const expiry = core.expiryOf(session.end);
    if (core.now.watermark >= expiry) {
      core.expire(session, session.key, session.cell);
      session.dead = true;
      if (session.cell.closed) this.unlinkClosed(session);
      else this.unlink(session);
      return;
    }
    session.ended = true;
    const due = core.trigger.watchesWatermark && session.cell.step !== core.step;
    if (due && !session.cell.closed) this.ask(session);
    core.holds.ended(session);
    this.watch(session);
  }

  onDeadline(span: Span): void {
    this.ask(span as Session<K, unknown, R>);
  }

  protected link(session: Session<K, unknown, R>): void {
    let newer: Session<K, unknown, R> | null = null;
    let older = this.newest.get(session.key) ?? null;
    while (older !== null && compareWindows(older, session) > 0) {
      newer = older;
      ({ older } = older);
    }
    this.linkBetween(session, older, newer);
  }

  /** Puts a window between two that are neighbours. */
  protected linkBetween(
    session: Session<K, unknown, R>,
    older: Session<K, unknown, R> | null,
    newer: Session<K, unknown, R> | null,
  ): void {
    session.older = older;
    session.newer = newer;
    if (older !== null) older.newer = session;
    if (newer === null) this.newest.set(session.key, session);
    else newer.older = session;
  }

  protected unlink(session: Session<K, unknown, R>): void {
    const { key, older, newer } = session;
    session.older = null;
    session.newer = null;
    if (older !== null) older.newer = newer;
    if (newer !== null) newer.older = older;
    else if (older !== null) this.newest.set(key, older);
    else this.newest.delete(key);
  }

  private linkClosed(session: Session<K, unknown, R>): void {
    const known = this.closed.get(session.key);
    if (known === undefined) this.closed.set(session.key, [session]);
    else known.push(session);
  }

  private unlinkClosed(session: Session<K, unknown, R>): void {
    const others = this.closed.get(session.key)?.filter((other) => other !== session) ?? [];
    if (others.length === 0) this.closed.delete(session.key);
    else this.closed.set(session.key, others);
  }

  places(): Place<K, R>[] {
    return [...new Set([...this.newest.keys(), ...this.closed.keys()])]
      .flatMap((key) => this.placesOf(key))
      .sort((a, b) => a.cell.order - b.cell.order);
  }

  placesOf(key: K): Place<K, R>[] {
    return [...this.openOf(key), ...(this.closed.get(key) ?? [])]
      .map((span) => ({ span, key, cell: span.cell }))
      .sort((a, b) => a.cell.order - b.cell.order);
  }

  restore(key: K, start: EventTime, end: EventTime, cell: Cell<unknown, R>): void {
    const session = this.open(key, interval(start, end), cell);
    if (cell.closed) {
      this.unlink(session);
      this.linkClosed(session);
    }
    this.core.adopt(session, key, cell);
  }
}
