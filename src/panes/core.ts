import type { Combiner } from "../combine/combine-fn.ts";
import { type CompiledTrigger, compiledTriggerOf } from "../triggers/compile.ts";
import type { Moment } from "../triggers/machine.ts";
import {
  type EventTime,
  MIN_TIMESTAMP,
  type ProcessingTime,
  saturatingAdd,
} from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import { Agenda } from "./agenda.ts";
import { stretchOf } from "./alarms.ts";
import { Cell, NONE, noneOwed, Past } from "./cell.ts";
import type { Dropped } from "./dropped.ts";
import { CellHolds, EndHolds, type HoldIndex } from "./holds.ts";
import type { Instants } from "./instants.ts";
import type { Journal } from "./journal.ts";
import type { Key } from "./key.ts";
import { PaneRun, type Result } from "./output.ts";
import { Ledger } from "./ledger.ts";
import type { EmittedPane, Pane, PaneTiming } from "./pane.ts";
import { type Span, windowOf } from "./span.ts";
import type { Strategy } from "./strategy.ts";
import { type CompiledTimestampCombiner, compileTimestampCombiner } from "./timestamp-combiner.ts";

const noWindows: readonly Window[] = Object.freeze([]);

/**
 * What every plan shares: the rules by which one cell takes elements, is asked, makes panes and
 * expires. A plan decides which cells there are and when they are touched; it calls these methods
 * and changes nothing of a cell itself.
 *
 * Within a step `watermark` and `processingTime` already have their new values, `outputWatermark`
 * still has that of the step's start.
 */
export class Core<K extends Key, T, R> {
  readonly combine: Combiner<T, R>;
  readonly trigger: CompiledTrigger;
  readonly ledger: Ledger = new Ledger();
  readonly agenda: Agenda<K, unknown, R>;
  readonly holds: HoldIndex;
  readonly stamps: CompiledTimestampCombiner;
  readonly allowedLatenessMs: number;
  /** Both clocks; `end` is set by whoever is about to ask a trigger. */
  readonly now: Moment = {
    watermark: MIN_TIMESTAMP,
    processingTime: MIN_TIMESTAMP,
    start: 0,
    end: 0,
    value: undefined,
  };
  outputWatermark: EventTime = MIN_TIMESTAMP;
  /** Both clocks when something began to hold the output watermark where it is; null if nothing does. */
  heldSince: Instants | null = null;
  /** The number of the current step. */
  step = 0;
  /** The next place in the order of first sight. */
  sequence = 0;
  /** Panes and drops of this step, in order. */
  readonly results: (Result<K, T, R> | PaneRun<K, R>)[] = [];
  /**
   * True if another element of a pane that has begun changes nothing but its contents, as long as
   * its window has not ended: the trigger sleeps until then, and the hold is made.
   */
  isQuiet: boolean;
  /**
   * True if an element may be kept from the trigger as long as its window has not ended: nothing
   * but elements, enough of them, can make it due before.
   */
  isPatient: boolean;
  /** Whether a pane's timestamp follows from its window alone. */
  readonly holdsByWindow: boolean;
  merges = 0;
  asked = 0;
  settled = 0;
  timersFired = 0;

  private readonly strategy: Strategy<T, R>;
  /** Whether the trigger may be due, or learn something, before its window has ended. */
  private readonly watchesElements: boolean;
  private readonly discards: boolean;
  private readonly retracts: boolean;
  /** Whether a window that expires makes a pane of what is pending, whatever its trigger. */
  private readonly flushes: boolean;
  /** The output watermark may have to move at the end of this step. */
  private unsettled = false;
  private told: Journal<K> | null = null;

  constructor(strategy: Strategy<T, R>) {
    this.strategy = strategy;
    this.combine = strategy.combine;
    this.trigger = compiledTriggerOf(strategy.trigger, strategy.windows.shape === "merging");
    this.agenda = new Agenda(this.trigger.root, stretchOf(strategy.windows));
    this.stamps = compileTimestampCombiner(strategy.timestampCombiner);
    this.holds = this.stamps.dependsOnlyOnWindow ? new EndHolds() : new CellHolds();
    this.watchesElements = this.trigger.watchesElements;
    this.holdsByWindow = this.stamps.dependsOnlyOnWindow;
    this.allowedLatenessMs = strategy.allowedLatenessMs;
    this.discards = strategy.accumulation === "discarding";
    this.retracts = strategy.accumulation === "retracting";
    this.flushes = strategy.closing !== "never";
    this.isPatient = this.canBePatient;
    this.isQuiet = !this.watchesElements && this.holdsByWindow;
  }

  /** When a window with this end expires. */
  expiryOf(end: EventTime): EventTime {
    return saturatingAdd(end, this.allowedLatenessMs);
  }

  isExpired(end: EventTime): boolean {
    return this.now.watermark >= this.expiryOf(end);
  }

  makeCell(order: number = this.sequence++): Cell<unknown, R> {
    const { blank, watchesElements, patience } = this.trigger;
    const cell = new Cell<unknown, R>(
      this.combine.create(),
      watchesElements ? blank.slice() : blank,
      order,
    );
    cell.patience = patience;
    return cell;
  }

  /** One element goes into an open cell. */
  accumulate(span: Span, key: K, cell: Cell<unknown, R>, value: T, timestamp: EventTime): void {
    const isFirst = cell.fresh === 0;
    this.fold(cell, value);
    // Under endOfWindow the pane's first element makes the hold; the others need not look at it.
    if (!span.ended && (isFirst || !this.holdsByWindow)) this.hold(span, cell, timestamp);
    if (this.watchesElements) this.tell(span, key, cell, value);
    if (this.journal !== null) this.journal.changed(span, key, cell);
  }

  /**
   * The same, but the trigger may hear of it later. A plan that uses this must call `inform` before
   * anybody looks at a cell's trigger.
   */
  collect(span: Span, key: K, cell: Cell<unknown, R>, value: T, timestamp: EventTime): void {
    if (!this.isPatient) {
      this.accumulate(span, key, cell, value, timestamp);
      return;
    }
    const isFirst = cell.fresh === 0;
    this.fold(cell, value);
    if (!span.ended && (isFirst || !this.holdsByWindow)) this.hold(span, cell, timestamp);
    cell.untold += 1;
  }

  /** Whether a cell that has got elements has to be asked: else its trigger cannot be due. */
  mustAsk(span: Span, cell: Cell<unknown, R>): boolean {
    return !this.isPatient || span.ended || cell.untold >= cell.patience;
  }

  /**
   * What an element does to the hold of a cell whose window has not ended. Returns false, with
   * nothing done, if the output watermark may depend on it.
   */
  holdQuietly(span: Span, cell: Cell<unknown, R>, timestamp: EventTime): boolean {
    const { hold } = cell;
    if (this.holdsByWindow) {
      if (hold !== NONE) return true;
      cell.hold = span.end - 1;
      span.held += 1;
      return true;
    }
    if (hold === NONE) return false;
    const at = this.stamps.assign(timestamp, span);
    if (at < this.outputWatermark) return true;
    const combined = Math.min(this.stamps.combine(hold, at), span.end - 1);
    if (combined === hold) return true;
    // What holds the output watermark back must not rise unheard of, nor anything fall.
    if (combined < hold || (hold <= this.outputWatermark && hold < this.now.watermark))
      return false;
    cell.hold = combined;
    return true;
  }

  /** The trigger hears of the elements that it has not been told of. */
  inform(span: Span, cell: Cell<unknown, R>): void {
    this.lookAt(span);
    if (this.tellAll(cell)) cell.patience = this.trigger.patienceOf(cell.trigger);
  }

  /** Returns whether there was anything to tell; then its patience is another. */
  private tellAll(cell: Cell<unknown, R>): boolean {
    const { untold } = cell;
    if (untold === 0) return false;
    cell.untold = 0;
    if (this.watchesElements) this.trigger.root.onElements(cell.trigger, untold, this.now);
    return this.watchesElements;
  }

  /** Contents take one element. */
  fold(cell: { accumulator: unknown; fresh: number }, value: T): void {
    cell.accumulator = this.combine.add(cell.accumulator, value);
    cell.fresh += 1;
  }

  /** Told of every change, by stores that write changes through; from the first step on or never. */
  get journal(): Journal<K> | null {
    return this.told;
  }

  set journal(journal: Journal<K> | null) {
    if (this.step > 0)
      throw new Error("The engine has taken steps of which the journal knows nothing.");
    this.told = journal;
    this.isPatient = this.canBePatient && journal === null;
    this.isQuiet = !this.watchesElements && this.holdsByWindow && journal === null;
  }

  /** The trigger hears of an element. */
  private tell(span: Span, key: K, cell: Cell<unknown, R>, value: T): void {
    this.lookAt(span);
    this.now.value = value;
    this.trigger.root.onElements(cell.trigger, 1, this.now);
    this.now.value = undefined;
    this.arm(span, key, cell);
  }

  /** The window that the trigger will be told or asked about. */
  lookAt({ start, end }: Window): void {
    this.now.start = start;
    this.now.end = end;
  }

  /** Queues a cell at the times that its trigger waits for, before its window's end. */
  arm(span: Span, key: K, cell: Cell<unknown, R>): void {
    const { agenda, trigger, now } = this;
    if (trigger.watchesProcessingTime) agenda.arm(span, key, cell, now.processingTime);
    if (trigger.watchesMultiples) agenda.armMultiple(span, key, cell, now.watermark);
  }

  /** Elements alone, enough of them, make the trigger due before the window's end, and it need not know when they came. */
  private get canBePatient(): boolean {
    const { watchesProcessingTime, watchesMultiples, readsValues } = this.trigger;
    return !watchesProcessingTime && !watchesMultiples && !readsValues;
  }

  /** Whether a pane leaves the contents for the next one. */
  get keepsContents(): boolean {
    return !this.discards;
  }

  /** True if an element that has just gone into a cell of this span may make its trigger due. */
  mayFire(span: Span): boolean {
    return span.ended || this.watchesElements;
  }

  /** Asks the trigger of an open cell, and makes a pane if it is due. */
  ask(span: Span, key: K, cell: Cell<unknown, R>): void {
    const { root } = this.trigger;
    this.lookAt(span);
    this.asked += 1;
    cell.step = this.step;
    const told = this.tellAll(cell);
    if (!root.isDue(cell.trigger, this.now)) {
      if (told) cell.patience = this.trigger.patienceOf(cell.trigger);
      return;
    }
    // A state that has learnt nothing yet is that of all cells.
    if (cell.trigger === this.trigger.blank && this.trigger.remembers)
      cell.trigger = cell.trigger.slice();
    root.onFire(cell.trigger, this.now);
    const finished = root.isFinished(cell.trigger);
    this.release(span, key, cell, finished);
    if (finished) this.close(cell);
    else if (this.watchesElements) cell.patience = this.trigger.patienceOf(cell.trigger);
    if (this.journal !== null) this.journal.changed(span, key, cell);
  }

  /** Whether nothing can come of the expiry of a cell's window. */
  isSpent(cell: Cell<unknown, R>): boolean {
    return (
      cell.fresh === 0 &&
      cell.past !== null &&
      cell.past.onTimeIndex >= 0 &&
      this.strategy.closing !== "always" &&
      this.told === null
    );
  }

  /** The cell's window has expired: what is pending becomes the last pane, or none. The caller deletes the cell. */
  expire(span: Span, key: K, cell: Cell<unknown, R>): void {
    if (!cell.closed) {
      if (this.flushes || this.isDue(span, cell)) this.release(span, key, cell, true);
      else this.giveUp(span, cell);
    }
    if (this.journal !== null) this.journal.removed(span, key);
  }

  private isDue(span: Span, cell: Cell<unknown, R>): boolean {
    this.lookAt(span);
    this.tellAll(cell);
    return this.trigger.root.isDue(cell.trigger, this.now);
  }

  /** What is pending comes in no pane. */
  private giveUp(span: Span, cell: Cell<unknown, R>): void {
    this.ledger.unfired += cell.fresh;
    this.letGo(span, cell);
  }

  /** Ends the hold of what is pending, and returns it. */
  private letGo(span: Span, cell: Cell<unknown, R>): EventTime {
    const held = cell.hold;
    if (held === NONE) return held;
    cell.hold = NONE;
    span.held -= 1;
    // Of windows that have not ended only holds within them are behind the watermark.
    if (span.ended || !this.holdsByWindow) this.unsettled = true;
    return held;
  }

  /** The pane of what is pending, or none, and the end of its hold. */
  private release(span: Span, key: K, cell: Cell<unknown, R>, isLast: boolean): void {
    const held = this.letGo(span, cell);
    const timing = this.timingOf(span, cell);
    const wanted =
      cell.fresh > 0 ||
      (timing === "onTime" && this.strategy.onTime === "always") ||
      (isLast && this.strategy.closing === "always");
    if (wanted) this.emit(span, key, cell, timing, held === NONE ? span.end - 1 : held, isLast);
    cell.fresh = 0;
    if (isLast || this.discards) cell.accumulator = this.combine.create();
  }

  /** On time once the input watermark is past the end while the output watermark is not. */
  private timingOf(span: Span, cell: Cell<unknown, R>): PaneTiming {
    if (this.now.watermark < span.end) return "early";
    const hadOnTime = cell.past !== null && cell.past.onTimeIndex >= 0;
    return hadOnTime || this.outputWatermark >= span.end ? "late" : "onTime";
  }

  private emit(
    span: Span,
    key: K,
    cell: Cell<unknown, R>,
    timing: PaneTiming,
    timestamp: EventTime,
    isLast: boolean,
  ): void {
    const { past } = cell;
    const index = past === null ? 0 : past.index + 1;
    const onTimeIndex = timing === "early" ? -1 : past === null ? 0 : past.onTimeIndex + 1;
    const pane: Pane<K, R> = {
      key,
      window: windowOf(span),
      value: this.combine.extract(cell.accumulator),
      timestamp,
      timing,
      index,
      onTimeIndex,
      isFirst: index === 0,
      isLast,
      retraction: false,
      replaces: past === null ? noWindows : past.replaces,
    };
    if (this.retracts && past !== null) this.retract(key, past);
    this.results.push(pane);
    this.count(timing);
    if (isLast) return;
    const next = past ?? new Past<R>();
    next.index = index;
    next.onTimeIndex = onTimeIndex;
    if (this.retracts) next.emitted = pane;
    cell.past = next;
  }

  /** The pane that was made last begins a run. */
  beginRun(expected: number): PaneRun<K, R> {
    const run = new PaneRun(this.results.pop() as Pane<K, R>, expected);
    this.results.push(run);
    return run;
  }

  /** A pane for another key of the run's window. The run must be what was made last. */
  goOn(run: PaneRun<K, R>, key: K, accumulator: unknown): void {
    run.add(key, this.combine.extract(accumulator));
    this.count(run.timing);
  }

  private retract(key: K, past: Past<R>): void {
    for (const owed of past.owed) this.takeBack(key, owed);
    past.owed = noneOwed;
    if (past.emitted !== null) this.takeBack(key, past.emitted);
    past.emitted = null;
  }

  private takeBack(key: K, emitted: EmittedPane<R>): void {
    this.ledger.retractions += 1;
    const { window, value, timestamp, timing, index, onTimeIndex, isFirst, isLast } = emitted;
    const { replaces } = emitted;
    this.results.push({
      key,
      window,
      value,
      timestamp,
      timing,
      index,
      onTimeIndex,
      isFirst,
      isLast,
      retraction: true,
      replaces,
    });
  }

  /** Nothing is kept of a closed cell but that it is closed. */
  private close(cell: Cell<unknown, R>): void {
    cell.closed = true;
    cell.trigger = this.trigger.blank;
    cell.past = null;
    cell.wake = NONE;
    cell.untold = 0;
    cell.patience = 0;
  }

  private hold(span: Span, cell: Cell<unknown, R>, timestamp: EventTime): void {
    const { hold } = cell;
    if (this.stamps.dependsOnlyOnWindow) {
      if (hold !== NONE) return;
      cell.hold = span.end - 1;
      span.held += 1;
      return;
    }
    const at = this.stamps.assign(timestamp, span);
    if (at < this.outputWatermark) return;
    const combined = hold === NONE ? at : Math.min(this.stamps.combine(hold, at), span.end - 1);
    if (hold === NONE) span.held += 1;
    if (combined === hold) return;
    cell.hold = combined;
    this.holds.changed(span, cell);
    // A hold that has risen lets the output watermark go on.
    if (combined > hold) this.unsettled = true;
  }

  /**
   * A window has been merged into one that already spans it. To Beam that is a merge like any other:
   * under `endOfWindow` the hold is made anew, which a window that has ended does not get.
   */
  absorb(span: Span, cell: Cell<unknown, R>): void {
    if (!span.ended || cell.hold === NONE || !this.stamps.dependsOnlyOnWindow) return;
    cell.hold = NONE;
    span.held -= 1;
    this.unsettled = true;
  }

  drop(dropped: Dropped<K, T>): void {
    if (dropped.reason === "late") this.ledger.late += 1;
    else if (dropped.reason === "closed") this.ledger.closed += 1;
    this.results.push(dropped);
  }

  dropLate(key: K, value: T, timestamp: EventTime, window: Window): void {
    const lateByMs = this.now.watermark - this.expiryOf(window.end);
    this.drop({ reason: "late", key, value, timestamp, window, lateByMs });
  }

  /** Both clocks forward; what is given behind its clock is ignored and counted. */
  moveClocks(watermark: EventTime | undefined, processingTime: ProcessingTime | undefined): void {
    const { now, ledger } = this;
    if (watermark !== undefined) {
      if (watermark < now.watermark) ledger.watermarkRegressions += 1;
      else if (watermark > now.watermark) {
        now.watermark = watermark;
        this.unsettled = true;
      }
    }
    if (processingTime !== undefined) {
      if (processingTime < now.processingTime) ledger.processingTimeRegressions += 1;
      else now.processingTime = processingTime;
    }
  }

  /** Takes up the hold and the deadlines of a cell that has been put back into a span. */
  adopt(span: Span, key: K, cell: Cell<unknown, R>): void {
    cell.patience = cell.closed ? 0 : this.trigger.patienceOf(cell.trigger);
    if (cell.hold !== NONE) {
      span.held += 1;
      if (span.held === 1 || !this.stamps.dependsOnlyOnWindow) this.holds.changed(span, cell);
    }
    if (!cell.closed) this.arm(span, key, cell);
  }

  /** To be called after any change of holds that no method here has made. */
  unsettle(): void {
    this.unsettled = true;
  }

  /** The end of a step: the output watermark is the input's or the earliest hold, and never goes back. */
  settle(): void {
    if (!this.unsettled) return;
    this.unsettled = false;
    this.settled += 1;
    const { watermark, processingTime } = this.now;
    const output = Math.min(watermark, this.holds.earliest());
    const moves = output > this.outputWatermark;
    if (moves) this.outputWatermark = output;
    if (watermark <= this.outputWatermark) this.heldSince = null;
    else if (moves || this.heldSince === null) this.heldSince = { watermark, processingTime };
  }

  private count(timing: PaneTiming): void {
    if (timing === "early") this.ledger.early += 1;
    else if (timing === "onTime") this.ledger.onTime += 1;
    else this.ledger.latePanes += 1;
  }
}
