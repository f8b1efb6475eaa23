import { sum } from "tidemark/combine";
import { Engine, type Pane, strategy, type Work } from "tidemark/panes";
import { fixed, sessions, sliding, type WindowFn } from "tidemark/windows";
import type { Feed } from "./feed.ts";
import { FixedFloor } from "./floors/fixed.ts";
import { SessionsFloor } from "./floors/sessions.ts";
import { SlidingBucketsFloor } from "./floors/sliding-buckets.ts";
import { SlidingSlicesFloor } from "./floors/sliding-slices.ts";
import { Results } from "./results.ts";

/** One of those that are run on the same feed, one after the other, again and again. */
export interface Contestant {
  readonly name: string;
  /** One complete run from nothing, to its results. */
  run(feed: Feed): Run;
}

export interface Run {
  readonly results: Results;
  /** What did the work: to be kept until the next run, or V8 throws optimised code away with it. */
  readonly subject: object;
  readonly work?: Work;
}

/** The windows that are measured, in milliseconds. */
export type WindowsSpec =
  | { readonly kind: "fixed"; readonly size: number; readonly lateness: number }
  | { readonly kind: "sliding"; readonly size: number; readonly period: number }
  | { readonly kind: "sessions"; readonly gap: number };

/** How elements get in. */
export type Entry = "element" | "batch";

/** The hand-written loops for these windows; the first is the one that ratios are taken of. */
export function floorsOf(windows: WindowsSpec): Contestant[] {
  switch (windows.kind) {
    case "fixed":
      return [floor("floor", (results) => new FixedFloor(windows.size, windows.lateness, results))];
    case "sliding":
      return [
        floor("floor", (results) => new SlidingBucketsFloor(windows.size, windows.period, results)),
        floor("slices", (results) => new SlidingSlicesFloor(windows.size, windows.period, results)),
      ];
    case "sessions":
      return [floor("floor", (results) => new SessionsFloor(windows.gap, results))];
  }
}

function floor(name: string, make: (results: Results) => { run(feed: Feed): void }): Contestant {
  return {
    name,
    run(feed) {
      const results = new Results();
      const subject = make(results);
      subject.run(feed);
      return { results, subject };
    },
  };
}

/** The library with the default trigger, a sum, and nothing else set but the windows. */
export function engineOf(windows: WindowsSpec, entry: Entry): Contestant {
  const drive = entry === "element" ? driveElements : driveBatches;
  return {
    name: "engine",
    run(feed) {
      const results = new Results();
      const engine = new Engine<string, number, number>(
        strategy({
          windows: windowFnOf(windows),
          combine: sum(),
          allowedLateness: windows.kind === "fixed" ? windows.lateness : 0,
        }),
        {
          onPane: (pane: Pane<string, number>) => {
            const { window } = pane;
            results.pane(pane.key, window.start, window.end, pane.value, pane.timing, pane.index);
          },
          onDropped: () => {
            results.dropped += 1;
          },
        },
      );
      drive(engine, feed);
      return { results, subject: engine, work: engine.work };
    },
  };
}

function windowFnOf(windows: WindowsSpec): WindowFn<number> {
  switch (windows.kind) {
    case "fixed":
      return fixed(windows.size);
    case "sliding":
      return sliding(windows.size, { period: windows.period });
    case "sessions":
      return sessions(windows.gap);
  }
}

function driveElements(engine: Engine<string, number, number>, feed: Feed): void {
  for (const { keys, values, timestamps, watermark } of feed.bundles) {
    for (let at = 0; at < timestamps.length; at++) {
      engine.add(keys[at] as string, values[at] as number, timestamps[at] as number);
    }
    engine.advanceWatermark(watermark);
  }
}

function driveBatches(engine: Engine<string, number, number>, feed: Feed): void {
  for (const bundle of feed.bundles) {
    engine.addBatch(bundle);
    engine.advanceWatermark(bundle.watermark);
  }
}
