import type { Cell } from "../panes/cell.ts";
import type { Engine } from "../panes/engine.ts";
import { notKnown } from "../panes/instants.ts";
import type { Key } from "../panes/key.ts";
import { type Moment, NO_DEADLINE } from "../triggers/machine.ts";
import { type EventTime, MIN_TIMESTAMP, type ProcessingTime } from "../watermark/time.ts";
import { interval, sameWindow, type Window } from "../windows/interval.ts";
import { both, isNothing, type Need, need, simplest } from "./need.ts";
import { partsOf } from "./trigger-parts.ts";
import { explainPart, type Memory, needsOf, type PartExplanation } from "./trigger-state.ts";

/** One of the ways in which a window can come to its next pane. */
export interface NextPane extends Need {
  /** `expiry`: the window is given up then, and what is pending becomes its last pane. */
  readonly by: "trigger" | "expiry";
}

/** Which window holds the output watermark back. */
export interface Holder<K extends Key> {
  readonly key: K;
  readonly window: Window;
  readonly hold: EventTime;
  /**
   * Where the watermark and processing time were when the output watermark began to be held where it is;
   * null if that is not known: a record of one key does not say it. Processing time is null if it was not set then.
   */
  readonly since: {
    readonly watermark: EventTime;
    readonly processingTime: ProcessingTime | null;
  } | null;
}

/** How a window of one key stands, and what it waits for. Times in milliseconds. */
export interface Explanation<K extends Key = Key> {
  readonly key: K;
  readonly window: Window;
  /**
   * - `unseen`: no element has got into it
   * - `open`: it has a trigger that runs
   * - `closed`: its trigger has finished; what comes is dropped until it expires
   * - `expired`: nothing is kept of it, and what comes is late
   */
  readonly state: "unseen" | "open" | "closed" | "expired";
  readonly watermark: EventTime;
  /** Null if it was never set. */
  readonly processingTime: ProcessingTime | null;
  readonly outputWatermark: EventTime;
  /** Whether the watermark has reached its end. */
  readonly hasEnded: boolean;
  readonly expiresAt: EventTime;
  /** How many elements have come since the last pane. */
  readonly pending: number;
  /** How many panes have been made, and how many of them at or after the end. */
  readonly panes: { readonly made: number; readonly onTimeOrLate: number };
  /** How its trigger stands; null unless it is unseen or open. */
  readonly trigger: PartExplanation | null;
  /** What would make the next pane: each of these by itself. None if there is none to come. */
  readonly next: readonly NextPane[];
  /** Where its pending pane holds the output watermark, or null. */
  readonly hold: EventTime | null;
  /** The first window that holds the output watermark behind the watermark, or null if none does. */
  readonly heldBy: Holder<K> | null;
}

/**
 * What is to be known of a key's window at this moment: how its trigger stands, what would make the
 * next pane, when it expires, and what holds the output watermark. Changes nothing. Of windows that
 * merge, ask for one that is there (`engine.windows(key)`): any other counts as unseen.
 *
 * Cost: all live windows.
 */
export function explain<K extends Key, T, R>(
  engine: Engine<K, T, R>,
  key: K,
  window: Window,
): Explanation<K> {
  const { core, watermark, outputWatermark } = engine;
  const place = engine.layout
    .placesOf(key)
    .find((one) => one.key === key && sameWindow(one.span, window));
  const expiresAt = core.expiryOf(window.end);
  const state =
    place === undefined
      ? watermark >= expiresAt
        ? "expired"
        : "unseen"
      : place.cell.closed
        ? "closed"
        : "open";
  const cell = place?.cell ?? core.makeCell(-1);
  const runs = state === "open" || state === "unseen";
  const view = engine.windows(key).find((one) => sameWindow(one.window, window));
  const { past } = cell;
  const found: Omit<Explanation<K>, "trigger" | "next"> = {
    key,
    window: interval(window.start, window.end),
    state,
    watermark,
    processingTime: engine.processingTime === MIN_TIMESTAMP ? null : engine.processingTime,
    outputWatermark,
    hasEnded: watermark >= window.end,
    expiresAt,
    pending: cell.fresh,
    panes: { made: (past?.index ?? -1) + 1, onTimeOrLate: (past?.onTimeIndex ?? -1) + 1 },
    hold: view?.hold ?? null,
    heldBy: holderOf(engine),
  };
  if (!runs) return { ...found, trigger: null, next: [] };
  const { start, end } = window;
  const now = { ...core.now, start, end };
  const memory = { state: cell.trigger.slice(), now };
  const [root] = partsOf(engine.strategy.trigger) as [ReturnType<typeof partsOf>[number]];
  return {
    ...found,
    trigger: explainPart(root, core.trigger.root, memory),
    // A window that no element has got into is not there, and makes no pane by itself.
    next: nextPanes(engine, window, cell, memory).map((one) =>
      state === "unseen" ? { ...both(one, need({ elements: 1 })), by: one.by } : one,
    ),
  };
}

/** What the trigger needs and, beside it, the expiry; and of both, that there is something to put out. */
function nextPanes<K extends Key, T, R>(
  engine: Engine<K, T, R>,
  { end }: Window,
  cell: Cell<unknown, R>,
  memory: Memory,
): readonly NextPane[] {
  const { core, strategy } = engine;
  const { now } = memory;
  const { root } = core.trigger;
  const asked = needsOf({ trigger: strategy.trigger, machine: root }, memory).flatMap((one) =>
    isNothing(one) ? asksOf(engine, memory) : [one],
  );
  const isEmptyNow = cell.fresh === 0;
  const filled = [
    ...asked.map((one) => (isEmptyNow ? both(one, need({ elements: 1 })) : one)),
    ...(isEmptyNow ? emptyPanes(engine, cell, memory) : []),
  ].map((one): NextPane => ({ ...one, by: "trigger" }));
  const expiry = need({ watermark: core.expiryOf(end) });
  const isOnTimeDue =
    strategy.onTime === "always" &&
    (cell.past?.onTimeIndex ?? -1) < 0 &&
    core.outputWatermark < end;
  const isEmpty = isEmptyNow && !isOnTimeDue && strategy.closing !== "always";
  const gives = strategy.closing !== "never" || isDueAt(expiry, engine, memory);
  const atExpiry = { ...(isEmpty ? both(expiry, need({ elements: 1 })) : expiry), by: "expiry" };
  return simplest<NextPane>([
    ...filled.filter(({ watermark }) => watermark === null || watermark > now.watermark),
    ...(gives ? [atExpiry as NextPane] : []),
  ]);
}

/** Whether the trigger is due once the watermark is as far as that. */
function isDueAt<K extends Key, T, R>(
  { watermark }: Need,
  { core }: Engine<K, T, R>,
  { state, now }: Memory,
): boolean {
  return core.trigger.root.isDue(state, { ...now, watermark: watermark ?? now.watermark });
}

/** When a trigger that is due is asked next: it is not until something gives occasion. */
function asksOf<K extends Key, T, R>(
  { core }: Engine<K, T, R>,
  { state, now }: Memory,
): readonly Need[] {
  const { root, watchesWatermark } = core.trigger;
  const deadline = root.nextDeadline(state, now.processingTime);
  const watermark = root.nextWatermark(state, now.start, now.end, now.watermark + 1);
  return [
    need({ elements: 1 }),
    ...(watchesWatermark && now.watermark < now.end ? [need({ watermark: now.end })] : []),
    ...(deadline === NO_DEADLINE ? [] : [need({ processingTime: deadline })]),
    ...(watermark === NO_DEADLINE ? [] : [need({ watermark })]),
  ];
}

/** The first instant of each clock at which the trigger makes a pane without a new element. */
function emptyPanes<K extends Key, T, R>(
  engine: Engine<K, T, R>,
  cell: Cell<unknown, R>,
  { state, now }: Memory,
): readonly Need[] {
  const { root, watchesWatermark } = engine.core.trigger;
  const found: Need[] = [];
  const makes = (then: Moment): boolean => makesEmptyPane(engine, cell, { state, now: then });
  let processingTime = root.nextDeadline(state, now.processingTime);
  for (
    ;
    processingTime !== NO_DEADLINE;
    processingTime = root.nextDeadline(state, processingTime)
  ) {
    if (!makes({ ...now, processingTime })) continue;
    found.push(need({ processingTime }));
    break;
  }
  const { start, end } = now;
  for (let { watermark } = now; watermark < end; ) {
    const multiple = root.nextWatermark(state, start, end, watermark + 1);
    watermark = Math.min(multiple, watchesWatermark ? end : NO_DEADLINE);
    if (watermark === NO_DEADLINE || !makes({ ...now, watermark })) continue;
    found.push(need({ watermark }));
    break;
  }
  return found;
}

/** Whether the trigger fires at a moment, and that makes a pane without a new element. */
function makesEmptyPane<K extends Key, T, R>(
  { core, strategy }: Engine<K, T, R>,
  cell: Cell<unknown, R>,
  { state, now }: Memory,
): boolean {
  const { root } = core.trigger;
  if (!root.isDue(state, now)) return false;
  const isOnTime =
    now.watermark >= now.end &&
    (cell.past?.onTimeIndex ?? -1) < 0 &&
    core.outputWatermark < now.end;
  if (isOnTime && strategy.onTime === "always") return true;
  if (strategy.closing !== "always") return false;
  const fired = state.slice();
  root.onFire(fired, now);
  return root.isFinished(fired);
}

function sinceOf<K extends Key, T, R>({ core }: Engine<K, T, R>): Holder<K>["since"] {
  const since = core.heldSince;
  if (since === null || since === notKnown) return null;
  const { watermark, processingTime } = since;
  return { watermark, processingTime: processingTime === MIN_TIMESTAMP ? null : processingTime };
}

function holderOf<K extends Key, T, R>(engine: Engine<K, T, R>): Holder<K> | null {
  if (engine.outputWatermark >= engine.watermark) return null;
  let first: Holder<K> | null = null;
  for (const { key, window, hold } of engine.windows()) {
    if (hold !== null && (first === null || hold < first.hold))
      first = { key, window, hold, since: sinceOf(engine) };
  }
  return first;
}
