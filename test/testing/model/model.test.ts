/**
 * The reference model against tables worked out by hand, each with a sentence why: windows that do not merge.
 */
import { describe, it } from "vitest";
import { MAX_TIMESTAMP, type TriggerSpec } from "../../../src/testing/model/model.ts";
import { both, clock, count, delayed, onTime, put, play, type Case, watermark } from "./table.ts";

const tens = { fixed: { size: 10 } };
const earlyAndLate: TriggerSpec = { afterWatermark: { early: count(1), late: count(1) } };

const cases: Record<string, Case> = {
  "negative time": {
    why: "divisions floor: -1 is in [-10, 0), and -0 is 0",
    strategy: { windows: tens, trigger: "always" },
    steps: [
      [
        put(["a", -1], ["b", -10], ["c", -11], ["d", -0]),
        '-10..0 ["a","b"] early@-1 #0/-1',
        '-20..-10 ["c"] early@-11 #0/-1',
        '0..10 ["d"] early@9 #0/-1',
      ],
    ],
  },
  "offsets are reduced": {
    why: "an offset counts modulo the size",
    strategy: { windows: { fixed: { size: 5, offset: 12 } }, trigger: "always" },
    steps: [[put([1, 11]), "7..12 [1] early@11 #0/-1"]],
  },
  "gaps and overlaps": {
    why: "one disposition per assigned window, or unassigned for the element as a whole",
    strategy: { windows: { sliding: { size: 15, period: 20 } } },
    steps: [
      [put([1, 14], [2, 15]), "unassigned 2"],
      [watermark(15), "0..15 [1] onTime@14 #0/0 last", "empty"],
    ],
  },
  "partly late": {
    why: "lateness is judged for each window on its own",
    strategy: { windows: { sliding: { size: 10, period: 5 } } },
    steps: [
      [watermark(10)],
      [put([1, 7]), "late 1 0..10"],
      [watermark(15), "5..15 [1] onTime@14 #0/0 last"],
    ],
  },
  "the edge of lateness": {
    why: "a window lives until watermark >= end + allowedLateness, and not longer",
    strategy: { windows: tens, allowedLateness: 5, timestampCombiner: "earliest" },
    steps: [
      [watermark(14)],
      [put([1, 3]), "0..10 [1] late@9 #0/0"],
      [watermark(15)],
      [put([2, 3]), "late 2 0..10", "empty"],
    ],
  },
  "a count overshoots": {
    why: "the trigger is asked once per bundle and carries nothing over",
    strategy: { windows: tens, trigger: { repeatedly: count(2) } },
    steps: [
      [put([1, 1], [2, 2], [3, 3]), "0..10 [1,2,3] early@9 #0/-1"],
      [put([4, 4])],
      [put([5, 5]), "0..10 [4,5] early@9 #1/-1"],
    ],
  },
  "the end without a watermark trigger": {
    why: "the end alone asks nothing; end and expiry in one step flush, and owe the on-time pane",
    strategy: { windows: tens, trigger: "always", allowedLateness: 5 },
    steps: [
      [put([1, 1]), "0..10 [1] early@9 #0/-1"],
      [watermark(12)],
      [put([2, 11]), "10..20 [2] early@19 #0/-1"],
      [watermark(30), "10..20 [] onTime@19 #1/0 last"],
    ],
  },
  never: {
    why: "expiry flushes whatever the trigger; a later watermark has nothing left",
    strategy: { windows: "global", trigger: "never", combine: "count" },
    steps: [
      [put([1, 1], [2, -2])],
      [watermark(9e12)],
      [watermark("max"), `global 2 onTime@${MAX_TIMESTAMP - 1} #0/0 last`, "empty"],
    ],
  },
  "empty panes": {
    why: "empty means nothing new, even when accumulating; a suppressed firing consumes no index",
    strategy: {
      windows: tens,
      trigger: earlyAndLate,
      accumulation: "accumulating",
      allowedLateness: 5,
      closing: "always",
      onTime: "ifNonEmpty",
    },
    steps: [
      [put([1, 1]), "0..10 [1] early@9 #0/-1", "hold 14"],
      [watermark(10), "hold 14", "output watermark 10"],
      [watermark(15), "0..10 [1] late@9 #1/0 last", "hold null"],
    ],
  },
  "nothing combined": {
    why: "an empty minimum is null",
    strategy: {
      windows: tens,
      trigger: earlyAndLate,
      combine: "min",
      allowedLateness: 5,
    },
    steps: [
      [put([4, 1], [3, 1]), "0..10 3 early@9 #0/-1"],
      [watermark(10), "0..10 null onTime@9 #1/0"],
    ],
  },
  deadlines: {
    why: "the first element of a pane sets the deadline, counted from MIN while the clock is unset; due at >=",
    strategy: { windows: tens, trigger: { repeatedly: delayed(5) } },
    steps: [
      [put([1, 1])],
      [clock(0), "0..10 [1] early@9 #0/-1"],
      [put([2, 2])],
      [clock(4)],
      [put([3, 3])],
      [clock(2)],
      [clock(5), "0..10 [2,3] early@9 #1/-1"],
      [clock(9)],
    ],
  },
  alignment: {
    why: "delay first, then alignment; a boundary stays where it is; below zero it floors",
    strategy: {
      windows: tens,
      trigger: {
        repeatedly: { afterProcessingTime: { delay: 2, alignTo: { period: 10, offset: 3 } } },
      },
    },
    steps: [
      [clock(-19)],
      [put([1, 1])],
      [clock(-17), "0..10 [1] early@9 #0/-1"],
      [put([2, 2])],
      [clock(-8)],
      [clock(-7), "0..10 [2] early@9 #1/-1"],
    ],
  },
  "both clocks": {
    why: "both move before anything is asked: the deadline does not make an early pane, the losers are cleared",
    strategy: {
      windows: tens,
      trigger: { repeatedly: { afterAny: [onTime, delayed(5)] } },
      allowedLateness: 9,
    },
    steps: [
      [clock(0)],
      [put([1, 1])],
      [both(12, 5), "0..10 [1] onTime@9 #0/0"],
      [put([2, 2]), "0..10 [2] late@9 #1/1"],
      [both(18, 50)],
    ],
  },
  "fire order": {
    why: "time, then domain, then window, then first sight of the key in that window",
    strategy: {
      windows: tens,
      trigger: { repeatedly: { afterAny: [onTime, delayed(15)] } },
      combine: "sum",
      allowedLateness: 90,
    },
    steps: [
      [clock(0)],
      [put([5, 41, "b"])],
      [clock(7)],
      [put([1, 11, "a"], [2, 12, "b"], [3, 2, "b"], [4, 1, "a"])],
      [
        both(30, 20),
        "b:0..10 3 onTime@9 #0/0",
        "a:0..10 4 onTime@9 #0/0",
        "b:40..50 5 early@49 #0/-1",
        "a:10..20 1 onTime@19 #0/0",
        "b:10..20 2 onTime@19 #0/0",
      ],
    ],
  },
  "afterAll and afterAny finish": {
    why: "both finish with their first firing whatever their children are; the window is closed",
    strategy: {
      windows: tens,
      trigger: { afterAll: [{ repeatedly: count(1) }, "always"] },
      allowedLateness: 5,
    },
    steps: [
      [put([1, 1]), "0..10 [1] early@9 #0/-1 last", "closed 0..10", "empty"],
      [put([2, 2]), "closed 2 0..10"],
      [watermark(15), "closed "],
    ],
  },
  orFinally: {
    why: "`finally` counts across main's firings, and its firing ends the whole even if it repeats",
    strategy: {
      windows: tens,
      trigger: { orFinally: { main: { repeatedly: count(2) }, finally: { repeatedly: count(3) } } },
    },
    steps: [
      [put([1, 1], [2, 2]), "0..10 [1,2] early@9 #0/-1"],
      [put([3, 3]), "0..10 [3] early@9 #1/-1 last", "closed 0..10"],
    ],
  },
  "early is repeatedly": {
    why: "the whole subtree of `early` resets, so that not every later bundle fires; its steps go on in order",
    strategy: {
      windows: tens,
      trigger: {
        afterWatermark: { early: { afterEach: [{ afterAny: [count(2), count(3)] }, count(1)] } },
      },
      combine: "count",
    },
    steps: [
      [put([1, 1])],
      [put([2, 1]), "0..10 2 early@9 #0/-1"],
      [put([3, 1]), "0..10 1 early@9 #1/-1"],
      [put([4, 1])],
      [put([5, 1]), "0..10 2 early@9 #2/-1"],
    ],
  },
  "a later step at the end": {
    why: "a trigger that mentions the watermark anywhere is asked at the end, whether or not an element reached that part",
    strategy: { windows: tens, trigger: { afterEach: [count(1), onTime] }, allowedLateness: 5 },
    steps: [
      [put([1, 1]), "0..10 [1] early@9 #0/-1"],
      [watermark(10), "0..10 [] onTime@9 #1/0 last", "closed 0..10"],
    ],
  },
  "pane timestamps": {
    why: "the timestamp covers the elements since the previous pane, late ones aside; `latest` lets the watermark on",
    strategy: { windows: tens, trigger: { repeatedly: count(2) }, timestampCombiner: "latest" },
    steps: [
      [put([1, 3]), "hold 3"],
      [watermark(5), "output watermark 3"],
      [put([2, 1]), "0..10 [1,2] early@3 #0/-1", "hold null", "output watermark 5"],
      [put([3, 1]), "hold 9"],
      [put([4, 2]), "0..10 [3,4] early@9 #1/-1"],
    ],
  },
  "one output watermark for all keys": {
    why: "another key's hold keeps it back, so that a first pane after the end is still on time; then it is late",
    strategy: {
      windows: tens,
      trigger: { repeatedly: count(2) },
      timestampCombiner: "earliest",
      allowedLateness: 90,
    },
    steps: [
      [put([1, 5, "b"])],
      [watermark(20), "output watermark 5"],
      [put([2, 1], [3, 1]), "0..10 [2,3] onTime@9 #0/0"],
      [put([4, 1, "b"]), "b:0..10 [1,4] onTime@5 #0/0", "output watermark 20"],
      [put([5, 1, "c"], [6, 1, "c"]), "c:0..10 [5,6] late@9 #0/0"],
      [watermark(4), "output watermark 20"],
    ],
  },
};

describe("windows that do not merge", () => {
  it.each(Object.entries(cases))("%s", (_, row) => {
    play(row);
  });
});
