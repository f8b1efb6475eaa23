import { MAX_TIMESTAMP } from "../../../../watermark/time.ts";
import { canonicalBag } from "../../../canonical.ts";
import type { TriggerJson } from "../../../../triggers/trigger.ts";
import type { Case } from "../../../cases/case.ts";
import { clocksAfter } from "../../explain.ts";
import type { OutputRecord } from "../../observation.ts";
import type { DialectRule, Situation } from "../../rule.ts";
import { arrivals, ourOutputs, overlap, sessionsOf } from "./elements.ts";
import { bundle, minimal } from "../minimal.ts";
import { gapOf, has, isAfterWatermark, isDelay, isMerging, partsOf } from "./shape.ts";
import { hasFired, isInQuestion, type KeyedWindow } from "./situation.ts";

export const mergedAwayStateStays: DialectRule = {
  name: "merged-away-state-stays",
  section: "4 Lateness and dispositions",
  reason:
    "What later steps of a sequence, and the early part of an ended session, remember of a session that is merged away is never deleted.",
  minimal: minimal(
    { windows: { sessions: { gap: 10 } }, trigger: { afterEach: ["default", { afterCount: 1 }] } },
    bundle(1),
    bundle(0),
    { watermark: MAX_TIMESTAMP },
  ),
  normalise({ input, ours, theirs }) {
    const gap = gapOf(input);
    if (gap === null || !has(input.strategy.trigger, leavesStateBehind)) return null;
    if (!hasMerged(input, gap)) return null;
    if (!ours.some(({ empty }, at) => empty === true && theirs[at]?.empty === false)) return null;
    return {
      ours,
      theirs: theirs.map((their, at) =>
        ours[at]?.empty === true && their.empty === false ? { ...their, empty: true } : their,
      ),
    };
  },
};

/** Whether an element has merged into a session in question after a pane of that. */
export function mergesAfterPane(situation: Situation): boolean {
  const { input, difference } = situation;
  const gap = gapOf(input);
  if (gap === null) return false;
  const all = arrivals(input, difference.step);
  return ourOutputs(situation, difference.step).some(
    ({ step, output: { key, window } }) =>
      isInQuestion(situation, { key, window }) &&
      all.some(
        (arrival) =>
          arrival.step > step &&
          arrival.key === key &&
          overlap([arrival.timestamp, arrival.timestamp + gap], window) &&
          (arrival.timestamp !== window[0] || window[1] - window[0] > gap),
      ),
  );
}

/** Whether elements of a key have made a session together. */
function hasMerged(input: Case, gap: number): boolean {
  const all = arrivals(input, input.steps.length - 1);
  return [...new Set(all.map(({ key }) => key))].some((key) =>
    sessionsOf(
      all.filter((arrival) => arrival.key === key).map(({ timestamp }) => timestamp),
      gap,
    ).some(([start, end]) => end - start > gap),
  );
}

function leavesStateBehind(node: TriggerJson): boolean {
  return (
    typeof node === "object" &&
    ("afterEach" in node || ("afterWatermark" in node && node.afterWatermark.early !== undefined))
  );
}

export const newSessionsAreLate: DialectRule = {
  name: "new-sessions-are-late",
  section: "5 Triggers: What merges",
  reason:
    "Where a bundle merges new sessions alone into one that has ended, `afterWatermark` takes them to have had their on-time firing: it waits for its late part, or has finished, so that the bundle is dropped and leaves a hold.",
  minimal: minimal(
    { windows: { sessions: { gap: 10 } }, trigger: { afterWatermark: {} }, allowedLateness: 2 },
    { watermark: 11 },
    bundle(0, 1),
  ),
  excuses: (situation) =>
    has(situation.input.strategy.trigger, isAfterWatermark) &&
    endedFromTheStart(situation.input, situation.difference.step).some((session) =>
      isInQuestion(situation, session),
    ),
};

/** The sessions that one bundle, up to a step, makes alone of several, and that have ended by then. */
export function endedFromTheStart(input: Case, last: number): readonly KeyedWindow[] {
  const gap = gapOf(input);
  if (gap === null) return [];
  const { allowedLateness } = input.strategy;
  return input.steps.slice(0, last + 1).flatMap((step, at) => {
    if (!("elements" in step)) return [];
    const { watermark } = clocksAfter(input, at);
    const inTime = step.elements.filter(([, time]) => time + gap + allowedLateness > watermark);
    return [...new Set(inTime.map(([, , key]) => key))].flatMap((key) =>
      sessionsOf(
        inTime.filter(([, , of]) => of === key).map(([, time]) => time),
        gap,
      )
        .filter(([start, end]) => end - start > gap && end <= watermark)
        .map((window) => ({ key, window })),
    );
  });
}

export const mergedAwaySessionTakesTheHold: DialectRule = {
  name: "merged-away-session-takes-the-hold",
  section: "3 Watermarks and holds: Holds",
  reason:
    "A left-over deadline makes a session that was merged away expire too; with discarding that takes away the holds of the session into which it was merged, so that its pane has the last instant for a timestamp.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: { afterEach: ["default", { afterProcessingTime: { delay: 0 } }] },
      allowedLateness: 4,
      closing: "always",
    },
    bundle(0),
    bundle(1),
    { advanceTogether: { watermark: 13, processingTime: 0 } },
    { watermark: 14 },
  ),
  excuses(situation) {
    const { input, difference } = situation;
    const { accumulation, trigger } = input.strategy;
    if (accumulation !== "discarding" || !isMerging(input) || !has(trigger, isDelay)) return false;
    const { onlyOurs, onlyTheirs } = difference;
    if (onlyOurs.length !== onlyTheirs.length) return false;
    return onlyOurs.length === 0
      ? losesHold(situation)
      : onlyOurs.every((our) =>
          onlyTheirs.some(
            ({ timestamp, ...their }) => timestamp === our.window[1] - 1 && sameBut(our, their),
          ),
        );
  },
};

/** Whether a hold goes with the expiry of a session that has been merged into one that goes on. */
function losesHold({ input, difference, ours, theirs, watermark }: Situation): boolean {
  const { step, fields } = difference;
  const gap = gapOf(input);
  const [our, their] = [ours[step]?.hold ?? null, theirs[step]?.hold ?? null];
  if (gap === null || our === null || (their !== null && their < our)) return false;
  const { allowedLateness } = input.strategy;
  const all = arrivals(input, step);
  return (
    fields.every((field) => field === "hold" || field === "outputWatermark") &&
    all.some(({ key, timestamp }) =>
      sessionsOf(
        all.filter((other) => other.key === key).map((other) => other.timestamp),
        gap,
      ).some(
        ([start, end]) =>
          start <= timestamp &&
          timestamp < end &&
          timestamp + gap + allowedLateness <= watermark &&
          end + allowedLateness > watermark,
      ),
    )
  );
}

/** Whether two outputs say the same but for the timestamp. */
function sameBut(our: OutputRecord, their: OutputRecord): boolean {
  const textOf = ({ key, window, value, timing, index, first, last }: OutputRecord): string =>
    JSON.stringify([
      [key, window, timing, index, first, last],
      Array.isArray(value) ? canonicalBag(value) : value,
    ]);
  return textOf(our) === textOf(their);
}

export const insideIsAMerge: DialectRule = {
  name: "inside-is-a-merge",
  section: "5 Triggers: What merges",
  reason:
    "An element that falls inside a session is a merge like any other: it reopens a choice that a repeating part has taken, and takes away what a used delay remembers.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: { afterEach: [{ afterAll: ["always", { afterCount: 1 }] }, "default"] },
    },
    bundle(0, 1),
    bundle(0),
  ),
  excuses: (situation) =>
    has(situation.input.strategy.trigger, isSequenceThatRewinds) &&
    hasFired(situation) &&
    fallsInside(situation),
};

/** A sequence with a choice or a delay before its last step. */
function isSequenceThatRewinds(node: TriggerJson): boolean {
  return (
    typeof node === "object" &&
    "afterEach" in node &&
    node.afterEach.slice(0, -1).some((step) => has(step, isChoiceOrDelay))
  );
}

function isChoiceOrDelay(node: TriggerJson): boolean {
  if (typeof node !== "object") return false;
  return isDelay(node) || (partsOf(node).length > 1 && !("afterEach" in node));
}

/** Whether an element has fallen inside a session in question, up to this step. */
function fallsInside(situation: Situation): boolean {
  const { input, difference } = situation;
  const gap = gapOf(input);
  if (gap === null) return false;
  const all = arrivals(input, difference.step);
  return all.some(({ step, key, timestamp }) =>
    sessionsOf(
      all.filter((other) => other.key === key && other.step < step).map((other) => other.timestamp),
      gap,
    ).some(
      ([start, end]) =>
        start <= timestamp &&
        timestamp + gap <= end &&
        end - start > gap &&
        isInQuestion(situation, { key, window: [start, end] }),
    ),
  );
}

export const mergedPastTheEndStalls: DialectRule = {
  name: "merged-past-the-end-stalls",
  section: "5 Triggers: What merges",
  reason:
    "After a merge past the window's end, `afterWatermark` with `early` and without `late` has neither finished nor can it be due: what comes after it is not reached.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: { afterEach: [{ afterWatermark: { early: "never" } }, "default"] },
      allowedLateness: 2,
    },
    { watermark: 11 },
    bundle(0),
    bundle(1),
  ),
  excuses(situation) {
    const { input, difference } = situation;
    const gap = gapOf(input);
    if (gap === null || !has(input.strategy.trigger, isWithoutLate)) return false;
    if (!hasFired(situation)) return false;
    const all = arrivals(input, difference.step);
    return all.some(({ step, key, timestamp }) => {
      const before = all.filter((other) => other.key === key && other.step < step);
      const times = before.map((other) => other.timestamp);
      return sessionsOf([...times, timestamp], gap).some(
        (window) =>
          window[0] <= timestamp &&
          timestamp < window[1] &&
          window[1] <= clocksAfter(input, step).watermark &&
          times.some((time) => window[0] <= time && time < window[1]) &&
          isInQuestion(situation, { key, window }),
      );
    });
  },
};

function isWithoutLate(node: TriggerJson): boolean {
  if (typeof node !== "object" || !("afterWatermark" in node)) return false;
  return node.afterWatermark.early !== undefined && node.afterWatermark.late === undefined;
}

export const closedSessionIsHit: DialectRule = {
  name: "closed-session-is-hit",
  section: "9 Closed sessions",
  reason:
    "Data that merges into exactly a closed session is lost even with an open part, with its hold left behind; without one the session is back in the merge set.",
  minimal: minimal(
    { windows: { sessions: { gap: 10 } }, trigger: { afterCount: 2 } },
    bundle(0, 3),
    bundle(3),
    bundle(0),
  ),
  excuses(situation) {
    const { input, difference } = situation;
    const gap = gapOf(input);
    if (gap === null) return false;
    const all = arrivals(input, difference.step);
    return ourOutputs(situation, difference.step).some(({ step, output }) => {
      const { key, window } = output;
      const closed = output.last === true ? step : firstAdvanceAfter(input, step);
      const since = all
        .filter((arrival) => arrival.key === key && arrival.step > closed)
        .map(({ timestamp }) => timestamp);
      return (
        since.includes(window[0]) &&
        since.includes(window[1] - gap) &&
        isInQuestion(situation, { key, window }) &&
        !hasExpired(input, window[1], difference.step)
      );
    });
  },
};

/** The next step that moves a clock: it may close what has had its pane without another. */
function firstAdvanceAfter({ steps }: Case, step: number): number {
  const at = steps.findIndex((one, index) => index > step && !("elements" in one));
  return at < 0 ? steps.length : at;
}

function hasExpired(input: Case, end: number, step: number): boolean {
  return clocksAfter(input, step).watermark >= end + input.strategy.allowedLateness;
}
