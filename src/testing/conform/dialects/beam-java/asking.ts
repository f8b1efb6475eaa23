import type { TriggerJson } from "../../../../triggers/trigger.ts";
import { MIN_TIMESTAMP, type ProcessingTime } from "../../../../watermark/time.ts";
import type { Case } from "../../../cases/case.ts";
import { clocksAfter } from "../../explain.ts";
import type { Bounds, OutputRecord } from "../../observation.ts";
import type { DialectRule, Situation } from "../../rule.ts";
import { type Arrival, arrivals, isIn, ourOutputs, overlap } from "./elements.ts";
import { bundle, minimal } from "../minimal.ts";
import { has, isDelay, isMerging, isOfWatermark, partsOf } from "./shape.ts";
import { isInQuestion } from "./situation.ts";

const section = "6 Bundles, and when a trigger is asked";

export const laterStepIsNotAsked: DialectRule = {
  name: "later-step-is-not-asked",
  section,
  reason:
    "In windows that do not merge, a later step of a sequence that waits for the watermark is not asked at the window's end unless an element has reached it.",
  minimal: minimal(
    { trigger: { afterEach: ["always", "default"] }, allowedLateness: 1 },
    bundle(0),
    { watermark: 10 },
  ),
  excuses: (situation) =>
    !isMerging(situation.input) &&
    has(situation.input.strategy.trigger, waitsLater) &&
    ourOutputs(situation, situation.difference.step).some(
      ({ step, output }) =>
        isInQuestion(situation, output) && endsWithoutMore(situation, step, output),
    ),
};

function waitsLater(node: TriggerJson): boolean {
  return (
    typeof node === "object" &&
    "afterEach" in node &&
    node.afterEach.slice(1).some((step) => has(step, isOfWatermark))
  );
}

/** Whether a window's end comes after a pane of it, with no element in between. */
function endsWithoutMore(
  { input, difference }: Situation,
  fired: number,
  { key, window }: OutputRecord,
): boolean {
  if (clocksAfter(input, fired + 1).watermark >= window[1]) return false;
  const ending = input.steps.findIndex(
    (_, at) => clocksAfter(input, at + 1).watermark >= window[1],
  );
  return (
    ending >= 0 &&
    ending <= difference.step &&
    !arrivals(input, ending).some(
      (arrival) =>
        arrival.step > fired && arrival.key === key && isIn(input, arrival.timestamp, window),
    )
  );
}

export const leftOverDeadlineAsks: DialectRule = {
  name: "left-over-deadline-asks",
  section,
  reason:
    "A deadline that a pane has cleared still wakes its window: what is due whenever it is asked makes an empty pane, ends the window, or moves on unseen.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: { afterEach: ["always", { afterProcessingTime: { delay: 0 } }] },
      allowedLateness: 1,
    },
    bundle(0),
    { advanceTogether: { watermark: 10, processingTime: 0 } },
  ),
  excuses(situation) {
    const { input, difference } = situation;
    const { trigger } = input.strategy;
    if (!has(trigger, isDelay) || !has(trigger, isDueWhenAsked)) return false;
    const wakes = wakesInQuestion(situation);
    return (
      (wakes.some(({ step }) => step === difference.step) && isUnseen(situation)) ||
      (has(trigger, movesOnUnseen) &&
        wakes.some(
          ({ step, window }) =>
            has(trigger, movesOnEarly) || clocksAfter(input, step + 1).watermark >= window[1],
        ))
    );
  },
};

function isDueWhenAsked(node: TriggerJson): boolean {
  return node === "always" || isOfWatermark(node);
}

/** A later step of a sequence, or a late part, that has a part that is due when asked. */
function movesOnUnseen(node: TriggerJson): boolean {
  if (typeof node !== "object") return false;
  if ("afterEach" in node) return node.afterEach.slice(1).some((step) => has(step, isDueWhenAsked));
  if (!("afterWatermark" in node)) return false;
  const { late } = node.afterWatermark;
  return late !== undefined && partsOf(late).length > 0;
}

/** A later step of a sequence that has a part that is due when asked even before the window's end. */
function movesOnEarly(node: TriggerJson): boolean {
  return (
    typeof node === "object" &&
    "afterEach" in node &&
    node.afterEach.slice(1).some((step) => has(step, (part) => part === "always"))
  );
}

/** Whether the other engine makes but empty panes here, or ends windows without one. */
function isUnseen({ input, difference, ours, theirs }: Situation): boolean {
  const { step, onlyOurs, onlyTheirs } = difference;
  if (onlyOurs.length > 0) return false;
  const before = arrivals(input, step);
  return (
    onlyTheirs.every(({ key, window }) => {
      const last = before.findLast(
        (arrival) => arrival.key === key && isIn(input, arrival.timestamp, window),
      );
      return ours
        .slice(last?.step ?? 0, step)
        .some(({ outputs }) =>
          outputs.some((output) => output.key === key && overlap(output.window, window)),
        );
    }) &&
    (onlyTheirs.length > 0 || theirs[step]?.empty !== ours[step]?.empty)
  );
}

/** The steps up to this one in which a deadline is reached that a pane of the window has cleared. */
function wakesInQuestion(situation: Situation): readonly Wake[] {
  const { input, difference } = situation;
  const panes = ourOutputs(situation, difference.step).filter(({ output }) =>
    isInQuestion(situation, output),
  );
  return arrivals(input, difference.step).flatMap((arrival) =>
    reachedBy(input, arrival, difference.step).flatMap((at) =>
      panes
        .filter(
          ({ step, output }) =>
            arrival.step <= step &&
            step < at &&
            output.key === arrival.key &&
            isIn(input, arrival.timestamp, output.window),
        )
        .map(({ output: { window } }) => ({ step: at, window })),
    ),
  );
}

interface Wake {
  readonly step: number;
  readonly window: Bounds;
}

/** The steps in which deadlines come due that an element may have set. */
function reachedBy(input: Case, { step }: Arrival, last: number): readonly number[] {
  const { processingTime: set } = clocksAfter(input, step);
  return delaysOf(input.strategy.trigger).flatMap((deadline) => {
    const due = deadline(set);
    const at = input.steps.findIndex(
      (_, other) => clocksAfter(input, other + 1).processingTime > due,
    );
    return at > step && at <= last ? [at] : [];
  });
}

function delaysOf(trigger: TriggerJson): readonly ((now: ProcessingTime) => ProcessingTime)[] {
  if (typeof trigger === "object" && "afterProcessingTime" in trigger) {
    const { delay = 0, alignTo } = trigger.afterProcessingTime;
    return [
      (now) => {
        if (now === MIN_TIMESTAMP || alignTo === undefined) return now + delay;
        const { period, offset } = alignTo;
        return Math.ceil((now + delay - offset) / period) * period + offset;
      },
    ];
  }
  if (isDelay(trigger)) return [(now) => now];
  return partsOf(trigger).flatMap(delaysOf);
}
