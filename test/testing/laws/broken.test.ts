import { describe, expect, test } from "vitest";
import type { Key, Pane } from "../../../src/panes/index.ts";
import { strategy } from "../../../src/panes/index.ts";
import { backends } from "../../../src/testing/backends.ts";
import { type LawMaker, laws } from "../../../src/testing/laws/index.ts";
import type { Backend } from "../../../src/testing/subject.ts";
import { MAX_TIMESTAMP } from "../../../src/watermark/time.ts";
import { sessions, type Window } from "../../../src/windows/index.ts";
import { broken, panesBroken } from "./broken-engine.ts";

type AnyPane = Pane<Key, unknown>;

const movedEnd = ({ start, end }: Window): Window => ({ start, end: end - 1 });

/** The watermark goes through as it comes. */
const withoutHolds = broken(() => ({ outputWatermark: (_, { watermark }) => watermark }));

/** Sessions that only touch are merged. */
const mergesTouching = broken(() => ({
  strategy: (given) => {
    const json = given.windows.toJSON() as { readonly sessions?: { readonly gap: number } };
    return json.sessions === undefined
      ? given
      : strategy({ ...given, windows: sessions(json.sessions.gap + 1), allowUnsafeTriggers: true });
  },
  taken: ({ panes, dropped }) => ({
    panes: panes.map((pane) => ({
      ...pane,
      window: movedEnd(pane.window),
      replaces: pane.replaces.map(movedEnd),
    })),
    dropped,
  }),
}));

/** Of each key it takes what is not earlier than the latest element. */
const takesInOrderOnly = broken(() => {
  const latest = new Map<Key, number>();
  return {
    elements: (bundle) =>
      bundle.filter(({ key, timestamp }) => {
        const known = latest.get(key) ?? timestamp;
        latest.set(key, Math.max(known, timestamp));
        return timestamp >= known;
      }),
  };
});

const losesTwins = broken(() => ({
  elements: (bundle) => [
    ...new Map(bundle.map((one) => [`${String(one.key)} ${one.timestamp}`, one])).values(),
  ],
}));

const listOf = ({ value }: AnyPane): readonly unknown[] => (Array.isArray(value) ? value : []);

const faults: readonly [LawMaker, string, Backend][] = [
  [
    laws.windowsContainTheirElements,
    "a window starts late",
    panesBroken((pane) => ({
      ...pane,
      window: { start: pane.window.start + 1, end: pane.window.end },
    })),
  ],
  [
    laws.windowsContainTheirElements,
    "keys are mixed up",
    panesBroken((pane) => ({ ...pane, key: "k" })),
  ],
  [
    laws.windowsContainTheirElements,
    "a drop names the window before",
    broken(() => ({
      taken: ({ panes, dropped }) => ({
        panes,
        dropped: dropped.map((drop) =>
          drop.reason === "late"
            ? { ...drop, window: { start: drop.window.start - 20, end: drop.window.end - 20 } }
            : drop,
        ),
      }),
    })),
  ],
  [laws.sessionsAreSortedAndCut, "sessions that touch are merged", mergesTouching],
  [laws.sessionsAreSortedAndCut, "elements out of order are lost", takesInOrderOnly],
  [
    laws.retractionsSumToTruth,
    "retractions are forgotten",
    panesBroken((pane) => (pane.retraction ? [] : pane)),
  ],
  [
    laws.retractionsSumToTruth,
    "what a merge replaces is not taken back",
    broken(() => ({
      taken: ({ panes, dropped }) => ({
        panes: panes.filter(
          (pane) =>
            !pane.retraction ||
            panes.some(({ window, retraction }) => !retraction && window.end === pane.window.end),
        ),
        dropped,
      }),
    })),
  ],
  [
    laws.retractionsSumToTruth,
    "retractions are no copies",
    panesBroken((pane) => (pane.retraction ? { ...pane, timing: "late" } : pane)),
  ],
  [
    laws.retractionsSumToTruth,
    "retracting panes discard",
    broken(() => ({
      taken: ({ panes, dropped }, { lastCall }) => ({
        panes: panes.map((pane) =>
          panes.some(({ retraction }) => retraction) && lastCall === "elements"
            ? { ...pane, value: listOf(pane).slice(-1) }
            : pane,
        ),
        dropped,
      }),
    })),
  ],
  [
    laws.discardingPanesCombineToTruth,
    "all modes accumulate",
    broken(() => ({
      strategy: (given) =>
        strategy({ ...given, accumulation: "accumulating", allowUnsafeTriggers: true }),
    })),
  ],
  [
    laws.discardingPanesCombineToTruth,
    "a merge does not say what it replaces",
    panesBroken((pane) => ({ ...pane, replaces: [] })),
  ],
  [laws.splitBundlesChangeNoFinalValue, "equal times in one bundle count once", losesTwins],
  [laws.orderOfOnTimeInputChangesNoFinalValue, "elements out of order are lost", takesInOrderOnly],
  [
    laws.splitWatermarkStepsChangeNoFinalValue,
    "a step of the watermark makes one pane at most",
    broken(() => ({
      taken: ({ panes, dropped }, { lastCall }) => ({
        panes: lastCall === "advance" ? panes.slice(0, 1) : panes,
        dropped,
      }),
    })),
  ],
  [
    laws.checkpointsAreInvisible,
    "a checkpoint forgets that there were panes",
    broken(() => ({
      taken: ({ panes, dropped }, { checkpoints }) => ({
        panes: panes.map((pane) => (checkpoints > 0 ? { ...pane, index: 0 } : pane)),
        dropped,
      }),
    })),
  ],
  [
    laws.checkpointsAreInvisible,
    "a checkpoint loses the holds",
    broken(() => ({ hold: (real, { checkpoints }) => (checkpoints > 0 ? null : real) })),
  ],
  [
    laws.paneNumbersHaveNoGaps,
    "there is no pane 1",
    panesBroken((pane) => (pane.index > 0 ? { ...pane, index: pane.index + 1 } : pane)),
  ],
  [
    laws.paneNumbersHaveNoGaps,
    "numbers always start again",
    panesBroken((pane) => ({ ...pane, index: 0, isFirst: true })),
  ],
  [
    laws.paneNumbersHaveNoGaps,
    "every pane is the first",
    panesBroken((pane) => ({ ...pane, isFirst: true })),
  ],
  [
    laws.paneNumbersHaveNoGaps,
    "late panes are on time",
    panesBroken((pane) => (pane.timing === "late" ? { ...pane, timing: "onTime" } : pane)),
  ],
  [
    laws.paneNumbersHaveNoGaps,
    "panes on time are not counted",
    panesBroken((pane) => ({ ...pane, onTimeIndex: Math.min(pane.onTimeIndex, 0) })),
  ],
  [
    laws.paneNumbersHaveNoGaps,
    "late panes are early",
    panesBroken((pane) =>
      pane.timing === "late" ? { ...pane, timing: "early", onTimeIndex: -1 } : pane,
    ),
  ],
  [
    laws.paneNumbersHaveNoGaps,
    "something follows the last pane",
    panesBroken((pane) =>
      pane.isLast
        ? [
            pane,
            { ...pane, index: pane.index + 1, onTimeIndex: pane.onTimeIndex + 1, isFirst: false },
          ]
        : pane,
    ),
  ],
  [laws.outputWatermarkIsKept, "holds are ignored", withoutHolds],
  [
    laws.outputWatermarkIsKept,
    "it goes back when nothing is held",
    broken(() => ({
      outputWatermark: (real, { watermark }) => (watermark < MAX_TIMESTAMP ? real : 0),
    })),
  ],
  [
    laws.outputWatermarkIsKept,
    "it runs ahead",
    broken(() => ({ outputWatermark: (real) => real + 1 })),
  ],
  [laws.secondGroupingDropsNothing, "holds are ignored", withoutHolds],
  [
    laws.timeShiftMovesTheOutput,
    "windows end at zero or start there",
    panesBroken((pane) => {
      const { start, end } = pane.window;
      return start < 0 && end > 0 ? { ...pane, window: { start: 0, end } } : pane;
    }),
  ],
  [
    laws.timeShiftMovesTheOutput,
    "there is no time before zero",
    broken(() => ({ elements: (bundle) => bundle.filter(({ timestamp }) => timestamp >= 0) })),
  ],
  [
    laws.nothingIsLeft,
    "a hold is left",
    broken(() => ({
      hold: (real, { watermark }) => (watermark === MAX_TIMESTAMP ? 1_000 : real),
    })),
  ],
  [
    laws.nothingIsLeft,
    "windows of key j stay",
    broken(() => {
      const known: { key: Key; window: Window; closed: boolean }[] = [];
      return {
        elements: (bundle) => {
          for (const { key, timestamp } of bundle.filter((one) => one.key === "j"))
            known.push({ key, window: { start: timestamp, end: timestamp + 1 }, closed: true });
          return bundle;
        },
        windows: (real) => [...real, ...known],
      };
    }),
  ],
  [laws.nothingIsLeft, "it is never empty", broken(() => ({ isEmpty: () => false }))],
  [
    laws.nothingIsLeft,
    "the output watermark does not come to the end",
    broken(() => ({ outputWatermark: (real) => Math.min(real, MAX_TIMESTAMP - 1) })),
  ],
  [
    laws.everyElementIsAccountedFor,
    "an element is lost without a word",
    broken(() => ({ elements: (bundle) => bundle.filter(({ timestamp }) => timestamp !== 9) })),
  ],
  [
    laws.everyElementIsAccountedFor,
    "drops are not reported",
    broken(() => ({ taken: ({ panes }) => ({ panes, dropped: [] }) })),
  ],
  [
    laws.everyElementIsAccountedFor,
    "drops are reported twice",
    broken(() => ({
      taken: ({ panes, dropped }) => ({ panes, dropped: [...dropped, ...dropped] }),
    })),
  ],
  [
    laws.everyElementIsAccountedFor,
    "an element comes out twice",
    panesBroken((pane) =>
      listOf(pane).length > 1 ? { ...pane, value: [...listOf(pane), listOf(pane)[0]] } : pane,
    ),
  ],
  [
    laws.everyElementIsAccountedFor,
    "drops come a step late",
    broken(() => {
      let before: readonly never[] = [];
      return {
        taken: ({ panes, dropped }) => {
          const late = before;
          before = dropped as readonly never[];
          return { panes, dropped: late };
        },
      };
    }),
  ],
  [
    laws.everyElementIsAccountedFor,
    "late is counted from the window's end",
    broken(() => ({
      taken: ({ panes, dropped }, { watermark }) => ({
        panes,
        dropped: dropped.map((drop) =>
          drop.reason === "late" ? { ...drop, lateByMs: watermark - drop.window.end } : drop,
        ),
      }),
    })),
  ],
  [
    laws.equalsReference,
    "holds are a millisecond early",
    broken(() => ({ hold: (real) => (real === null ? null : real - 1) })),
  ],
  [
    (factory) => laws.equalsReference(factory, { ordered: true }),
    "panes of one step come in another order",
    broken(() => ({
      taken: ({ panes, dropped }) => ({ panes: [...panes].reverse(), dropped }),
    })),
  ],
  [
    laws.equalsModel,
    "empty panes on time are left out",
    panesBroken((pane) =>
      pane.timing === "onTime" && pane.index > 0 && listOf(pane).length === 0 ? [] : pane,
    ),
  ],
  [
    laws.equalsModel,
    "panes are stamped with the end of their window",
    panesBroken((pane) => ({ ...pane, timestamp: pane.window.end - 1 })),
  ],
];

describe("a law catches an engine that breaks it", () => {
  const named = faults.map(
    ([make, what, engine]) => [make(engine).name, what, engine, make] as const,
  );

  test.each(named)("%s: %s", (_name, _what, engine, make) => {
    const law = make(engine);
    const report = law.run({ runs: 1_000, seed: 1 });
    const { outcome, counterexample, why, seed, path } = report;
    expect({ outcome, why, skippedFew: report.skipped < 100 }).toEqual({
      outcome: "broken",
      why: expect.any(String),
      skippedFew: true,
    });
    expect(counterexample?.steps.length).toBeLessThanOrEqual(4);
    expect(make(backends.memory).brokenBy(counterexample!)).toBeNull();
    const again = law.run({ seed, path: path! });
    expect(again).toMatchObject({ outcome, counterexample, why, path });
  });

  test("and there is such an engine for every law", () => {
    expect(new Set(named.map(([name]) => name))).toEqual(new Set(Object.keys(laws)));
  });
});
