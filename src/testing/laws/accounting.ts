import type { Dropped } from "../../panes/dropped.ts";
import type { Key } from "../../panes/key.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import { type Case, type CaseElement, type CaseStep, clocksOfStep } from "../cases/case.ts";
import { type Played, play, windowName } from "../cases/play.ts";
import { assign } from "../model/windows.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { flushing } from "./needs.ts";
import { elementsOf, numbered } from "./narrow.ts";
import { dropWords } from "./words.ts";

/** Law 11: Every element comes out of each of its windows in one discarding pane, or is dropped from it once. */
export function everyElementIsAccountedFor(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 11,
      name: "everyElementIsAccountedFor",
      statement:
        "Every element comes out of each of its windows in one discarding pane, or is dropped from it once.",
      needs: { accumulation: "discarding", combine: ["list"], closing: flushing },
      narrow: numbered,
      variations: unvaried,
      why: (input) => {
        const played = play(factory, input);
        return whyUnaccounted(played, input) ?? whyWrongDrop(played, input);
      },
    },
    scope,
  );
}

/** Where an element must come out: a window, any window that has its session in it, or no window. */
interface Due {
  readonly number: number;
  readonly window: Window | null;
}

function whyUnaccounted(played: readonly Played[], input: Case): string | null {
  const { windows } = input.strategy;
  const isMerging = typeof windows === "object" && "sessions" in windows;
  const came = outcomesOf(played);
  for (const due of duesOf(input)) {
    const { number, window } = due;
    const found = came.filter(
      (one) => one.number === number && (isMerging ? isWithin(due, one) : isSame(due, one)),
    );
    const where = window === null ? "no window" : windowName(window);
    if (found.length !== 1)
      return `the element ${number} has ${found.length} outcomes for ${where} instead of one`;
    came.splice(came.indexOf(found[0] as Outcome), 1);
  }
  const [extra] = came;
  return extra === undefined
    ? null
    : `the element ${extra.number} has ${extra.what} in ${extra.window === null ? "no window" : windowName(extra.window)}, where it does not belong`;
}

interface Outcome extends Due {
  readonly what: "a pane" | "a drop";
}

function outcomesOf(played: readonly Played[]): Outcome[] {
  return played.flatMap(({ panes, dropped }) => [
    ...panes.flatMap(({ window, value }) =>
      (value as readonly number[]).map((number): Outcome => ({ number, window, what: "a pane" })),
    ),
    ...dropped.map(
      ({ window, value }): Outcome => ({ number: value as number, window, what: "a drop" }),
    ),
  ]);
}

function duesOf(input: Case): readonly Due[] {
  return elementsOf(input).flatMap(([, timestamp], at): readonly Due[] => {
    const number = at + 1;
    const windows = assign(input.strategy.windows, timestamp);
    return windows.length === 0
      ? [{ number, window: null }]
      : windows.map(([start, end]) => ({ number, window: { start, end } }));
  });
}

function isSame({ window: a }: Due, { window: b }: Due): boolean {
  return a === null || b === null ? a === b : a.start === b.start && a.end === b.end;
}

function isWithin({ window: inner }: Due, { window: outer }: Due): boolean {
  return inner === null || outer === null
    ? inner === outer
    : outer.start <= inner.start && inner.end <= outer.end;
}

/** A drop must come with its element's bundle, and be about that element. */
function whyWrongDrop(played: readonly Played[], input: Case): string | null {
  let watermark = MIN_TIMESTAMP;
  for (const [at, { dropped }] of played.entries()) {
    const step = input.steps[at] as CaseStep;
    watermark = Math.max(watermark, clocksOfStep(step).watermark ?? MIN_TIMESTAMP);
    const bundle = "elements" in step ? step.elements : [];
    for (const drop of dropped) {
      const element = bundle.find(([value]) => value === drop.value);
      if (element === undefined || !isAbout(drop, element))
        return `(${dropWords(drop)}) is no element of step ${at + 1}`;
      const wrong = wrongReason(drop, watermark, input.strategy.allowedLateness);
      if (wrong !== null) return `(${dropWords(drop)}) ${wrong}`;
    }
  }
  return null;
}

function isAbout(drop: Dropped<Key, unknown>, [, timestamp, key]: CaseElement): boolean {
  return drop.timestamp === timestamp && drop.key === key;
}

function wrongReason(
  drop: Dropped<Key, unknown>,
  watermark: number,
  allowedLateness: number,
): string | null {
  if (drop.reason === "unassigned") return null;
  const expiry = Math.min(drop.window.end + allowedLateness, MAX_TIMESTAMP);
  if (drop.reason === "closed") return watermark < expiry ? null : "is late, not closed";
  if (watermark < expiry) return `is not late while the watermark is ${watermark}`;
  return drop.lateByMs === watermark - expiry ? null : `should be late by ${watermark - expiry} ms`;
}
