import type { Key } from "../panes/key.ts";
import type { Strategy } from "../panes/strategy.ts";
import { Driver, drive } from "../state/drive.ts";
import type { Commit, KeyState, KeyTimers, SyncHost, WorkItem } from "../state/host.ts";
import { OutputWatermark } from "../state/output-watermark.ts";
import { type EventTime, MIN_TIMESTAMP, type ProcessingTime } from "../watermark/time.ts";
import { interval } from "../windows/interval.ts";
import { Collector } from "./collector.ts";
import { readBack } from "./read-back.ts";
import type { Subject, SubjectWindow, Taken } from "./subject.ts";

/** A host in memory that keeps every key's state as JSON text and its timers beside it. */
class TextHost implements SyncHost<Key, unknown, unknown> {
  readonly states: Map<Key, string> = new Map();
  readonly timers: Map<Key, KeyTimers> = new Map();

  load(key: Key): KeyState | null {
    const text = this.states.get(key);
    return text === undefined ? null : (JSON.parse(text) as KeyState);
  }

  commit({ key, state, timers }: Commit<Key, unknown, unknown>): void {
    if (state === null) this.states.delete(key);
    else this.states.set(key, JSON.stringify(state));
    if (timers.watermark === null && timers.processingTime === null) this.timers.delete(key);
    else this.timers.set(key, timers);
  }
}

/**
 * The engine over state that is scoped by key: each key's record is loaded, stepped and stored
 * again by every work item, and the output watermark is worked out from what the keys report.
 */
export class KeyedSubject implements Subject {
  private readonly driver: Driver<Key, unknown, unknown>;
  private readonly host: TextHost = new TextHost();
  private output: OutputWatermark<Key> = new OutputWatermark();
  private readonly holds: Map<Key, EventTime | null> = new Map();
  private watermark: EventTime = MIN_TIMESTAMP;
  private processingTime: ProcessingTime = MIN_TIMESTAMP;
  private readonly collector: Collector = new Collector();

  constructor(strategy: Strategy<unknown, unknown>) {
    this.driver = new Driver(strategy);
  }

  elements(bundle: Parameters<Subject["elements"]>[0]): void {
    const keys = new Set(bundle.map(({ key }) => key));
    for (const key of keys)
      this.work({ key, elements: bundle.filter((element) => element.key === key) });
    this.output.settle();
  }

  advance(to: Parameters<Subject["advance"]>[0]): void {
    this.watermark = Math.max(this.watermark, to.watermark ?? MIN_TIMESTAMP);
    this.processingTime = Math.max(this.processingTime, to.processingTime ?? MIN_TIMESTAMP);
    // A copy, because work sets timers.
    for (const [key, due] of new Map(this.host.timers)) {
      const reached =
        (due.watermark ?? Number.POSITIVE_INFINITY) <= this.watermark ||
        (due.processingTime ?? Number.POSITIVE_INFINITY) <= this.processingTime;
      if (reached) this.work({ key });
    }
    this.output.settle(this.watermark);
  }

  private work(item: WorkItem<Key, unknown>): void {
    const { watermark, processingTime } = this;
    const commit = drive(this.driver, this.host, {
      ...item,
      watermark,
      processingTime,
      outputWatermark: this.output.value,
    });
    this.output.report(item.key, commit.hold);
    this.holds.set(item.key, commit.hold);
    for (const dropped of commit.dropped) this.collector.onDropped(dropped);
    for (const pane of commit.panes) this.collector.onPane(pane);
  }

  /** Every work item already goes through text. */
  checkpoint(watermark?: EventTime): void {
    if (watermark === undefined) return;
    this.watermark = watermark;
    this.output = new OutputWatermark();
    for (const [key, text] of this.host.states) {
      this.host.states.set(key, JSON.stringify(readBack(text, watermark)));
      this.work({ key });
    }
    this.output.settle(watermark);
  }

  take(): Taken {
    return this.collector.take();
  }

  get outputWatermark(): EventTime {
    return this.output.value;
  }

  earliestHold(key?: Key): EventTime | null {
    if (key !== undefined) return this.holds.get(key) ?? null;
    const holds = [...this.holds.values()].filter((hold) => hold !== null);
    return holds.length === 0 ? null : Math.min(...holds);
  }

  windows(): readonly SubjectWindow[] {
    return [...this.host.states.keys()].flatMap((key) =>
      (this.host.load(key)?.cells ?? []).map(({ window, closed }) => ({
        key,
        window: interval(window[0], window[1]),
        closed: closed === true,
      })),
    );
  }

  isEmpty(): boolean {
    return this.windows().every(({ closed }) => closed);
  }
}
