import { TidemarkError } from "../errors.ts";
import {
  type EventTime,
  type ProcessingTime,
  type TimestampInput,
  toInstant,
  toTimestamp,
  toWatermark,
} from "../watermark/time.ts";
import type { Window } from "../windows/interval.ts";
import { type Batch, BatchCheck, decoded } from "./batch.ts";
import { NONE } from "./cell.ts";
import { choosePlan, type Only, type PlanChoice } from "./choose-plan.ts";
import { Core } from "./core.ts";
import type { Instants } from "./instants.ts";
import { checkKey, type Key } from "./key.ts";
import type { Counters } from "./ledger.ts";
import { busy, handOver, type Output } from "./output.ts";
import type { Place, Plan } from "./plan.ts";
import { windowOf } from "./span.ts";
import type { Strategy } from "./strategy.ts";
import type { Work } from "./work.ts";

/** Where to move the clocks; what is behind its clock is ignored and counted. */
export interface ClockAdvance {
  readonly watermark?: TimestampInput;
  readonly processingTime?: TimestampInput;
}

/** Both input clocks and the output watermark. */
export interface Clocks {
  readonly watermark: EventTime;
  readonly processingTime: ProcessingTime;
  readonly outputWatermark: EventTime;
  /** Both input clocks when something began to hold the output watermark where it is; absent if nothing does, or it is not known. */
  readonly heldSince?: Instants;
}

/** One key's window as it stands. */
export interface WindowView<K extends Key> {
  readonly key: K;
  readonly window: Window;
  /** Its trigger has finished; only this mark is left of it. */
  readonly closed: boolean;
  /** How many elements have come since the last pane. */
  readonly pending: number;
  /** Where it holds the output watermark, or would if the input watermark came so far. */
  readonly hold: EventTime | null;
}

/** What an engine is doing: only an idle one can be called. */
type Phase = 0 | 1 | 2 | 3;
const IDLE = 0;
const STEPPING = 1;
const DELIVERING = 2;
/** A user's function has thrown in the middle of a step. */
const FAILED = 3;

/**
 * The windowing engine: elements and clock readings in, panes out. It reads no clock, draws no
 * random number and awaits nothing: the same calls make the same results, in the same order.
 *
 * Every call that changes something is one step. A step moves clocks before it asks any trigger,
 * asks the trigger of a window at most once, works out the output watermark once at its end, and
 * hands its results over last. A call with bad arguments throws before the step begins.
 */
export class Engine<K extends Key, T, R> {
  readonly strategy: Strategy<T, R>;
  /** For the state layer: stores and drivers are built on it. Not part of the public contract. */
  readonly core: Core<K, T, R>;
  readonly layout: Plan<K, T, R>;
  private readonly chosen: PlanChoice;
  private readonly batches: BatchCheck<K, T>;
  private readonly output: Output<K, T, R>;
  private phase: Phase = IDLE;

  /** `only` is for tests, which hold the plan that is chosen to the general one, and for stores. */
  constructor(strategy: Strategy<T, R>, output: Output<K, T, R>, only: Only = null) {
    this.strategy = strategy;
    this.output = output;
    this.core = new Core(strategy);
    this.batches = new BatchCheck(strategy.combine, this.core.trigger.check);
    const { plan, choice } = choosePlan(strategy, this.core, only);
    this.layout = plan;
    this.chosen = choice;
  }

  /** Adds one element as a bundle of its own. `timestamp` in milliseconds, or a `Date`. */
  add(key: K, value: T, timestamp: TimestampInput): void {
    if (this.phase !== IDLE || !isPlain(key) || !Number.isInteger(timestamp)) {
      this.addUnchecked(key, value, timestamp);
      return;
    }
    this.check(value);
    this.phase = STEPPING;
    let added = false;
    try {
      added = this.layout.addQuietly(key, value, timestamp as number);
    } catch (error) {
      this.phase = FAILED;
      throw error;
    }
    this.phase = IDLE;
    if (!added) this.addInStep(key, value, toTimestamp(timestamp));
  }

  private check(value: T): void {
    const { combine, trigger } = this.core;
    if (combine.check !== undefined) combine.check(value);
    if (trigger.check !== null) trigger.check(value);
  }

  private addUnchecked(key: K, value: T, timestamp: TimestampInput): void {
    const at = toTimestamp(timestamp);
    checkKey(key);
    this.check(value);
    this.addInStep(key, value, at);
  }

  private addInStep(key: K, value: T, timestamp: EventTime): void {
    const before = this.core.ledger.read;
    this.begin();
    try {
      this.layout.add(key, value, timestamp);
    } catch (error) {
      this.giveUp(before);
      throw error;
    }
    this.end();
  }

  /** Adds elements as one bundle: each affected window's trigger is asked once, after all are in. */
  addBatch(batch: Batch<K, T>): void {
    const { layout, batches } = this;
    const isCoded = !("keys" in batch);
    const inLatest = isCoded ? batches.coded(batch, layout) : batches.plain(batch, layout);
    const before = this.core.ledger.read;
    this.begin();
    try {
      if (!isCoded) layout.addBundle(batch, inLatest);
      else if (layout.addCoded === undefined) layout.addBundle(decoded(batch), inLatest);
      else layout.addCoded(batch, inLatest);
    } catch (error) {
      this.giveUp(before);
      throw error;
    }
    this.end();
  }

  /** Asserts that no element with an earlier timestamp is expected. `MAX_TIMESTAMP` ends the input. */
  advanceWatermark(watermark: TimestampInput): void {
    this.advance({ watermark });
  }

  advanceProcessingTime(processingTime: TimestampInput): void {
    this.advance({ processingTime });
  }

  /** Moves both clocks in one step: triggers see both new values. */
  advance(to: ClockAdvance): void {
    const watermark = to.watermark === undefined ? undefined : toWatermark(to.watermark);
    const processingTime =
      to.processingTime === undefined ? undefined : toInstant(to.processingTime, "processing time");
    const { core, layout } = this;
    this.begin();
    const before = core.now.processingTime;
    core.moveClocks(watermark, processingTime);
    const { now, agenda } = core;
    if (agenda.isDue(now.watermark, now.processingTime)) {
      try {
        for (const { span, key, cell } of agenda.take(now.watermark, now.processingTime, before)) {
          core.timersFired += 1;
          if (cell === null) layout.onAlarm(span);
          // What has expired, or was asked earlier in this step, is not asked again.
          else if (
            !span.dead &&
            !cell.closed &&
            cell.step !== core.step &&
            now.watermark < core.expiryOf(span.end)
          ) {
            layout.onDeadline(span, key as K, cell);
          }
          if (cell !== null && !span.dead && !cell.closed) {
            core.arm(span, key as K, cell);
          }
        }
      } catch (error) {
        this.phase = FAILED;
        throw error;
      }
    }
    this.end();
  }

  get watermark(): EventTime {
    return this.core.now.watermark;
  }

  get processingTime(): ProcessingTime {
    return this.core.now.processingTime;
  }

  /**
   * What downstream may take as its watermark: no pane will be earlier, apart from late data,
   * retractions and the empty panes of windows that close.
   */
  get outputWatermark(): EventTime {
    return this.core.outputWatermark;
  }

  /**
   * The next instant of each clock at which a window may have to be looked at, or null. Before it
   * no pane is made; at it there may turn out to be none.
   */
  get nextDue(): {
    readonly watermark: EventTime | null;
    readonly processingTime: ProcessingTime | null;
  } {
    const { nextWatermark, nextWake } = this.core.agenda;
    return {
      watermark: nextWatermark === NONE ? null : nextWatermark,
      processingTime: nextWake === NONE ? null : nextWake,
    };
  }

  /** How this engine lays out its state, and why not better. The panes are the same in every plan. */
  get plan(): PlanChoice {
    const { retired = null } = this.layout;
    return retired === null ? this.chosen : { name: "general", because: [retired] };
  }

  get counters(): Counters {
    return this.core.ledger.counters(this.layout.quiet);
  }

  /** What the run has cost so far, in operations. */
  get work(): Work {
    const { core } = this;
    return {
      adds: this.counters.accepted,
      merges: core.merges,
      cellReads: this.layout.cellReads,
      cellsMade: core.sequence,
      timersSet: core.agenda.set,
      timersFired: core.timersFired,
      asked: core.asked,
      settled: core.settled,
      ...this.layout.work,
    };
  }

  /** The windows of one key, or of all, in the order of first sight. Cost: all live windows. */
  windows(key?: K): WindowView<K>[] {
    const places = key === undefined ? this.layout.places() : this.layout.placesOf(key);
    return places.map((place) => ({
      key: place.key,
      window: windowOf(place.span),
      closed: place.cell.closed,
      pending: place.cell.fresh,
      hold: this.holdOf(place),
    }));
  }

  /**
   * The earliest hold of one key, or of all, or null. Data that holds nothing back shows as a hold
   * at the last instant before its window's expiry. Cost: all live windows.
   */
  earliestHold(key?: K): EventTime | null {
    let earliest: EventTime | null = null;
    for (const { hold } of this.windows(key)) {
      if (hold !== null && (earliest === null || hold < earliest)) earliest = hold;
    }
    return earliest;
  }

  /** True if nothing is kept but the marks of closed windows. */
  get isEmpty(): boolean {
    return this.layout.places().every(({ cell }) => cell.closed);
  }

  private holdOf({ span, cell }: Place<K, R>): EventTime | null {
    if (cell.closed) return null;
    if (cell.hold !== NONE) return cell.hold;
    const closingDue = this.strategy.closing === "always";
    return cell.fresh > 0 || closingDue ? this.core.expiryOf(span.end) - 1 : null;
  }

  private begin(): void {
    if (this.phase !== IDLE) this.refuse();
    this.phase = STEPPING;
    this.core.step += 1;
  }

  private end(): void {
    this.core.settle();
    this.phase = IDLE;
    if (this.core.results.length > 0) this.deliver();
  }

  private deliver(): void {
    this.phase = DELIVERING;
    try {
      handOver(this.core.results, this.output);
    } finally {
      this.phase = IDLE;
    }
  }

  /** A user's function has thrown in the middle of a step. Before the first change that harms nothing. */
  private giveUp(before: number): void {
    this.phase = this.core.ledger.read === before ? IDLE : FAILED;
  }

  private refuse(): never {
    if (this.phase === FAILED) {
      throw new TidemarkError(
        "ENGINE_FAILED",
        "A combiner or window function threw in the middle of an earlier step.",
      );
    }
    throw busy();
  }
}

/** Whether a key needs no further check. */
function isPlain(key: unknown): boolean {
  return typeof key === "string" || (typeof key === "number" && Number.isFinite(key));
}
