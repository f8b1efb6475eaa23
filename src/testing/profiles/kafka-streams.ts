import { defaultTrigger } from "../../triggers/build.ts";
import type { TriggerJson } from "../../triggers/trigger.ts";
import { customWindows } from "../../windows/custom.ts";
import { sameWindow, type Window } from "../../windows/interval.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import { MIN_TIMESTAMP } from "../../watermark/time.ts";
import type { Backend, Subject, Taken } from "../subject.ts";
import { type FedElement, FedSubject, lateOf } from "./fed.ts";
import type { AnyStrategy, KafkaEmit, Profile, ProfileOptions } from "./profile.ts";
import { isLetGo } from "./kafka-store.ts";
import { differenceOf, RecordWindows, recordWindowsFrom } from "./record-windows.ts";
import { sessionsIn, withSessionRules } from "./rewrite.ts";
import { stamped, unstamped } from "./stamped.ts";

/**
 * Kafka Streams: the watermark is the largest timestamp of any key, less the grace where only final
 * results are emitted; the input never ends. Windows start at 0 or later; a pane has the largest timestamp of what
 * it shows; sessions merge where they touch, and are closed a millisecond later than other windows.
 */
export function kafkaStreams(options: ProfileOptions = {}): Profile {
  return {
    name: "kafka-streams",
    engine: "Apache Kafka Streams 4.3",
    defects: ["loses-closed-windows", "store-forgets-at-the-boundary"],
    requirements: ["kafka-sliding-windows"],
    ownWindows: recordWindowsFrom,
    strategy: (given) => strategyOf(given, settingsOf(given, options)),
    stated: ({ strategy, steps }) => ({
      strategy: {
        ...strategy,
        trigger: options.emit === undefined ? strategy.trigger : triggerOf[options.emit],
        allowedLateness: options.graceMs ?? strategy.allowedLateness,
      },
      steps,
    }),
    under: (backend): Backend => {
      return (given) => {
        const settings = settingsOf(given, options);
        const inner = backend(strategyOf(given, settings));
        const differenceMs = differenceOf(given.windows);
        if (differenceMs !== null) return new SlidingKafka(inner, given, settings, differenceMs);
        return settings.defects
          ? new DefectiveKafka(inner, given, settings)
          : new KafkaSubject(inner, given, settings);
      };
    },
  };
}

interface Settings {
  readonly emit: KafkaEmit;
  readonly defects: boolean;
  readonly graceMs: number;
  /** How far the watermark is behind the largest timestamp. */
  readonly behindMs: number;
  readonly allowedLatenessMs: number;
}

function settingsOf(given: AnyStrategy, options: ProfileOptions): Settings {
  const { emit = emitOf(given.trigger.kind), defects = false } = options;
  const graceMs = options.graceMs ?? given.allowedLatenessMs;
  // A session is closed once its end plus the grace is behind stream time, other windows once it is reached;
  // that is when the store lets go of both.
  const isLonger = sessionsIn(given.windows) !== null && !defects;
  const extraMs = isLonger || differenceOf(given.windows) !== null ? 1 : 0;
  const settings = { emit, defects, graceMs };
  return emit === "updates"
    ? { ...settings, behindMs: 0, allowedLatenessMs: graceMs + extraMs }
    : { ...settings, behindMs: graceMs, allowedLatenessMs: extraMs };
}

const triggerOf: Readonly<Record<KafkaEmit, TriggerJson>> = {
  updates: "always",
  final: "default",
  onWindowClose: { afterWatermark: {} },
};

function emitOf(trigger: string): KafkaEmit {
  if (trigger === "default") return "final";
  return trigger === "afterWatermark" ? "onWindowClose" : "updates";
}

function strategyOf(given: AnyStrategy, { allowedLatenessMs, emit }: Settings): AnyStrategy {
  const windows = withSessionRules(given.windows, { touching: "merge", lateness: "merged" });
  return Object.freeze({
    ...given,
    windows:
      windows.shape === "merging" || differenceOf(windows) !== null
        ? windows
        : notBeforeZero(windows),
    trigger: emit === "updates" ? given.trigger : defaultTrigger(),
    allowedLatenessMs,
    onTime: "ifNonEmpty",
    closing: "never",
    timestampCombiner: "endOfWindow",
    combine: stamped(given.combine),
  } satisfies AnyStrategy);
}

function notBeforeZero(windows: WindowFn): WindowFn {
  return customWindows({
    name: `${windows}, from 0`,
    version: 1,
    assign: (timestamp, value) =>
      windows.assign(timestamp, value).filter(({ start }: Window) => start >= 0),
  });
}

class KafkaSubject extends FedSubject {
  protected readonly given: AnyStrategy;
  protected readonly settings: Settings;
  /** The largest timestamp of any key. */
  protected streamTime: number = MIN_TIMESTAMP;

  constructor(inner: Subject, given: AnyStrategy, settings: Settings) {
    super(inner);
    this.given = given;
    this.settings = settings;
  }

  /** Nobody tells Kafka Streams a watermark. */
  override advance({ processingTime }: { readonly processingTime?: number }): void {
    if (processingTime !== undefined) super.advance({ processingTime });
  }

  protected element(element: FedElement): void {
    const { inner } = this;
    const { key, value, timestamp } = element;
    inner.elements([{ key, timestamp, value: { value, timestamp } }]);
    const { panes, dropped } = this.told(inner.take());
    this.tell(this.taken(element, { panes: withoutOwn(panes, this.ownOf(element)), dropped }));
    this.goOn(timestamp, timestamp - this.settings.behindMs);
  }

  /** What a record closes is emitted after it, so that a session it lengthens is not closed by it. */
  protected goOn(timestamp: number, watermark: number): void {
    if (timestamp <= this.streamTime) return;
    this.streamTime = timestamp;
    this.inner.advance({ watermark });
    this.tell(this.closed(this.told(this.inner.take())));
  }

  /** What a record claims of sessions; null for other windows. */
  protected ownOf({ value, timestamp }: FedElement): Window | null {
    const { windows } = this.given;
    return windows.shape === "merging" ? (windows.assign(timestamp, value)[0] ?? null) : null;
  }

  /** What is told of a record's coming. */
  protected taken(_element: FedElement, taken: Taken): Taken {
    return taken;
  }

  /** What is told of windows that have closed. */
  protected closed(taken: Taken): Taken {
    return taken;
  }

  protected override told({ panes, dropped }: Taken): Taken {
    return {
      // A tombstone does not say what it takes back.
      panes: panes
        .map(unstamped)
        .map((pane) => (pane.retraction ? { ...pane, value: null } : pane)),
      dropped: dropped.map((drop) => ({ ...drop, value: (drop.value as FedElement).value })),
    };
  }
}

/** Its own sliding windows: a final result comes with the last instant that is in one, and again for what comes after it. */
class SlidingKafka extends KafkaSubject {
  private readonly placed: RecordWindows;
  private readonly differenceMs: number;
  /** The panes since the last window was fed. */
  private last: Taken["panes"] = [];

  constructor(inner: Subject, given: AnyStrategy, settings: Settings, differenceMs: number) {
    super(inner, given, settings);
    this.differenceMs = differenceMs;
    this.placed = new RecordWindows(differenceMs, settings.graceMs);
  }

  protected override element(record: FedElement): void {
    const { timestamp } = record;
    const closeTime = Math.max(this.streamTime, timestamp) - this.settings.graceMs;
    if (timestamp + 1 + this.differenceMs <= closeTime) {
      this.tell({ panes: [], dropped: [lateOf(record, closeTime)] });
      return;
    }
    const isOpen = (window: Window): boolean => window.end > closeTime;
    for (const { window, records, isAgain } of this.placed.take(record, isOpen)) {
      if (!isOpen(window)) this.tell({ panes: [], dropped: [lateOf(record, closeTime)] });
      else if (isAgain) this.tellAgain(record, window);
      else this.feed(records, window);
      // The first change tells what holds results back how late it is.
      this.goOn(timestamp, timestamp - this.settings.behindMs + 1);
    }
  }

  /** A window is told of at once, however many records it begins with. */
  private feed(records: readonly FedElement[], window: Window): void {
    this.inner.elements(
      records.map(({ key, value, timestamp }) => ({
        key,
        timestamp,
        value: { value, timestamp, windows: [window] },
      })),
    );
    this.last = [];
    this.tell(this.told(this.inner.take()));
  }

  private tellAgain({ key }: FedElement, window: Window): void {
    const panes = this.last.filter((pane) => pane.key === key && sameWindow(pane.window, window));
    super.tell({ panes, dropped: [] });
  }

  protected override tell(taken: Taken): void {
    this.last = [...this.last, ...taken.panes];
    super.tell(taken);
  }
}

/** With the defects of its stores: what they let go is not what is closed. */
class DefectiveKafka extends KafkaSubject {
  /**
   * At the instant at which its session closes a record is taken by itself, and dropped by the store: it is emitted,
   * unless that is left to what the store has.
   */
  protected override taken(element: FedElement, taken: Taken): Taken {
    const own = this.ownOf(element);
    const isAtTheEnd = own !== null && own.end + this.settings.graceMs === this.streamTime;
    const isEmitted = isAtTheEnd && this.settings.emit !== "onWindowClose";
    if (!isEmitted || taken.dropped.length === 0) return taken;
    return { ...taken, panes: [...taken.panes, this.alone(element, own)] };
  }

  private alone({ key, value, timestamp }: FedElement, window: Window): Taken["panes"][number] {
    const { combine } = this.given;
    return {
      key,
      window,
      value: combine.extract(combine.add(combine.create(), value)),
      timestamp,
      timing: "onTime",
      index: 0,
      onTimeIndex: 0,
      isFirst: true,
      isLast: false,
      retraction: false,
      replaces: [],
    };
  }

  /** Results on window close are read from a store that keeps size and grace behind its own time. */
  protected override closed({ panes, dropped }: Taken): Taken {
    const { settings, given, streamTime } = this;
    if (settings.emit !== "onWindowClose") return { panes, dropped };
    const kept = panes.filter(
      ({ window }) => !isLetGo(window, given.windows, streamTime, settings.graceMs),
    );
    return { panes: kept, dropped };
  }
}

/** A session that is just what a record claims is updated without being taken back. */
function withoutOwn(panes: Taken["panes"], own: Window | null): Taken["panes"] {
  if (own === null) return panes;
  return panes.filter(({ retraction, window }) => !retraction || !sameWindow(window, own));
}
