import { defaultTrigger } from "../../triggers/build.ts";
import type { TriggerJson } from "../../triggers/trigger.ts";
import { customWindows } from "../../windows/custom.ts";
import { sameWindow, type Window } from "../../windows/interval.ts";
import type { WindowFn } from "../../windows/window-fn.ts";
import { MIN_TIMESTAMP } from "../../watermark/time.ts";
import type { Backend, Subject, Taken } from "../subject.ts";
import { type FedElement, FedSubject } from "./fed.ts";
import type { AnyStrategy, KafkaEmit, Profile, ProfileOptions } from "./profile.ts";
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
    basis: "run",
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
        return new KafkaSubject(backend(strategyOf(given, settings)), given.windows, settings);
      };
    },
  };
}

interface Settings {
  readonly emit: KafkaEmit;
  /** How far the watermark is behind the largest timestamp. */
  readonly behindMs: number;
  readonly allowedLatenessMs: number;
}

function settingsOf(given: AnyStrategy, { graceMs, emit }: ProfileOptions): Settings {
  const emits = emit ?? emitOf(given.trigger.kind);
  const grace = graceMs ?? given.allowedLatenessMs;
  // A session is closed once its end plus the grace is behind stream time, other windows once it is reached.
  const extraMs = sessionsIn(given.windows) === null ? 0 : 1;
  return emits === "updates"
    ? { emit: emits, behindMs: 0, allowedLatenessMs: grace + extraMs }
    : { emit: emits, behindMs: grace, allowedLatenessMs: extraMs };
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
    windows: windows.shape === "merging" ? windows : notBeforeZero(windows),
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
  private readonly windowFn: WindowFn;
  private readonly settings: Settings;
  private streamTime: number = MIN_TIMESTAMP;

  constructor(inner: Subject, windows: WindowFn, settings: Settings) {
    super(inner);
    this.windowFn = windows;
    this.settings = settings;
  }

  /** Nobody tells Kafka Streams a watermark. */
  override advance({ processingTime }: { readonly processingTime?: number }): void {
    if (processingTime !== undefined) super.advance({ processingTime });
  }

  protected element({ key, value, timestamp }: FedElement): void {
    const { inner, settings } = this;
    inner.elements([{ key, timestamp, value: { value, timestamp } }]);
    const { panes, dropped } = this.told(inner.take());
    const own = this.windowFn.shape === "merging" ? this.windowFn.assign(timestamp, value) : [];
    this.tell({ panes: withoutOwn(panes, own), dropped });
    // What a record closes is emitted after it, so that a session it lengthens is not closed by it.
    if (timestamp <= this.streamTime) return;
    this.streamTime = timestamp;
    inner.advance({ watermark: timestamp - settings.behindMs });
    this.tell(this.told(inner.take()));
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

/** A session that is just what a record claims is updated without being taken back. */
function withoutOwn(panes: Taken["panes"], own: readonly Window[]): Taken["panes"] {
  const [claimed] = own;
  if (claimed === undefined) return panes;
  return panes.filter(({ retraction, window }) => !retraction || !sameWindow(window, claimed));
}
