/**
 * The reference model against tables worked out by hand, each with a sentence why: windows that merge.
 */
import { describe, it } from "vitest";
import { clock, count, delayed, onTime, put, play, type Case, watermark } from "./table.ts";

const sessions = { sessions: { gap: 10 } };

const cases: Record<string, Case> = {
  sessions: {
    why: "overlapping ones merge, touching ones stay apart, values keep the order of arrival",
    strategy: { windows: sessions },
    steps: [
      [put([1, 20])],
      [put([2, 0], [3, 10])],
      [put([4, 15])],
      [watermark(99), "0..10 [2] onTime@9 #0/0 last", "10..30 [1,3,4] onTime@29 #0/0 last"],
    ],
  },
  "inside and beyond": {
    why: "an element inside a session leaves its trigger; one that extends it is a merge and may rewind",
    strategy: {
      windows: sessions,
      trigger: { afterEach: [onTime, { repeatedly: count(1) }] },
      allowedLateness: 50,
    },
    steps: [
      [put([1, 1], [2, 5])],
      [watermark(16), "1..15 [1,2] onTime@14 #0/0"],
      [put([3, 3]), "1..15 [3] late@14 #1/1"],
      [put([4, 8])],
      [watermark(18), "1..18 [4] onTime@17 #0/0 replaces 1..15"],
    ],
  },
  "merged deadlines": {
    why: "the earliest open deadline holds; those of merged-away windows wake nothing",
    strategy: { windows: sessions, trigger: delayed(5), allowedLateness: 50 },
    steps: [
      [clock(0)],
      [put([1, 0])],
      [clock(2)],
      [put([2, 15])],
      [put([3, 8])],
      [clock(4)],
      [clock(5), "0..25 [1,2,3] early@24 #0/-1 last"],
      [clock(7)],
    ],
  },
  "merged counts": {
    why: "counts add; under `early` they start anew when one part had its on-time firing (Java)",
    strategy: {
      windows: sessions,
      trigger: { afterWatermark: { early: count(3), late: count(2) } },
      combine: "count",
      allowedLateness: 50,
    },
    steps: [
      [put([1, 0], [2, 40])],
      [put([3, 32])],
      [put([4, 49]), "32..59 3 early@58 #0/-1"],
      [watermark(10), "0..10 1 onTime@9 #0/0"],
      [put([5, 0])],
      [put([6, 0]), "0..10 2 late@9 #1/1"],
      [put([7, 1])],
      [put([8, 2])],
      [put([9, 3]), "0..13 3 early@12 #0/-1 replaces 0..10"],
    ],
  },
  "finished in all parts": {
    why: "afterWatermark stays finished if it was in all parts and the merged window has ended, also without `late`",
    strategy: {
      windows: sessions,
      trigger: { afterEach: [{ afterWatermark: { early: count(9) } }, count(1)] },
      allowedLateness: 50,
    },
    steps: [
      [put([1, 0], [2, 12])],
      [watermark(30), "0..10 [1] onTime@9 #0/0", "12..22 [2] onTime@21 #0/0"],
      [put([3, 5]), "0..22 [3] late@21 #0/0 last replaces 0..10 12..22"],
    ],
  },
  "closed sessions": {
    why: "a closed session leaves the merge set; a result equal to it is open again only with an open part",
    strategy: {
      windows: sessions,
      trigger: count(2),
      accumulation: "accumulating",
      allowedLateness: 50,
    },
    steps: [
      [put([1, 0], [2, 8]), "0..18 [1,2] early@17 #0/-1 last", "closed 0..18"],
      [put([3, 0], [4, 8]), "closed 3 0..18", "closed 4 0..18", "empty"],
      [put([5, 8]), "not empty"],
      [put([6, 0]), "0..18 [5,6] early@17 #0/-1 last", "closed 0..18"],
      [put([7, 4]), "closed 0..18"],
      [watermark(68), "4..14 [7] onTime@13 #0/0 last", "closed ", "empty"],
    ],
  },
  "no ghost of a late element": {
    why: "lateness is judged on the proto-window; what is dropped merges nothing",
    strategy: { windows: sessions, trigger: "never" },
    steps: [
      [put([1, 0])],
      [watermark(9)],
      [put([2, 9])],
      [watermark(14)],
      [put([3, 4], [4, 21]), "late 3 4..14"],
      [watermark(19), "0..19 [1,2] onTime@18 #0/0 last"],
      [watermark(31), "21..31 [4] onTime@30 #0/0 last"],
    ],
  },
  retractions: {
    why: "what merged-away windows emitted is retracted right before the merged window's next pane, as it was",
    strategy: {
      windows: sessions,
      trigger: { repeatedly: count(2) },
      combine: "sum",
      accumulation: "retracting",
    },
    steps: [
      [put([1, 20], [2, 20], [3, 0], [4, 0]), "20..30 3 early@29 #0/-1", "0..10 7 early@9 #0/-1"],
      [put([5, 9])],
      [
        put([6, 15]),
        "-0..10 7 early@9 #0/-1",
        "-20..30 3 early@29 #0/-1",
        "0..30 21 early@29 #0/-1 replaces 0..10 20..30",
      ],
      [
        put([7, 0], [8, 1]),
        "-0..30 21 early@29 #0/-1 replaces 0..10 20..30",
        "0..30 36 early@29 #1/-1 replaces 0..10 20..30",
      ],
    ],
  },
  "the hold of an ended session": {
    why: "under endOfWindow a merge derives the hold anew: none is left once the window has ended (Java)",
    strategy: { windows: sessions, trigger: count(3), allowedLateness: 50 },
    steps: [
      [put([1, 0], [2, 5])],
      [watermark(20), "hold 14", "output watermark 14"],
      [put([3, 2], [4, 40]), "0..15 [1,2,3] onTime@14 #0/0 last", "hold 49"],
      [put([5, 41])],
      [watermark(60), "hold 50", "output watermark 50"],
      [put([6, 40]), "40..51 [4,5,6] onTime@50 #0/0 last"],
      [put([7, 20], [8, 25])],
      [put([9, 22]), "20..35 [7,8,9] late@34 #0/0 last"],
    ],
  },
};

describe("windows that merge", () => {
  it.each(Object.entries(cases))("%s", (_, row) => {
    play(row);
  });
});
