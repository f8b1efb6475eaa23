import { show, TidemarkError } from "../../errors.ts";
import { toDurationAtLeast } from "../../watermark/duration.ts";
import type { Key } from "../../panes/key.ts";
import { customWindows } from "../../windows/custom.ts";
import { interval, type Window } from "../../windows/interval.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import type { FedElement } from "./fed.ts";

/** A value that brings the windows that it goes into. */
export interface Placed {
  readonly windows?: readonly Window[];
}

const differences: WeakMap<WindowFn, number> = new WeakMap();

/**
 * Kafka Streams' own sliding windows: as wide as `differenceMs` with both ends in it, one that ends at each record and
 * one that starts just after it. Which there are depends on the records, so that nothing but a value can say it.
 */
export function recordWindows(differenceMs: number): WindowFn {
  const windows = customWindows<unknown>({
    name: `kafkaSliding(${differenceMs})`,
    version: 1,
    // Kafka Streams too gives a window records that are not in it, where the one that would have kept them out was closed.
    mayExcludeTimestamp: true,
    assign: (timestamp, value) =>
      (value as Placed).windows ?? [interval(timestamp - differenceMs, timestamp + 1)],
  });
  differences.set(windows, differenceMs);
  return windows;
}

/** How wide such windows are, null for others. */
export function differenceOf(windows: WindowFn): number | null {
  return differences.get(windows) ?? null;
}

/** The windows of `{kafkaSliding: {difference}}`, null for anything else. Throws for a malformed difference. */
export function recordWindowsFrom(json: unknown): WindowFn | null {
  if (typeof json !== "object" || json === null || !("kafkaSliding" in json)) return null;
  const { difference } = (json.kafkaSliding ?? {}) as { readonly difference?: unknown };
  if (typeof difference === "string" || typeof difference === "number")
    return recordWindows(toDurationAtLeast(difference, 0, "difference"));
  throw new TidemarkError(
    "INVALID_WINDOWS",
    `The difference of kafkaSliding windows is ${show(difference)}.`,
    difference,
    "Give it as integer milliseconds or a short text such as 5s.",
  );
}

/** A window that a record goes into, with the others that it begins with if it is there for the first time. */
export interface Placing {
  readonly window: Window;
  readonly records: readonly FedElement[];
  /** The window has just been told of, with the same contents: it is told of again. */
  readonly isAgain: boolean;
}

/**
 * What Kafka Streams keeps of one key: windows by their start, each with its records. A new window takes over what
 * another one has; which one that is follows from what is stored, and so from what was late for it.
 */
export class RecordWindows {
  private readonly differenceMs: number;
  private readonly retentionMs: number;
  private readonly stores: Map<Key, Map<number, readonly FedElement[]>> = new Map();
  /** The latest start of a window of any key. */
  private latestStart: number = Number.NEGATIVE_INFINITY;

  constructor(differenceMs: number, graceMs: number) {
    this.differenceMs = differenceMs;
    this.retentionMs = 2 * differenceMs + graceMs;
  }

  /** Where a record goes. `isOpen` says of a window whether it still takes any; others are told of all the same. */
  take(record: FedElement, isOpen: (window: Window) => boolean): readonly Placing[] {
    const { key, timestamp } = record;
    const store = this.stores.get(key) ?? new Map<number, readonly FedElement[]>();
    this.stores.set(key, store);
    const placings: Placing[] = [];
    const put = (
      start: number,
      others: readonly FedElement[],
      own: readonly FedElement[],
    ): void => {
      const window = this.windowAt(start);
      const isNew = !store.has(start) || own.length === 0;
      const records = [...others, ...own];
      placings.push({ window, records: isNew ? records : own, isAgain: false });
      if (!isOpen(window)) return;
      store.set(start, records);
      this.latestStart = Math.max(this.latestStart, start);
    };
    const near = this.near(store, timestamp);
    for (const start of near.around) put(start, store.get(start) ?? [], [record]);
    const afterPrevious = near.previous + 1;
    const hasPrevious = !store.has(afterPrevious) && afterPrevious + this.differenceMs >= timestamp;
    if (hasPrevious) put(afterPrevious, [], [record]);
    const own = Math.max(0, timestamp - this.differenceMs);
    if (hasPrevious && own === afterPrevious)
      placings.push({ ...(placings.at(-1) as Placing), isAgain: true });
    else if (!near.around.includes(own)) put(own, near.previous >= own ? near.left : [], [record]);
    const after = near.right.some((other) => other.timestamp > timestamp);
    if (after && !store.has(timestamp + 1)) put(timestamp + 1, near.right, []);
    return placings;
  }

  /** What is stored around an instant: the windows that have it, latest first, and what new ones take over. */
  private near(store: ReadonlyMap<number, readonly FedElement[]>, timestamp: number) {
    const { differenceMs } = this;
    const least = Math.max(0, timestamp - 2 * differenceMs);
    const kept = this.latestStart - this.retentionMs;
    const starts = [...store.keys()]
      .filter((start) => start >= least && start <= timestamp && start > kept)
      .sort((a, b) => b - a);
    const around = starts.filter((start) => timestamp <= start + differenceMs);
    const before = starts.find((start) => start + differenceMs < timestamp);
    const left = before === undefined ? [] : (store.get(before) ?? []);
    const beyond = around.find((start) => start + differenceMs > timestamp);
    const right = beyond === undefined ? [] : (store.get(beyond) ?? []);
    // The record before is the last of the window before, or of the one that ends here, or begins at 0.
    const ending = around.find((start) => start === Math.max(0, timestamp - differenceMs));
    const own = ending === undefined ? [] : (store.get(ending) ?? []);
    const last = latest(before === undefined ? own : left);
    return { around, left, right, previous: last < timestamp ? last : Number.NEGATIVE_INFINITY };
  }

  private windowAt(start: number): Window {
    return interval(start, start + this.differenceMs + 1);
  }
}

function latest(records: readonly FedElement[]): number {
  return Math.max(...records.map(({ timestamp }) => timestamp));
}
