import { describe, expect, test } from "vitest";
import type { Strategy, StrategyOptions } from "../../src/panes/index.ts";
import { backends } from "../../src/testing/backends.ts";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  always,
  never,
  repeatedly,
} from "../../src/triggers/index.ts";
import {
  customMergingWindows,
  customWindows,
  fixed,
  globalWindows,
  sessions,
  sliding,
  type Window,
} from "../../src/windows/index.ts";
import { listing, replay } from "./replay.ts";

type Options = Omit<StrategyOptions<string, string[]>, "combine">;
type Row = readonly [options: Partial<Options>, trace: string, why: string];

/** Every trace says what comes out of it, and holds over every backend. */
function traces(base: Options, rows: readonly Row[]): void {
  test.each(rows)("%j: %s", (options, trace, why) => {
    const of: Strategy<string, unknown> = listing({ ...base, ...options });
    for (const [name, backend] of Object.entries(backends)) {
      // State scoped by key has no order among keys.
      if (name === "keyed" && trace.includes("/")) continue;
      expect(replay(of, trace, backend), `${why} (${name})`).toBe(trace);
    }
  });
}

const refining = afterWatermark({ early: afterCount(1), late: afterCount(1) });

describe("how refinements relate", () => {
  traces({ windows: fixed(10), trigger: refining, allowedLateness: 20 }, [
    [
      {},
      "a@1 => 0..10 a E0; b@2 => 0..10 b E1; wm 10 => 0..10 () O2; c@3 => 0..10 c L3/1",
      "discarding: each pane is what is new",
    ],
    [
      { accumulation: "accumulating" },
      "a@1 => 0..10 a E0; b@2 => 0..10 ab E1; wm 10 => 0..10 ab O2; c@3 => 0..10 abc L3/1",
      "accumulating: each pane is all there is",
    ],
    [
      { accumulation: "retracting" },
      "a@1 => 0..10 a E0; b@2 => -0..10 a E0, 0..10 ab E1; wm 10 => -0..10 ab E1, 0..10 ab O2; c@3 => -0..10 ab O2, 0..10 abc L3/1",
      "retracting: the last pane is taken back, exactly as it was",
    ],
    [
      { accumulation: "retracting" },
      "a@1 => 0..10 a E0; snap; wm 30 => -0..10 a E0, 0..10 a O1!",
      "what is to be retracted is in the snapshot",
    ],
    [
      { accumulation: "retracting", trigger: never() },
      "a@1; wm 30 => 0..10 a O0!",
      "a window's only pane retracts nothing",
    ],
  ]);
});

describe("empty panes", () => {
  const late = afterWatermark({ late: afterCount(2) });
  traces({ windows: fixed(10), trigger: refining, allowedLateness: 20 }, [
    [
      {},
      "a@1 => 0..10 a E0; wm 10 => 0..10 () O1; wm 30",
      "on time always, closing only if there is something",
    ],
    [{ onTime: "ifNonEmpty" }, "a@1 => 0..10 a E0; wm 10; wm 30", "neither"],
    [
      { closing: "always" },
      "a@1 => 0..10 a E0; wm 10 => 0..10 () O1; wm 30 => 0..10 () L2/1!",
      "both",
    ],
    [
      { closing: "always", onTime: "ifNonEmpty" },
      "a@1 => 0..10 a E0; wm 10; wm 30 => 0..10 () L1/0!",
      "the closing pane comes after the output watermark has passed: late",
    ],
    [
      { closing: "always", onTime: "ifNonEmpty" },
      "a@1 => 0..10 a E0; wm 30 => 0..10 () O1!",
      "on the way past both ends it is on time, and last",
    ],
    [
      { onTime: "ifNonEmpty" },
      "a@1 => 0..10 a E0; wm 30",
      "a jump past both ends brings nothing if nothing is asked for",
    ],
    [{}, "a@1 => 0..10 a E0; wm 30 => 0..10 () O1!", "but the on-time pane if it is"],
    [
      { accumulation: "accumulating", onTime: "ifNonEmpty" },
      "a@1 => 0..10 a E0; wm 10",
      "empty means nothing new, even when accumulating",
    ],
    [
      { trigger: repeatedly(afterCount(2)) },
      "a@1; wm 10; wm 30 => 0..10 a O0!",
      "a trigger that does not mention the watermark is not asked at the end; its hold keeps the pane on time until expiry",
    ],
    [
      { trigger: repeatedly(afterCount(1)) },
      "a@1 => 0..10 a E0; wm 10; wm 30",
      "nor does it owe an on-time pane at the end",
    ],
    [
      { trigger: repeatedly(afterCount(1)) },
      "a@1 => 0..10 a E0; wm 30 => 0..10 () O1!",
      "past end and expiry in one step it does",
    ],
    [
      { trigger: afterCount(1), closing: "always" },
      "a@1 => 0..10 a E0!; wm 30",
      "a closed window has made its last pane",
    ],
    [
      { trigger: afterWatermark({ early: afterCount(1) }), onTime: "ifNonEmpty" },
      "a@1 => 0..10 a E0; wm 10; b@2 => closed b 0..10",
      "an empty finishing firing closes without a last pane",
    ],
    [
      {
        trigger: afterWatermark({ early: afterCount(1) }),
        onTime: "ifNonEmpty",
        closing: "always",
      },
      "a@1 => 0..10 a E0; wm 10 => 0..10 () O1!",
      "unless a closing pane is always wanted",
    ],
    [
      { trigger: late },
      "a@1; wm 10 => 0..10 a O0; b@2; wm 29; wm 30 => 0..10 b L1!",
      "pending late data is flushed at expiry",
    ],
  ]);
});

describe("when a pane is on time", () => {
  traces({ windows: fixed(10), trigger: refining, allowedLateness: 20 }, [
    [
      { onTime: "ifNonEmpty" },
      "a@1 => 0..10 a E0; wm 10; b@2 => 0..10 b L1/0",
      "the output watermark has passed the end: late, though no on-time pane was made",
    ],
    [
      { trigger: repeatedly(afterCount(2)) },
      "a@1; wm 12; out => 9; b@2 => 0..10 ab O0; out => 12",
      "a hold kept the output watermark back: the firing is on time",
    ],
    [
      { trigger: repeatedly(afterCount(2)) },
      "a@1; wm 12; b@2 => 0..10 ab O0; c@3; d@4 => 0..10 cd L1",
      "only one pane is on time",
    ],
    [
      { windows: sessions(10) },
      "a@1 => 1..11 a E0; wm 11 => 1..11 () O1; b@1 => 1..11 b L2/1",
      "sessions are like any window",
    ],
  ]);
});

describe("holds and the output watermark", () => {
  traces(
    { windows: fixed(10), trigger: afterWatermark({ late: afterCount(2) }), allowedLateness: 20 },
    [
      [
        {},
        "out => -8640000000000000; hold => null; wm 5; out => 5",
        "nothing held: the output is the input",
      ],
      [
        {},
        "a@1; hold => 9; wm 9; out => 9; wm 10 => 0..10 a O0; hold => null; out => 10",
        "a pending pane holds at the window's end until it is made",
      ],
      [
        {},
        "a@1; wm 10 => 0..10 a O0; b@2; hold => 29; out => 10; wm 20; out => 20",
        "late data holds nothing, but shows at expiry",
      ],
      [
        { trigger: never() },
        "a@1; wm 15; out => 9; wm 30 => 0..10 a O0!; out => 30",
        "a pane that is not made holds until expiry",
      ],
      [
        { trigger: never() },
        "a@1 b@11; wm 15; out => 9; wm 30 => 0..10 a O0!; out => 19; wm 40 => 10..20 b O0!; out => 40",
        "the earliest of all holds",
      ],
      [
        { timestampCombiner: "earliest" },
        "a@4 b@3 c@7; hold => 3; wm 5; out => 3; wm 10 => 0..10 abc O0@3",
        "at the earliest element",
      ],
      [
        { timestampCombiner: "latest" },
        "a@4 b@3 c@7; hold => 7; wm 8; out => 7; wm 10 => 0..10 abc O0@7",
        "at the latest, which moves the hold on",
      ],
      [
        { timestampCombiner: "latest", trigger: never() },
        "a@1; wm 9; out => 1; b@5; out => 5; wm 30 => 0..10 ab O0@5!",
        "a hold that rises lets the output watermark go on",
      ],
      [
        { timestampCombiner: "earliest" },
        "wm 5; a@3; hold => 29; b@7; hold => 7; wm 10 => 0..10 ab O0@7",
        "an element behind the output watermark adds no hold and no timestamp",
      ],
      [
        { timestampCombiner: "earliest" },
        "wm 5; a@3; hold => 29; wm 10 => 0..10 a O0",
        "with none on time the pane is at the window's end",
      ],
      [
        { timestampCombiner: "earliest", trigger: refining },
        "a@4 => 0..10 a E0@4; b@7 => 0..10 b E1@7; wm 10 => 0..10 () O2",
        "the timestamp covers the elements since the last pane only",
      ],
      [
        { closing: "always" },
        "a@1; wm 10 => 0..10 a O0; hold => 29; out => 10",
        "a window that owes a closing pane shows it",
      ],
      [
        {
          timestampCombiner: {
            name: "ten later",
            version: 1,
            assign: (t) => t + 100,
            combine: Math.max,
          },
        },
        "a@4; hold => 9; wm 10 => 0..10 a O0",
        "what a combiner says is cut to the window",
      ],
    ],
  );
  traces({ windows: sessions(10), trigger: never(), allowedLateness: 20 }, [
    [
      {},
      "a@0; b@15; hold => 9; c@8; hold => 24; wm 24; out => 24",
      "merged sessions hold at the new end",
    ],
    [
      { timestampCombiner: "earliest" },
      "a@4; b@16; c@9; hold => 4; wm 12; out => 4",
      "the earliest of all parts",
    ],
    [
      { timestampCombiner: "latest" },
      "a@4; b@16; c@9; hold => 16; wm 20; out => 16",
      "the latest of all parts",
    ],
    [
      { timestampCombiner: "earliest" },
      "wm 5; a@2; b@8; hold => 8; wm 9; out => 8",
      "a part that does not hold adds nothing",
    ],
    [
      {},
      "a@0; wm 15; out => 9; b@1; hold => 30; out => 15",
      "extending a session that has ended and stays so gives up its hold",
    ],
    [{}, "a@0; b@3; wm 15; out => 12; c@2; hold => 32; out => 15", "so does data inside one"],
    [
      {},
      "a@0; wm 15; out => 9; b@0; hold => 9; out => 9",
      "but not what equals it: nothing merges",
    ],
    [
      {},
      "a@0; wm 15; out => 9; b@9; hold => 18; out => 15; wm 18; out => 18; wm 19; out => 18",
      "extending one past the watermark makes the hold anew",
    ],
  ]);
});

describe("dispositions", () => {
  traces(
    { windows: fixed(10), trigger: afterWatermark({ late: afterCount(1) }), allowedLateness: 5 },
    [
      [
        {},
        "wm 14; a@1 => 0..10 a L0; wm 15; b@1 => late b 0..10",
        "late from the instant of expiry on",
      ],
      [
        {},
        "wm 15; a@1 b@11 c@9 => late a 0..10, late c 0..10; live => 10..20",
        "late elements of a bundle are dropped, the rest stay",
      ],
      [
        { windows: sliding(10, { period: 5 }) },
        "wm 14; a@4 => 0..10 a L0, late a -5..5",
        "of an element's windows some may be late",
      ],
      [
        { windows: sliding(2, { period: 10 }) },
        "a@1 b@5 => unassigned b; live => 0..2",
        "in a gap no window takes it",
      ],
      [
        { trigger: afterCount(1) },
        "a@1 => 0..10 a E0!; b@2 j/c@2 => j/0..10 c E0!, closed b 0..10",
        "a window is closed for one key only",
      ],
      [
        { trigger: afterCount(1) },
        "a@1 => 0..10 a E0!; snap; b@2 => closed b 0..10; wm 15; closed => ; c@2 => late c 0..10",
        "the mark lasts until expiry",
      ],
      [
        { windows: globalWindows() },
        "a@1; wm 8639999999999999; wm max => global a O0!; hold => null; live => ",
        "the global window ends with time",
      ],
      [{ windows: globalWindows() }, "wm max; a@1 => late a global", "after that nothing is taken"],
    ],
  );
});

describe("sessions that close", () => {
  traces({ windows: sessions(10), trigger: afterCount(2), allowedLateness: 50 }, [
    [
      {},
      "a@0 b@0 => 0..10 ab E0!; c@0 => closed c 0..10; live => ",
      "what equals the closed session is closed",
    ],
    [
      {},
      "a@0 b@0 => 0..10 ab E0!; c@5; live => 5..15; closed => 0..10",
      "what overlaps it opens a session of its own",
    ],
    [
      {},
      "a@0 b@5 => 0..15 ab E0!; c@0; d@5 => 0..15 cd E0!",
      "a merge that equals a closed session opens it again, without its old data",
    ],
    [
      {},
      "a@0 b@5 => 0..15 ab E0!; c@0 d@5 => closed c 0..15, closed d 0..15; live => ",
      "without an open part the new data is dropped, and no ghost stays",
    ],
    [
      {},
      "a@0 b@0 => 0..10 ab E0!; snap; wm 60; closed => ; c@0 => late c 0..10",
      "it expires like any other",
    ],
  ]);
  traces(
    { windows: sessions(10), trigger: refining, allowedLateness: 50, accumulation: "retracting" },
    [
      [
        {},
        "a@0 => 0..10 a E0; b@15 => 15..25 b E0; c@8 => -0..10 a E0, -15..25 b E0, 0..25 abc E0<0..10+15..25",
        "every pane of a merged-away session is retracted, with its own window, before the next",
      ],
      [
        {},
        "a@0 => 0..10 a E0; b@3 => -0..10 a E0, 0..13 ab E0<0..10; c@6 => -0..13 ab E0<0..10, 0..16 abc E0<0..10+0..13",
        "replaced windows add up",
      ],
      [
        {},
        "a@0 b@5 => 0..15 ab E0; c@2 => -0..15 ab E0, 0..15 abc E1",
        "an element inside changes no window",
      ],
      [
        { trigger: repeatedly(afterCount(2)) },
        "a@0 b@0 => 0..10 ab E0; c@3; d@14; snap; e@12 => -0..10 ab E0, 0..24 abcde E0<0..10",
        "a pane that is owed waits through merges and snapshots",
      ],
      [
        { trigger: repeatedly(afterCount(2)) },
        "a@0 b@15; c@0 => 0..10 ac E0; d@15 => 15..25 bd E0; e@8; f@0 => -0..10 ac E0, -15..25 bd E0, 0..25 acbdef E0<0..10+15..25",
        "owed panes come in the order of their windows",
      ],
    ],
  );
});

describe("custom windows", () => {
  const pairs = customWindows<string>({
    name: "pairs",
    version: 1,
    assign: (t) => [
      { start: t, end: t + 2 },
      { start: t, end: t + 4 },
    ],
  });
  traces({ windows: pairs, trigger: never() }, [
    [
      {},
      "a@0; b@0; live => 0..2 0..4; wm 2 => 0..2 ab O0!; wm 4 => 0..4 ab O0!; live => ",
      "windows of one start and different ends are different windows",
    ],
    [{}, "a@0; snap; wm 4 => 0..2 a O0!, 0..4 a O0!", "a snapshot keeps both"],
  ]);

  const span = (set: readonly Window[]): Window => ({
    start: Math.min(...set.map(({ start }) => start)),
    end: Math.max(...set.map(({ end }) => end)),
  });
  const greedy = customMergingWindows<string>({
    name: "greedy",
    version: 1,
    assign: (t, value) => (value === "x" ? [] : [{ start: t, end: t + 10 }]),
    // All windows of a key become one that is wider than they are.
    merge: (set) =>
      set.length < 2
        ? []
        : [
            {
              parts: set,
              result: { start: span(set).start, end: Math.ceil(span(set).end / 100) * 100 },
            },
          ],
  });
  traces({ windows: greedy, trigger: never() }, [
    [
      {},
      "a@0; b@50; live => 0..100; c@30; live => 0..100; wm 100 => 0..100 abc O0!",
      "a result may be wider than its parts",
    ],
    [{}, "x@3 => unassigned x; a@0 x@1 => unassigned x", "an element may have no window"],
    [{}, "a@0 j/b@7; live => 0..10 7..17; wm 17 => 0..10 a O0!, j/7..17 b O0!", "keys are apart"],
  ]);
});

describe("two deadlines and two ends in one step", () => {
  traces(
    {
      windows: fixed(10),
      trigger: afterWatermark({ early: afterProcessingTime(5), late: afterProcessingTime(5) }),
      allowedLateness: 20,
    },
    [
      [
        {},
        "pt 100; a@1; both 10 105 => 0..10 a O0",
        "both clocks move before anything is asked, and each window is asked once",
      ],
      [
        {},
        "pt 100; a@1 b@11; pt 103; c@21; both 10 110 => 0..10 a O0, 10..20 b E0, 20..30 c E0",
        "time first, then event time before processing time, then windows",
      ],
      [
        {},
        "pt 100; a@11; pt 101; b@1; pt 110 => 10..20 a E0, 0..10 b E0",
        "the earlier deadline first",
      ],
      [
        {},
        "pt 100; a@11; b@1; pt 110 => 0..10 b E0, 10..20 a E0",
        "at one instant the earlier window first",
      ],
      [
        { trigger: always() },
        "both 5 5; a@1 => 0..10 a E0; both 10 10",
        "no clock wakes what does not wait for one",
      ],
    ],
  );
  traces({ windows: sessions(10), trigger: never(), allowedLateness: 5 }, [
    [
      {},
      "a@0 b@20 j/c@0; wm 40 => 0..10 a O0!, j/0..10 c O0!, 20..30 b O0!",
      "by time, then by first sight",
    ],
  ]);
});
