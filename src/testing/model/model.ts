/**
 * Reference model, part 3: watermarks, holds, panes, deliberately naive: contents are lists, everything is found by
 * searching and recomputed each time. It shares no line with the engine. "Java" marks what Beam's runner core decides.
 */
import * as triggers from "./triggers.ts";
import { type SessionSpec, assign, clamp, overlapGroups, same, windowOrder } from "./windows.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "./windows.ts";
import type { Group, Window, WindowSpec } from "./windows.ts";

export { MAX_TIMESTAMP, MIN_TIMESTAMP };
export type { WindowSpec };
export type TriggerSpec = triggers.TriggerSpec;

export interface ModelStrategy {
  windows: WindowSpec;
  trigger?: TriggerSpec;
  accumulation?: "discarding" | "accumulating" | "retracting";
  allowedLateness?: number;
  closing?: "always" | "ifNonEmpty" | "never";
  onTime?: "always" | "ifNonEmpty";
  timestampCombiner?: "endOfWindow" | "earliest" | "latest";
  /** absent: the list of values */
  combine?: "sum" | "count" | "min" | "max" | "mean";
}

export type Input = readonly [value: unknown, timestamp: number, key?: string];
export type Step =
  | { elements: readonly Input[] }
  | { watermark: number | "max" }
  | { processingTime: number }
  | { advanceTogether: { watermark: number | "max"; processingTime: number } };

export interface Output {
  key: string;
  window: [number, number];
  value: unknown;
  timestamp: number;
  timing: "early" | "onTime" | "late";
  index: number;
  onTimeIndex: number;
  first: boolean;
  last: boolean;
  retraction: boolean;
  replaces: [number, number][];
}

export interface Dropped {
  reason: "late" | "closed" | "unassigned";
  key: string;
  value: unknown;
  timestamp: number;
  window: [number, number] | null;
}

export interface StepResult {
  outputs: Output[];
  dropped: Dropped[];
  outputWatermark: number;
  /** the earliest hold of every key ever seen, expiry holds included; null = none */
  holds: Record<string, number | null>;
  /** the windows of every key ever seen that a finished trigger has closed */
  closed: Record<string, [number, number][]>;
}

interface Element {
  value: unknown;
  timestamp: number;
  key: string;
  /** position among all arrivals: lists are in order of arrival */
  arrival: number;
}

/** Everything about one open window of one key. */
interface Row {
  key: string;
  window: Window;
  /** when the key was first seen in this window (order of firing, S6.10) */
  sight: number;
  contents: Element[];
  /** elements since the last pane: none = "empty" (S7.9) */
  pending: number;
  trigger: triggers.State;
  /** the combined contributions to the timestamp of the next pane, which hold the output watermark (S3.13) */
  hold: number | null;
  /** holds at expiry too, to be inspected only */
  expiryHold: boolean;
  lastPane: Output | null;
  /** emitted and not yet retracted, those of merged-away windows included (section 8) */
  outstanding: Output[];
  /** merged-away windows that had emitted a pane (S8.8) */
  replaces: Window[];
}

export class Model {
  private readonly strategy: Required<Omit<ModelStrategy, "combine">>;
  private readonly combine: ModelStrategy["combine"];
  private readonly trigger: triggers.Tree;
  private readonly merging: boolean;
  private readonly sessions: SessionSpec = { gap: 0 };
  private watermark = MIN_TIMESTAMP;
  private processingTime = MIN_TIMESTAMP;
  /** Moves only between steps, so that within a step it has its value from the step's start. */
  private outputWatermark = MIN_TIMESTAMP;
  private rows: Row[] = [];
  private closed: { key: string; window: Window }[] = [];
  private keys: string[] = [];
  private arrivals = 0;
  private sights = 0;
  private outputs: Output[] = [];
  private dropped: Dropped[] = [];

  constructor(strategy: ModelStrategy) {
    this.strategy = {
      trigger: "default",
      accumulation: "discarding",
      allowedLateness: 0,
      closing: "ifNonEmpty",
      onTime: "always",
      timestampCombiner: "endOfWindow",
      ...strategy,
    };
    this.combine = strategy.combine;
    this.trigger = triggers.parseTrigger(this.strategy.trigger);
    const { windows } = strategy;
    this.merging = typeof windows === "object" && "sessions" in windows;
    if (typeof windows === "object" && "sessions" in windows) this.sessions = windows.sessions;
  }

  step(step: Step): StepResult {
    this.outputs = [];
    this.dropped = [];
    if ("elements" in step) this.bundle(step.elements);
    else if ("advanceTogether" in step) this.advance(step.advanceTogether);
    else this.advance(step);
    // Output watermark = min(input watermark, earliest hold), monotone, once at the end of every step.
    const holds = this.rows.flatMap((row) => this.holdsOf(row));
    this.outputWatermark = Math.max(this.outputWatermark, Math.min(this.watermark, ...holds));
    return {
      outputs: this.outputs,
      dropped: this.dropped,
      outputWatermark: this.outputWatermark,
      holds: Object.fromEntries(this.keys.map((key) => [key, this.earliestHold(key)])),
      closed: Object.fromEntries(this.keys.map((key) => [key, this.closedWindows(key)])),
    };
  }

  /** All that there is state of; the markers of closed windows are not counted. */
  openWindows(): { key: string; window: Window }[] {
    return this.rows.map(({ key, window }) => ({ key, window }));
  }

  // ---- elements (section 6) --------------------------------------------------------------------------------

  private bundle(input: readonly Input[]): void {
    const elements = input.map(([value, timestamp, key = "k"]): Element => {
      return { value, timestamp: timestamp + 0, key, arrival: this.arrivals++ }; // -0 becomes 0
    });
    for (const { key } of elements) if (!this.keys.includes(key)) this.keys.push(key);
    // Late ones are dropped (S4.12: judged on the proto-window, before merging, unless told otherwise), …
    const assignments = elements.map((element) => ({
      element,
      windows: assign(this.strategy.windows, element.timestamp),
    }));
    const inTime = (w: Window): boolean => this.watermark < this.expiry(w);
    // … windows are assigned and merged, key by key, …
    const results = new Map<string, Group[]>();
    if (this.merging) {
      for (const key of new Set(elements.map((e) => e.key))) {
        const protos = assignments
          .filter((a) => a.element.key === key)
          .flatMap((a) =>
            a.windows.filter((w) => this.sessions.lateness === "merged" || inTime(w)),
          );
        results.set(key, this.mergeWindows(key, protos));
      }
    }
    // … every element is added, …
    const affected = new Set<Row>();
    for (const { element, windows } of assignments) {
      if (windows.length === 0) this.drop("unassigned", element, null);
      for (const proto of windows) {
        const group = results.get(element.key)?.find((g) => g.members.some((m) => same(m, proto)));
        const window = group?.result ?? proto;
        if (!inTime(this.sessions.lateness === "merged" ? window : proto)) {
          this.drop("late", element, proto);
          continue;
        }
        if (this.closedWindows(element.key).some((w) => same(w, window)))
          this.drop("closed", element, window);
        else affected.add(this.add(element, window));
      }
    }
    // … then each affected window's trigger is asked once, in the order of first touch.
    for (const row of affected) this.ask(row);
  }

  private drop(reason: Dropped["reason"], element: Element, window: Window | null): void {
    const { key, value, timestamp } = element;
    this.dropped.push({ reason, key, value, timestamp, window });
  }

  private add(element: Element, window: Window): Row {
    const found = this.rows.find((r) => r.key === element.key && same(r.window, window));
    const row = found ?? this.newRow(element.key, window);
    if (found === undefined) this.rows.push(row);
    if (row.sight < 0) row.sight = this.sights++;
    row.contents.push(element);
    row.pending += 1;
    // Holds: at the contribution if that is not behind the output watermark and the window has not ended;
    // otherwise only at expiry.
    const contribution =
      this.strategy.timestampCombiner === "endOfWindow" ? window[1] - 1 : element.timestamp;
    if (contribution >= this.outputWatermark && this.watermark < window[1])
      row.hold = this.combineHolds([row.hold, contribution]);
    else row.expiryHold = true;
    triggers.onElement(this.trigger, row.trigger, this.view(window), element.value);
    return row;
  }

  private newRow(key: string, window: Window): Row {
    const trigger = triggers.fresh(this.trigger);
    const nothing = { pending: 0, hold: null, expiryHold: false, lastPane: null };
    return {
      key,
      window,
      sight: -1,
      trigger,
      contents: [],
      outstanding: [],
      replaces: [],
      ...nothing,
    };
  }

  // ---- merging windows (sections 2, 5 and 9) -------------------------------------------------------------------

  /** Merges new proto-windows with the key's open windows. Closed windows are not in the merge set (S9.1). */
  private mergeWindows(key: string, protos: Window[]): Group[] {
    const open = this.rows.filter((row) => row.key === key);
    const groups = overlapGroups([...protos, ...open.map((row) => row.window)], this.sessions);
    for (const { members, result } of groups) {
      const parts = open.filter((row) => members.some((m) => same(m, row.window)));
      // With no open part the trigger starts fresh (S5.48), or the window is closed and the data dropped (S9.3).
      if (parts.length === 0) continue;
      // Members that all equal the window are no merge (Java).
      if (members.every((m) => same(m, result))) continue;
      let row = parts[0]!;
      if (!same(row.window, result)) {
        row = this.mergeRows(parts, result);
        this.rows = this.rows.filter((r) => !parts.includes(r));
        this.rows.push(row);
        // S9.4: a closed window that equals the result is open again.
        this.closed = this.closed.filter((c) => !(c.key === key && same(c.window, result)));
      } // else S5.50: an element that falls inside leaves the trigger as it is.
      // Java: under endOfWindow every merge derives the hold from the result: its end, or none if that has passed.
      if (this.strategy.timestampCombiner === "endOfWindow")
        row.hold = this.watermark < result[1] ? result[1] - 1 : null;
      row.expiryHold = true;
    }
    return groups;
  }

  private mergeRows(parts: Row[], window: Window): Row {
    const row = this.newRow(parts[0]!.key, window); // S7.8: pane indices restart
    row.contents = parts.flatMap((p) => p.contents).sort((a, b) => a.arrival - b.arrival);
    row.pending = parts.reduce((sum, p) => sum + p.pending, 0);
    const states = parts.map((p) => p.trigger);
    row.trigger = triggers.merge(this.trigger, states, this.view(window));
    if (row.trigger.finished) throw new Error("a merge of open windows cannot finish the trigger");
    row.hold = this.combineHolds(parts.map((p) => p.hold));
    // S8.4, S8.8: what the parts emitted is retracted before the next pane, and named in `replaces`, transitively.
    row.outstanding = parts
      .flatMap((p) => p.outstanding)
      .sort((a, b) => windowOrder(a.window, b.window));
    const emitted = parts.filter((p) => p.lastPane !== null).map((p) => p.window);
    row.replaces = [...parts.flatMap((p) => p.replaces), ...emitted]
      .filter((w, i, all) => !same(w, window) && all.findIndex((v) => same(v, w)) === i)
      .sort(windowOrder);
    return row;
  }

  // ---- clocks (sections 3 and 6) ----------------------------------------------------

  private advance(clocks: { watermark?: number | "max"; processingTime?: number }): void {
    const { watermark = MIN_TIMESTAMP, processingTime = MIN_TIMESTAMP } = clocks;
    const before = { watermark: this.watermark, processingTime: this.processingTime };
    // Both clocks move before anything is asked; a step back is ignored.
    this.watermark = Math.max(before.watermark, watermark === "max" ? MAX_TIMESTAMP : watermark);
    this.processingTime = Math.max(before.processingTime, processingTime);
    const crossed = (t: number): boolean => before.watermark < t && t <= this.watermark;
    const reached = (t: number): boolean => before.processingTime < t && t <= this.processingTime;
    // S5.52: watermarks before the end, unless the end is crossed with them.
    const multiplesOf = (row: Row): number[] =>
      this.watermark >= row.window[1]
        ? []
        : triggers.multiples(this.trigger, row.trigger, row.window[0]).filter(crossed);

    // Timers: the end and the expiry of every window, and every deadline that its trigger holds.
    const timers = this.rows.flatMap((row) => {
      const ends = [row.window[1], this.expiry(row.window)].filter(crossed);
      const eventTimes = [...ends, ...multiplesOf(row)];
      const processingTimes = triggers.deadlines(row.trigger).filter(reached);
      return [
        ...eventTimes.map((time) => ({ row, time, domain: 0 })),
        ...processingTimes.map((time) => ({ row, time, domain: 1 })),
      ];
    });
    // Fire order: time, then domain (event time first), window order, key order of first sight in that window.
    timers.sort(
      (a, b) =>
        a.time - b.time ||
        a.domain - b.domain ||
        windowOrder(a.row.window, b.row.window) ||
        a.row.sight - b.row.sight,
    );
    // At most once per step and window; the state decides, not the timer's identity.
    for (const row of new Set(timers.map((timer) => timer.row))) {
      if (this.watermark >= this.expiry(row.window)) {
        // Flushed as the final pane whatever the trigger, or what it is due for alone; then everything is deleted
        const gives = this.strategy.closing !== "never";
        if (gives || triggers.due(this.trigger, row.trigger, this.view(row.window)))
          this.emit(row, true);
        this.remove(row);
        continue;
      }
      const ended = crossed(row.window[1]) && triggers.mentionsWatermark(this.trigger);
      const isDue = triggers.deadlines(row.trigger).some(reached) || multiplesOf(row).length > 0;
      if (ended || isDue) this.ask(row);
    }
    this.closed = this.closed.filter((c) => this.watermark < this.expiry(c.window));
  }

  /** A window expires when watermark >= end + allowedLateness, clamped to the end of time. */
  private expiry(window: Window): number {
    return clamp(window[1] + this.strategy.allowedLateness);
  }

  private view(window: Window): triggers.View {
    const { watermark, processingTime: now, merging } = this;
    return { ended: watermark >= window[1], watermark, start: window[0], now, merging };
  }

  // ---- firing (sections 5 and 7) --------------------------------------------------------------------------------------

  private ask(row: Row): void {
    const view = this.view(row.window);
    if (!triggers.due(this.trigger, row.trigger, view)) return;
    triggers.fire(this.trigger, row.trigger, view);
    this.emit(row, row.trigger.finished);
    if (row.trigger.finished) {
      // S5.2: a root trigger that finishes closes the window; only the marker stays, until expiry.
      this.remove(row);
      this.closed.push({ key: row.key, window: row.window });
    }
  }

  private remove(row: Row): void {
    this.rows = this.rows.filter((r) => r !== row);
  }

  /** A firing: a pane, unless it is empty and empty ones are not wanted. */
  private emit(row: Row, last: boolean): void {
    const { accumulation, closing, onTime } = this.strategy;
    const end = row.window[1];
    // S7.20: the timestamp covers the elements since the previous pane; with none on time, end - 1.
    const timestamp = row.hold ?? end - 1;
    // The release removes the pane's holds; expiry is held if an empty closing pane is due.
    row.hold = null;
    row.expiryHold = !last && closing === "always";
    // S7.1 to S7.3
    const previous = row.lastPane;
    let timing: Output["timing"] = "onTime";
    if (this.watermark < end) timing = "early";
    else if (this.outputWatermark >= end || (previous !== null && previous.timing !== "early"))
      timing = "late";
    // S7.9 to S7.13: empty is no new element since the last pane, even when accumulating. A suppressed firing consumes no index.
    const wanted =
      row.pending > 0 ||
      (timing === "onTime" && onTime === "always") ||
      (last && closing === "always");
    if (wanted) {
      const pane: Output = {
        key: row.key,
        window: row.window,
        value: this.combined(row.contents.map((element) => element.value)),
        timestamp,
        timing,
        index: previous === null ? 0 : previous.index + 1,
        onTimeIndex: timing === "early" ? -1 : (previous?.onTimeIndex ?? -1) + 1,
        first: previous === null,
        last,
        retraction: false,
        replaces: row.replaces,
      };
      if (accumulation === "retracting") {
        for (const record of row.outstanding) this.outputs.push({ ...record, retraction: true });
        row.outstanding = [pane];
      }
      this.outputs.push(pane);
      row.lastPane = pane;
    }
    row.pending = 0;
    if (accumulation === "discarding") row.contents = [];
  }

  /** S7.17: an empty pane has 0 for sum and count, null for min, max and mean, [] for a list. */
  private combined(values: unknown[]): unknown {
    const { combine } = this;
    if (combine === undefined) return values;
    if (combine === "count") return values.length;
    const numbers = values as number[];
    const sum = numbers.reduce((a, b) => a + b, 0);
    if (combine === "sum") return sum;
    if (numbers.length === 0) return null;
    if (combine === "mean") return sum / numbers.length;
    return combine === "min" ? Math.min(...numbers) : Math.max(...numbers);
  }

  // ---- holds and closed windows -----------------------------------------------------------------------------

  /** Contributions under one combiner: the latest of them, else the earliest. */
  private combineHolds(holds: (number | null)[]): number | null {
    const present = holds.filter((h) => h !== null);
    if (present.length === 0) return null;
    return this.strategy.timestampCombiner === "latest"
      ? Math.max(...present)
      : Math.min(...present);
  }

  private holdsOf(row: Row): number[] {
    return [
      ...(row.hold === null ? [] : [row.hold]),
      ...(row.expiryHold ? [this.expiry(row.window) - 1] : []),
    ];
  }

  private earliestHold(key: string): number | null {
    const holds = this.rows.filter((row) => row.key === key).flatMap((row) => this.holdsOf(row));
    return holds.length > 0 ? Math.min(...holds) : null;
  }

  private closedWindows(key: string): Window[] {
    return this.closed
      .filter((c) => c.key === key)
      .map((c) => c.window)
      .sort(windowOrder);
  }
}
