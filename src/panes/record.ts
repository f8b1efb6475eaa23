import type { Codec, Json } from "../combine/codec.ts";
import { plainCodec } from "../combine/codec.ts";
import { codecOf } from "../combine/stored.ts";
import type { EventTime } from "../watermark/time.ts";
import { interval, type Window } from "../windows/interval.ts";
import type { Cell } from "./cell.ts";
import { NONE, Past } from "./cell.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import type { EmittedPane, PaneTiming } from "./pane.ts";
import type { Place } from "./plan.ts";

/** A window as `[start, end]`. */
export type WindowRecord = readonly [start: EventTime, end: EventTime];

/** An emitted pane that may have to be retracted. */
export interface PaneRecord {
  readonly window: WindowRecord;
  readonly value: Json;
  readonly timestamp: EventTime;
  readonly timing: PaneTiming;
  readonly index: number;
  readonly onTimeIndex: number;
  readonly last: boolean;
  readonly replaces: readonly WindowRecord[];
}

/** What a window's past panes leave behind. */
export interface PastRecord {
  readonly index: number;
  readonly onTimeIndex: number;
  readonly emitted: PaneRecord | null;
  readonly owed: readonly PaneRecord[];
  readonly replaces: readonly WindowRecord[];
}

/**
 * One key in one window as plain data: what snapshots hold and stores keep. Timers and places in
 * queues are not in it; they follow from it and from the clocks.
 */
export interface CellRecord<K = Key> {
  readonly key: K;
  readonly window: WindowRecord;
  /** The place in the order of first sight. */
  readonly order: number;
  /** Only this mark is left of a window whose trigger has finished. */
  readonly closed?: true;
  readonly accumulator?: Json;
  readonly fresh?: number;
  readonly hold?: EventTime;
  /** The trigger's state; `null` stands for a deadline that is not set. */
  readonly trigger?: readonly (number | null)[];
  readonly past?: PastRecord;
}

/** Turns cells into records and back, for one strategy. */
export class CellCodec<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly accumulators: Codec<unknown>;
  private readonly remembers: boolean;

  constructor(core: Core<K, T, R>) {
    this.core = core;
    this.accumulators = codecOf(core.combine);
    this.remembers = core.trigger.watchesElements;
  }

  /** Throws `NOT_SERIALISABLE` if JSON would change the accumulator or a pane that was emitted. */
  encode({ span, key, cell }: Place<K, R>): CellRecord<K> {
    const window = [span.start, span.end] as const;
    if (cell.closed) return { key, window, order: cell.order, closed: true };
    // Fields are set one by one: a record with gaps that is spread costs several times as much.
    const record: OpenRecord<K> = {
      key,
      window,
      order: cell.order,
      accumulator: this.accumulators.encode(cell.accumulator),
      fresh: cell.fresh,
    };
    if (cell.hold !== NONE) record.hold = cell.hold;
    if (this.remembers) record.trigger = encodeTrigger(cell.trigger);
    if (cell.past !== null) record.past = encodePast(cell.past);
    return record;
  }

  /** A new cell that shares nothing with the record. The record has been validated. */
  decode(record: CellRecord<unknown>): Cell<unknown, R> {
    const cell = this.core.makeCell(record.order);
    if (record.closed === true) {
      cell.closed = true;
      cell.trigger = this.core.trigger.blank;
      return cell;
    }
    if (record.accumulator !== undefined)
      cell.accumulator = this.accumulators.decode(record.accumulator);
    cell.fresh = record.fresh ?? 0;
    cell.hold = record.hold ?? NONE;
    if (record.trigger !== undefined) cell.trigger = record.trigger.map((slot) => slot ?? NONE);
    if (record.past !== undefined) cell.past = decodePast(record.past);
    return cell;
  }

  /** How many numbers a trigger's state has. */
  get triggerSize(): number {
    return this.core.trigger.blank.length;
  }
}

/** A record in the making. */
type OpenRecord<K> = { -readonly [Field in keyof CellRecord<K>]: CellRecord<K>[Field] };

function encodeTrigger(state: readonly number[]): (number | null)[] {
  const slots: (number | null)[] = [];
  for (const slot of state) slots.push(slot === NONE ? null : slot);
  return slots;
}

function encodePast<R>(past: Past<R>): PastRecord {
  return {
    index: past.index,
    onTimeIndex: past.onTimeIndex,
    emitted: past.emitted === null ? null : encodePane(past.emitted),
    owed: past.owed.map(encodePane),
    replaces: past.replaces.map(encodeWindow),
  };
}

function decodePast<R>(record: PastRecord): Past<R> {
  const past = new Past<R>();
  past.index = record.index;
  past.onTimeIndex = record.onTimeIndex;
  past.emitted = record.emitted === null ? null : decodePane(record.emitted);
  past.owed = record.owed.map((pane) => decodePane(pane));
  past.replaces = record.replaces.map(decodeWindow);
  return past;
}

function encodePane<R>(pane: EmittedPane<R>): PaneRecord {
  return {
    window: encodeWindow(pane.window),
    value: plainCodec.encode(pane.value),
    timestamp: pane.timestamp,
    timing: pane.timing,
    index: pane.index,
    onTimeIndex: pane.onTimeIndex,
    last: pane.isLast,
    replaces: pane.replaces.map(encodeWindow),
  };
}

function decodePane<R>(record: PaneRecord): EmittedPane<R> {
  return {
    window: decodeWindow(record.window),
    value: plainCodec.decode(record.value) as R,
    timestamp: record.timestamp,
    timing: record.timing,
    index: record.index,
    onTimeIndex: record.onTimeIndex,
    isFirst: record.index === 0,
    isLast: record.last,
    replaces: record.replaces.map(decodeWindow),
  };
}

function encodeWindow(window: Window): WindowRecord {
  return [window.start, window.end];
}

function decodeWindow([start, end]: WindowRecord): Window {
  return interval(start, end);
}
