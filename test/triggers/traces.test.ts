import { describe, expect, test } from "vitest";
import { listing, replay } from "../panes/replay.ts";
import {
  afterAll,
  afterAny,
  afterCount,
  afterEach,
  afterProcessingTime,
  afterSynchronizedProcessingTime,
  afterWatermark,
  always,
  defaultTrigger,
  never,
  orFinally,
  repeatedly,
  type Trigger,
} from "../../src/triggers/index.ts";
import { backends } from "../../src/testing/backends.ts";
import { fixed, sessions, type WindowFn } from "../../src/windows/index.ts";

const n = afterCount;
const end = afterWatermark();
const delay = (ms: number) => afterProcessingTime(ms);

type Row = readonly [trigger: Trigger, trace: string, why: string];

/** Every trace says what comes out of it, and holds over every backend. Lateness is 20. */
function traces(windows: WindowFn, rows: readonly Row[]): void {
  test.each(rows)("%s: %s", (trigger, trace, why) => {
    const strategy = listing({ windows, trigger, allowedLateness: 20 });
    for (const [name, backend] of Object.entries(backends)) {
      expect(replay(strategy, trace, backend), `${why} (${name})`).toBe(trace);
    }
  });
}

describe("one window, [0,10)", () => {
  traces(fixed(10), [
    [
      defaultTrigger(),
      "a@1; wm 9; wm 10 => 0..10 a O0; b@2 => 0..10 b L1; wm 29; wm 30",
      "at the end, then for late data, then nothing",
    ],
    [
      defaultTrigger(),
      "a@1; wm 30 => 0..10 a O0!",
      "a jump past expiry makes one pane, on time and last",
    ],
    [
      defaultTrigger(),
      "wm 10; a@1 => 0..10 a L0; b@2 => 0..10 b L1",
      "nothing held the output watermark: the first pane is already late",
    ],
    [never(), "a@1; wm 10; b@2; wm 30 => 0..10 ab O0!", "expiry flushes what is there"],
    [never(), "wm 30; a@1 => late a 0..10", "after expiry nothing is taken"],
    [
      always(),
      "a@1 => 0..10 a E0; b@2 c@3 => 0..10 bc E1; wm 10; d@4 => 0..10 d L2/0",
      "once per bundle, never by a clock",
    ],
    [
      n(2),
      "a@1; b@2 => 0..10 ab E0!; c@3 => closed c 0..10; wm 30",
      "once, then the window is closed until it expires",
    ],
    [n(2), "a@1 b@2 c@3 => 0..10 abc E0!", "a bundle may overshoot"],
    [
      n(2),
      "a@1; snap; b@2 => 0..10 ab E0!; closed => 0..10; empty => true",
      "the count is in the snapshot",
    ],
    [
      repeatedly(n(2)),
      "a@1 b@2 c@3 => 0..10 abc E0; d@4; e@5 => 0..10 de E1",
      "the excess is not carried over",
    ],
    [
      repeatedly(n(2)),
      "a@1; wm 10; b@2 => 0..10 ab O0; wm 30",
      "not asked at the end, which it does not mention",
    ],
    [end, "a@1; wm 10 => 0..10 a O0!; b@2 => closed b 0..10", "once at the end"],
    [end, "wm 10; a@1 => 0..10 a L0!", "data after the end makes it due at once"],
    [
      afterWatermark({ early: n(2) }),
      "a@1; b@2 => 0..10 ab E0; c@3; wm 10 => 0..10 c O1!",
      "early counts start again after each firing, the end takes the rest",
    ],
    [
      afterWatermark({ early: n(1) }),
      "a@1 => 0..10 a E0; wm 10 => 0..10 () O1!",
      "the on-time pane comes though it is empty",
    ],
    [
      afterWatermark({ late: n(2) }),
      "a@1; wm 10 => 0..10 a O0; b@2; c@3 => 0..10 bc L1; d@4; wm 30 => 0..10 d L2!",
      "late counts from the end; expiry flushes",
    ],
    [
      afterWatermark({ early: n(1), late: n(1) }),
      "a@1 => 0..10 a E0; wm 10 => 0..10 () O1; b@2 => 0..10 b L2/1; c@3 => 0..10 c L3/2",
      "all three kinds in one window",
    ],
    [
      afterWatermark({ early: n(3), late: n(2) }),
      "a@1; wm 10 => 0..10 a O0; b@2; snap; c@3 => 0..10 bc L1",
      "the phase is in the snapshot, and what early had counted is forgotten",
    ],
    [
      afterWatermark({ early: afterEach(n(1), n(2)) }),
      "a@1 => 0..10 a E0; b@2; c@3 => 0..10 bc E1; d@4 => 0..10 d E2",
      "early restarts as a whole, first step first",
    ],
    [
      afterWatermark({ early: delay(5) }),
      "pt 100; a@1; pt 104; pt 105 => 0..10 a E0; b@2; pt 109; wm 10 => 0..10 b O1!; pt 110",
      "a deadline of early is gone with the end",
    ],
    [
      afterWatermark({ late: delay(5) }),
      "pt 100; a@1; wm 10 => 0..10 a O0; pt 105; b@2; pt 109; pt 110 => 0..10 b L1",
      "late deadlines count from late data only",
    ],
    [
      delay(5),
      "pt 100; a@1; b@2; pt 104; c@3; pt 105 => 0..10 abc E0!",
      "the first element sets the deadline, later ones do not move it",
    ],
    [delay(0), "pt 100; a@1 => 0..10 a E0!", "no delay: due at once, the clock has reached it"],
    [
      repeatedly(delay(5)),
      "pt 100; a@1; pt 106 => 0..10 a E0; b@2; pt 110; pt 111 => 0..10 b E1; pt 200",
      "the next pane's first element sets the next deadline; none without data",
    ],
    [
      repeatedly(delay(5)),
      "a@1; pt 100 => 0..10 a E0",
      "a clock never set stands at the beginning of time",
    ],
    [
      repeatedly(afterProcessingTime({ alignTo: 10 })),
      "pt 101; a@1; pt 109; pt 110 => 0..10 a E0; b@2 => 0..10 b E1",
      "the next multiple; at a multiple, at once",
    ],
    [
      repeatedly(afterProcessingTime({ delay: 5, alignTo: { period: 10, offset: 3 } })),
      "pt 101; a@1; pt 112; pt 113 => 0..10 a E0",
      "first the delay (106), then the next 3 modulo 10",
    ],
    [
      repeatedly(afterSynchronizedProcessingTime()),
      "pt 100; a@1 => 0..10 a E0; b@2 => 0..10 b E1",
      "no delay on the one clock there is",
    ],
    [
      afterAll(n(2), delay(5)),
      "pt 100; a@1; b@2; pt 104; pt 105 => 0..10 ab E0!",
      "the later part decides",
    ],
    [afterAll(n(2), delay(5)), "pt 100; a@1; pt 105; b@2 => 0..10 ab E0!", "whichever that is"],
    [
      repeatedly(afterAll(n(2), n(3))),
      "a@1; b@2; c@3 => 0..10 abc E0; d@4; e@5; f@6 => 0..10 def E1",
      "all parts start again together",
    ],
    [
      afterAll(repeatedly(n(1)), n(2)),
      "a@1; b@2 => 0..10 ab E0!",
      "it finishes with its first firing, whatever its parts are",
    ],
    [afterAny(n(3), delay(5)), "pt 100; a@1; pt 105 => 0..10 a E0!", "the first part that is due"],
    [
      repeatedly(afterAny(n(2), delay(5))),
      "pt 100; a@1; b@2 => 0..10 ab E0; pt 105; c@3; pt 109; pt 110 => 0..10 c E1",
      "the loser's deadline was cleared",
    ],
    [
      repeatedly(afterAny(n(2), n(3))),
      "a@1; b@2 => 0..10 ab E0; c@3; d@4 => 0..10 cd E1",
      "the loser's count was cleared",
    ],
    [
      afterEach(n(1), n(2)),
      "a@1 => 0..10 a E0; b@2; c@3 => 0..10 bc E1!; d@4 => closed d 0..10",
      "one after the other",
    ],
    [
      afterEach(n(1), end),
      "a@1 => 0..10 a E0; b@2; wm 10 => 0..10 b O1!",
      "a later part that waits for the end",
    ],
    [
      afterEach(n(1), end),
      "wm 10; a@1 => 0..10 a L0; b@2 => 0..10 b L1!",
      "asked once a bundle: the next part waits for the next",
    ],
    [
      afterEach(n(1), repeatedly(n(2))),
      "a@1 => 0..10 a E0; b@2; c@3 => 0..10 bc E1; d@4; e@5 => 0..10 de E2",
      "a last part that never ends",
    ],
    [
      orFinally(repeatedly(n(1)), n(3)),
      "a@1 => 0..10 a E0; b@2 => 0..10 b E1; c@3 => 0..10 c E2!",
      "the until-part counts across the firings of main",
    ],
    [
      orFinally(repeatedly(n(2)), end),
      "a@1; b@2 => 0..10 ab E0; c@3; wm 10 => 0..10 c O1!",
      "the end ends it",
    ],
    [orFinally(n(2), end), "a@1; b@2 => 0..10 ab E0!", "so does main"],
    [
      repeatedly(orFinally(n(2), delay(5))),
      "pt 100; a@1; pt 105 => 0..10 a E0; b@2; pt 107; c@3 => 0..10 bc E1; d@4; pt 111; pt 112 => 0..10 d E2",
      "whichever part ended it, both begin again: 112 is d's own deadline, b's was 110",
    ],
  ]);
});

describe("sessions with a gap of 10", () => {
  traces(sessions(10), [
    [n(2), "a@0; b@15; c@8 => 0..25 abc E0!", "counts add up: one, one and the bridge are three"],
    [n(4), "a@0; b@15; c@8; snap; d@9 => 0..25 abcd E0!", "the sum is in the snapshot"],
    [
      repeatedly(n(2)),
      "a@0; b@5 => 0..15 ab E0; c@14; d@14 => 0..24 cd E0<0..15",
      "extending starts a new window's numbering, and names what it replaces",
    ],
    [
      repeatedly(n(2)),
      "a@0; b@0 => 0..10 ab E0; c@0; d@0 => 0..10 cd E1",
      "falling inside goes on",
    ],
    [
      delay(5),
      "pt 100; a@0; pt 103; b@15; pt 104; c@8; pt 105 => 0..25 abc E0!",
      "the earliest open deadline survives the merge",
    ],
    [
      repeatedly(delay(5)),
      "pt 100; a@0; pt 105 => 0..10 a E0; b@5; pt 109; pt 110 => 0..15 b E0<0..10",
      "a deadline that was used is not merged; the new element sets one",
    ],
    [end, "a@0; wm 5; b@9; wm 10; wm 19 => 0..19 ab O0!", "the end moves with the session"],
    [
      afterWatermark({ late: n(1) }),
      "a@0; wm 10 => 0..10 a O0; b@5; wm 15 => 0..15 b O0<0..10",
      "extended past the watermark, the session has its end before it again",
    ],
    [
      afterWatermark({ late: n(2) }),
      "a@0; wm 16 => 0..10 a O0; b@5; c@6 => 0..16 bc L0<0..10",
      "extended but still ended: past on time, the late part counts on across the merge",
    ],
    [
      afterWatermark({ early: n(2) }),
      "a@0; b@5 => 0..15 ab E0; c@14; d@15 => 0..25 cd E0<0..15",
      "early counts only what came since",
    ],
    [
      afterEach(n(1), n(2)),
      "a@0 => 0..10 a E0; b@5; c@5 => 0..15 bc E0!<0..10",
      "a merge keeps the step that all parts have reached",
    ],
    [
      afterEach(n(2), n(1)),
      "a@0; b@0 => 0..10 ab E0; c@15; d@8 => 0..25 cd E0!<0..10",
      "a count is finished if it was in any part, and the next step has counted c before its turn",
    ],
    [
      afterEach(end, n(1)),
      "a@0; wm 10 => 0..10 a O0; b@5; wm 15 => 0..15 b O0<0..10; c@5 => 0..15 c L1!<0..10",
      "a merge falls back to the first step that the whole has not finished",
    ],
    [
      afterEach(end, n(2)),
      "a@0; wm 10 => 0..10 a O0; b@0; c@5; wm 15 => 0..15 bc O0<0..10; d@5; e@5 => 0..15 de L1!<0..10",
      "steps after that one start afresh",
    ],
    [
      orFinally(repeatedly(n(2)), n(3)),
      "a@0; b@5 => 0..15 ab E0; c@14 => 0..24 c E0!<0..15",
      "the until-part's count is merged too",
    ],
    [afterAll(n(2), n(3)), "a@0; b@15; c@8 => 0..25 abc E0!", "each part merges for itself"],
    [afterAny(n(3), n(4)), "a@0; b@15; c@8 => 0..25 abc E0!", "each part merges for itself"],
    [always(), "a@0 => 0..10 a E0; b@5 => 0..15 b E0<0..10", "it has nothing to merge"],
    [never(), "a@0; b@5; wm 15; wm 35 => 0..15 ab O0!", "it has nothing to merge"],
    [
      defaultTrigger(),
      "a@0; wm 10 => 0..10 a O0; b@5; wm 15 => 0..15 b O0<0..10",
      "due at the end that the session now has",
    ],
  ]);
});
