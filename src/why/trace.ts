import { EVENT_TIME } from "../panes/agenda.ts";
import { type Cell, NONE } from "../panes/cell.ts";
import type { Core } from "../panes/core.ts";
import { Engine } from "../panes/engine.ts";
import type { Key } from "../panes/key.ts";
import type { Output } from "../panes/output.ts";
import type { Pane } from "../panes/pane.ts";
import { Session, type Span } from "../panes/span.ts";
import type { Strategy } from "../panes/strategy.ts";
import { encodeKey } from "../state/key-record.ts";
import type { EventTime } from "../watermark/time.ts";
import { interval, type Window } from "../windows/interval.ts";
import type { OfTimer, OfWindow, TraceEvent, TraceFact } from "./trace-event.ts";
import { partsOf, type TriggerPart } from "./trigger-parts.ts";
import { explainPart } from "./trigger-state.ts";

/**
 * An engine that tells `onEvent` everything that happens in it: elements added and dropped, timers set
 * and fired, triggers asked and what each node answered, holds, merges, panes, expiry. It makes the
 * panes that any engine makes.
 *
 * An engine that is not traced has no trace of this: here the methods of one engine are wrapped, and
 * it takes the general plan, in which nothing happens without a step. `onEvent` must not call the engine.
 */
export function traced<K extends Key, T, R>(
  strategy: Strategy<T, R>,
  output: Output<K, T, R>,
  onEvent: (event: TraceEvent) => void,
): Engine<K, T, R> {
  const told: Output<K, T, R> = {
    onPane(pane) {
      tracer.pane(pane);
      output.onPane(pane);
    },
    onDropped: (dropped) => output.onDropped?.(dropped),
  };
  const engine = new Engine<K, T, R>(strategy, told, "general");
  const tracer = new Tracer(engine, onEvent);
  tracer.attach();
  return engine;
}

class Tracer<K extends Key, T, R> {
  private readonly engine: Engine<K, T, R>;
  private readonly core: Core<K, T, R>;
  private readonly onEvent: (event: TraceEvent) => void;
  private readonly trigger: TriggerPart;

  constructor(engine: Engine<K, T, R>, onEvent: (event: TraceEvent) => void) {
    this.engine = engine;
    this.core = engine.core;
    this.onEvent = onEvent;
    this.trigger = partsOf(engine.strategy.trigger)[0] as TriggerPart;
  }

  attach(): void {
    // A journal hears of merges, and lets nothing happen quietly.
    this.core.journal = {
      changed: () => {},
      removed: () => {},
      merged: (parts, into, key) => {
        this.tell({ event: "merged", ...of(key, into), from: parts.map(boundsOf) });
        const { hold } = (into as Session<K, unknown, R>).cell;
        if (hold !== NONE) this.tell({ event: "hold", ...of(key, into), at: hold });
      },
    };
    this.wrapLayout();
    this.wrapCells();
    this.wrapTimers();
    this.wrapClocks();
  }

  pane({ key, window, ...pane }: Pane<K, R>): void {
    const { value, timestamp, timing, index, onTimeIndex, isLast, replaces } = pane;
    this.tell({
      event: pane.retraction ? "retraction" : "pane",
      ...of(key, window),
      value,
      timestamp,
      timing,
      index,
      onTimeIndex,
      isLast,
      replaces,
    });
  }

  private tell(fact: TraceFact): void {
    this.onEvent({ step: this.core.step, ...fact });
  }

  private wrapLayout(): void {
    const { layout } = this.engine;
    let isInside = false;
    wrap(layout, "add", (add) => (key, value, timestamp) => {
      this.tell({ event: "bundle", elements: 1 });
      // Where windows merge, one element is added as a bundle.
      isInside = true;
      try {
        add(key, value, timestamp);
      } finally {
        isInside = false;
      }
    });
    wrap(layout, "addBundle", (addBundle) => (bundle, inLatest) => {
      if (!isInside) this.tell({ event: "bundle", elements: bundle.timestamps.length });
      addBundle(bundle, inLatest);
    });
  }

  private wrapCells(): void {
    const { core } = this;
    wrap(core, "accumulate", (accumulate) => (span, key, cell, value, timestamp) => {
      this.tell({ event: "added", ...of(key, span), timestamp, value });
      this.watchingHold(span, key, cell, () => accumulate(span, key, cell, value, timestamp));
    });
    wrap(core, "ask", (ask) => (span, key, cell) => {
      const { root } = core.trigger;
      const now = { ...core.now, start: span.start, end: span.end };
      const memory = { state: cell.trigger.slice(), now };
      const isDue = root.isDue(memory.state, now);
      const trigger = explainPart(this.trigger, root, memory);
      this.tell({ event: "asked", ...of(key, span), isDue, trigger });
      this.watchingHold(span, key, cell, () => ask(span, key, cell));
      if (cell.closed) this.tell({ event: "closed", ...of(key, span) });
    });
    wrap(core, "absorb", (absorb) => (span, cell) => {
      const { key } = span as Session<K, unknown, R>;
      this.watchingHold(span, key, cell, () => absorb(span, cell));
    });
    wrap(core, "expire", (expire) => (span, key, cell) => {
      const { ledger } = core;
      const before = ledger.unfired;
      this.watchingHold(span, key, cell, () => expire(span, key, cell));
      this.tell({ event: "expired", ...of(key, span), unfired: ledger.unfired - before });
    });
    wrap(core, "drop", (drop) => (dropped) => {
      const { reason, key, window, timestamp, value } = dropped;
      this.tell({
        event: "dropped",
        reason,
        key: encodeKey(key),
        window,
        timestamp,
        value,
        lateByMs: dropped.reason === "late" ? dropped.lateByMs : null,
      });
      drop(dropped);
    });
  }

  private wrapTimers(): void {
    const { agenda } = this.core;
    wrap(agenda, "watch", (watch) => (span) => {
      watch(span);
      this.tell({
        event: "timerSet",
        ...timerOf(span, null),
        clock: "eventTime",
        time: span.alarm,
      });
    });
    wrap(agenda, "arm", (arm) => (span, key, cell, now) => {
      const before = agenda.set;
      arm(span, key, cell, now);
      if (agenda.set === before) return;
      const timer = timerOf(span, key);
      this.tell({ event: "timerSet", ...timer, clock: "processingTime", time: cell.wake });
    });
    wrap(agenda, "armMultiple", (armMultiple) => (span, key, cell, watermark) => {
      const before = agenda.set;
      armMultiple(span, key, cell, watermark);
      if (agenda.set === before) return;
      const { root } = this.core.trigger;
      const time = root.nextWatermark(cell.trigger, span.start, span.end, watermark + 1);
      this.tell({ event: "timerSet", ...timerOf(span, key), clock: "eventTime", time });
    });
    wrap(agenda, "take", (take) => (watermark, processingTime, before) => {
      const due = take(watermark, processingTime, before);
      for (const { time, domain, span, key } of due) {
        const clock = domain === EVENT_TIME ? "eventTime" : "processingTime";
        this.tell({ event: "timerFired", ...timerOf(span, key), clock, time });
      }
      return due;
    });
  }

  private wrapClocks(): void {
    const { core } = this;
    wrap(core, "moveClocks", (move) => (watermark, processingTime) => {
      const [event, time] = [watermark ?? null, processingTime ?? null];
      this.tell({ event: "clocks", watermark: event, processingTime: time });
      move(watermark, processingTime);
    });
    wrap(core, "settle", (settle) => () => {
      const before = core.outputWatermark;
      settle();
      const { outputWatermark } = core;
      if (outputWatermark !== before)
        this.tell({ event: "outputWatermark", watermark: outputWatermark });
    });
  }

  /** Tells where a cell holds, if an act has changed that. */
  private watchingHold(span: Span, key: K, cell: Cell<unknown, R>, act: () => void): void {
    const before = cell.hold;
    act();
    if (cell.hold === before) return;
    const at: EventTime | null = cell.hold === NONE ? null : cell.hold;
    this.tell({ event: "hold", ...of(key, span), at });
  }
}

/** Puts a function of this one object in the place of a method, which it is given. */
function wrap<O extends object, M extends keyof O>(
  object: O,
  method: M,
  by: (method: O[M]) => O[M],
): void {
  const original = object[method] as unknown as (...args: unknown[]) => unknown;
  object[method] = by(original.bind(object) as unknown as O[M]);
}

function of<K extends Key>(key: K, window: Window): OfWindow {
  return { key: encodeKey(key), window: boundsOf(window) };
}

/** Of a window whose bounds may change. */
function boundsOf({ start, end }: Window): Window {
  return interval(start, end);
}

/** A window that merges belongs to one key, and so do its timers. */
function timerOf(span: Span, key: Key | null): Pick<OfTimer, "key" | "window"> {
  const whose = span instanceof Session ? (span.key as Key) : key;
  return { key: whose === null ? null : encodeKey(whose), window: boundsOf(span) };
}
