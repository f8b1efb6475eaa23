/**
 * A small windowing engine in one file, and what it takes to hold it to the model: it speaks the
 * conformance protocol, one JSON object a line, on stdin and stdout. It knows fixed and session
 * windows, the default trigger and discarding panes, and it is right.
 *
 *     npx tidemark conform --engine "node examples/conformance/engine.mjs"
 *
 * With the name of a classic mistake it makes it, and the same command finds it:
 *
 *     … --engine "node examples/conformance/engine.mjs truncate"    windows of negative times
 *     … --engine "node examples/conformance/engine.mjs no-hold"     downstream drops on-time panes
 *     … --engine "node examples/conformance/engine.mjs old-timers"  two on-time panes after a merge
 */
import { realpathSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BEGINNING = -8_640_000_000_000_000;
const END_OF_TIME = 8_640_000_000_000_000;

/** What this engine can be asked, and what it reports beside key, window and value. */
export const capabilities = {
  windows: ["fixed", "sessions"],
  triggers: ["default"],
  accumulation: ["discarding"],
  closing: ["ifNonEmpty"],
  onTime: ["always"],
  timestampCombiner: ["endOfWindow", "earliest"],
  combine: ["list"],
  reports: ["timestamp", "timing", "index", "first", "last", "late", "outputWatermark"],
};

export class Engine {
  watermark = BEGINNING;
  outputWatermark = BEGINNING;
  panes = [];
  late = 0;

  constructor(strategy, bug = null) {
    this.strategy = strategy;
    this.bug = bug;
    /** For each key its windows: {start, end, values, hold, timers, panes, onTime}. */
    this.windows = new Map();
  }

  /** One step of a script; what it made, and what can be seen after it. */
  step(step) {
    this.panes = [];
    this.late = 0;
    if ("elements" in step) this.addBundle(step.elements);
    else this.advance((step.advanceTogether ?? step).watermark ?? BEGINNING);
    const holds = [...this.windows.values()].flat().map(({ hold }) => hold ?? END_OF_TIME);
    const held = this.bug === "no-hold" ? this.watermark : Math.min(this.watermark, ...holds);
    this.outputWatermark = Math.max(this.outputWatermark, held);
    return { outputs: this.panes, late: this.late, outputWatermark: this.outputWatermark };
  }

  addBundle(elements) {
    const touched = new Set();
    const added = elements.map(([value, timestamp, key]) => {
      const [start, end] = this.assign(timestamp);
      if (this.watermark >= this.expiry(end)) this.late += 1;
      else return { key, value, timestamp, window: this.open(key, start, end) };
    });
    for (const element of added.filter(Boolean)) {
      const window = this.latestOf(element.key, element.window);
      window.values.push(element.value);
      if (this.watermark < window.end) this.holdBack(window, element.timestamp);
      touched.add(window);
    }
    // The default trigger: what comes after the window's end makes a pane at once.
    for (const window of touched) if (this.watermark >= window.end) this.fire(window, false);
  }

  assign(timestamp) {
    const { fixed, sessions } = this.strategy.windows;
    if (sessions) return [timestamp, timestamp + sessions.gap];
    const { size, offset = 0 } = fixed;
    const remainder = (timestamp - offset) % size;
    // `%` takes the sign of what is divided; windows go on below zero as they do above.
    const over = this.bug === "truncate" || remainder >= 0 ? remainder : remainder + size;
    return [timestamp - over, timestamp - over + size];
  }

  /** The window of a key with these bounds, merged with the sessions that it overlaps. */
  open(key, start, end) {
    const own = this.windows.get(key) ?? [];
    const isSession = this.strategy.windows.sessions !== undefined;
    const parts = own.filter((window) =>
      isSession ? start < window.end && window.start < end : window.start === start,
    );
    const [only] = parts;
    const bounds = {
      start: Math.min(start, ...parts.map((part) => part.start)),
      end: Math.max(end, ...parts.map((part) => part.end)),
    };
    if (only && only.start === bounds.start && only.end === bounds.end) {
      if (parts.length === 1) return only;
    }
    const timers = this.watermark < bounds.end ? [bounds.end] : [];
    const merged = { ...bounds, key, values: [], hold: null, timers, panes: 0, onTime: false };
    for (const part of parts) {
      merged.values.push(...part.values);
      if (part.hold !== null) this.holdBack(merged, part.hold);
      if (this.bug === "old-timers") merged.timers.unshift(...part.timers);
      part.mergedInto = merged;
    }
    this.windows.set(key, [...own.filter((window) => !parts.includes(window)), merged]);
    return merged;
  }

  latestOf(key, window) {
    return window.mergedInto ? this.latestOf(key, window.mergedInto) : window;
  }

  /** The pane of a window is stamped with its end, or with the earliest of its elements. */
  holdBack(window, timestamp) {
    const at = this.strategy.timestampCombiner === "earliest" ? timestamp : window.end - 1;
    if (at >= this.outputWatermark) window.hold = Math.min(window.hold ?? at, at);
  }

  advance(watermark) {
    this.watermark = Math.max(this.watermark, watermark);
    for (const [key, own] of this.windows) {
      for (const window of own) {
        const isLast = this.watermark >= this.expiry(window.end);
        const due = window.timers.filter((timer) => timer <= this.watermark);
        window.timers = window.timers.filter((timer) => timer > this.watermark);
        for (const _ of due) this.fire(window, isLast);
      }
      const live = own.filter(({ end }) => this.watermark < this.expiry(end));
      this.windows.set(key, live);
    }
  }

  fire(window, last) {
    const isOnTime = !window.onTime && this.outputWatermark < window.end;
    if (window.values.length === 0 && !isOnTime) return;
    this.panes.push({
      key: window.key,
      window: [window.start, window.end],
      value: window.values,
      timestamp: window.hold ?? window.end - 1,
      timing: isOnTime ? "onTime" : "late",
      index: window.panes,
      first: window.panes === 0,
      last,
    });
    Object.assign(window, { values: [], hold: null, panes: window.panes + 1 });
    window.onTime ||= this.watermark >= window.end;
  }

  expiry(end) {
    return Math.min(end + this.strategy.allowedLateness, END_OF_TIME);
  }
}

/** Answers one message of the kit, or null for the last. */
export function answer(message, bug = null) {
  switch (message.type) {
    case "hello":
      return { type: "hello", protocol: 1, engine: "small", version: "1", capabilities };
    case "case": {
      const engine = new Engine(message, bug);
      return { type: "outputs", id: message.id, steps: message.steps.map((s) => engine.step(s)) };
    }
    default:
      return null;
  }
}

if (realpathSync(process.argv[1] ?? ".") === fileURLToPath(import.meta.url)) {
  for await (const line of createInterface({ input: process.stdin })) {
    const reply = answer(JSON.parse(line), process.argv[2]);
    if (reply !== null) console.log(JSON.stringify(reply));
  }
}
