import fc from "fast-check";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { Case, CaseElement, CaseStep } from "../cases/case.ts";
import { panesOf, play } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { defineLaw } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { paneWords } from "./words.ts";

/** Law 9: Moving all times and offsets by one amount moves the output by it. */
export function timeShiftMovesTheOutput(factory: Backend, scope: LawScope = {}): Law {
  // Where some time is the earliest, moving must not go below it.
  const { earliest, processingTime = true } = scope.cases?.scripts ?? {};
  const isBounded = earliest !== undefined;
  return defineLaw(
    {
      number: 9,
      name: "timeShiftMovesTheOutput",
      statement: "Moving all times and offsets by one amount moves the output by it.",
      needs: { windows: ["fixed", "sliding", "sessions", "cumulate"] },
      // The clock of processing time starts with the others, so that it can be moved too.
      ...(processingTime ? { narrow: startingAtZero } : {}),
      variations: {
        drawn: fc.integer({ min: isBounded ? 0 : -100_000, max: 100_000 }),
        usual: isBounded ? [1, 1000] : [-1000, -7, 1],
      },
      why: (input, byMs) => whyOtherwise(factory, input, byMs),
    },
    scope,
  );
}

function startingAtZero({ strategy, steps }: Case): Case {
  const [first] = steps;
  const starts = first !== undefined && "processingTime" in first && first.processingTime === 0;
  return { strategy, steps: starts ? steps : [{ processingTime: 0 }, ...steps] };
}

function whyOtherwise(factory: Backend, input: Case, byMs: number): string | null {
  const expected = panesOf(play(factory, input)).map((pane) => paneWords(movedPane(pane, byMs)));
  const actual = panesOf(play(factory, moved(input, byMs))).map((pane) => paneWords(pane));
  const length = Math.max(expected.length, actual.length);
  for (let at = 0; at < length; at++) {
    const [given = "nothing", wanted = "nothing"] = [actual[at], expected[at]];
    if (given !== wanted) return `moved by ${byMs} ms it gives (${given}) instead of (${wanted})`;
  }
  return null;
}

function moved({ strategy, steps }: Case, byMs: number): Case {
  return {
    strategy: movedOffsets(strategy, byMs),
    steps: steps.map((step) => movedStep(step, byMs)),
  };
}

/** What has a period and an offset. */
const aligned: ReadonlySet<string> = new Set([
  "fixed",
  "sliding",
  "cumulate",
  "alignTo",
  "everyEventTime",
  "everyProcessingTime",
]);

function movedOffsets<S>(strategy: S, byMs: number): S {
  return JSON.parse(JSON.stringify(strategy), (name, value) => {
    return aligned.has(name) ? { ...value, offset: (value.offset ?? 0) + byMs } : value;
  }) as S;
}

function movedStep(step: CaseStep, byMs: number): CaseStep {
  if ("elements" in step) {
    return {
      elements: step.elements.map(
        ([value, timestamp, key]): CaseElement => [value, timestamp + byMs, key],
      ),
    };
  }
  const at = (instant: number): number => (instant === MAX_TIMESTAMP ? instant : instant + byMs);
  if ("advanceTogether" in step) {
    const { watermark, processingTime } = step.advanceTogether;
    return {
      advanceTogether: { watermark: at(watermark), processingTime: at(processingTime) },
    };
  }
  return "watermark" in step
    ? { watermark: at(step.watermark) }
    : { processingTime: at(step.processingTime) };
}

function movedPane(pane: Pane<Key, unknown>, byMs: number): Pane<Key, unknown> {
  const by = ({ start, end }: Window): Window => ({ start: start + byMs, end: end + byMs });
  return {
    ...pane,
    timestamp: pane.timestamp + byMs,
    window: by(pane.window),
    replaces: pane.replaces.map(by),
  };
}
