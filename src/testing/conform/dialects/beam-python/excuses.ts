import type { TriggerJson } from "../../../../triggers/trigger.ts";
import { canonical, canonicalBag } from "../../../canonical.ts";
import type { Difference } from "../../difference.ts";
import { clocksAfter } from "../../explain.ts";
import type { OutputRecord } from "../../observation.ts";
import type { DialectRule } from "../../rule.ts";
import { windowKey } from "../outputs.ts";
import { bundle, minimal } from "../minimal.ts";
import { gapOf, isIn, overlaps } from "./spans.ts";
import { parting } from "./parting.ts";
import { deadlinesOf } from "./timing.ts";
import { isForetold, neverFinishes } from "./translate.ts";
import { foretoldTrigger } from "./triggers.ts";
import {
  partsOfWatermark,
  delaysOf,
  firesOnce,
  has,
  isDelay,
  isOfWatermark,
  partsOf,
} from "./trigger-shape.ts";

export const choiceKeepsItsParts: DialectRule = {
  name: "choice-keeps-its-parts",
  section: "5 Triggers: afterAny(T…)",
  reason:
    "A choice of several parts that each fire more than once keeps what every one of them remembers across the firings of the others, which no trigger of the model does.",
  minimal: minimal(
    {
      trigger: {
        afterAny: [{ repeatedly: { afterCount: 2 } }, { repeatedly: { afterCount: 3 } }],
      },
    },
    bundle(1, 2),
    bundle(3),
  ),
  ...parting(
    ({ input, difference, ours }) =>
      (ours.slice(0, difference.step).flat().length > 0 || isAboutLast(difference)) &&
      !isForetold(input.strategy.trigger),
  ),
};

/** Whether the engines differ about nothing but which panes are last. */
function isAboutLast({ onlyOurs, onlyTheirs }: Difference): boolean {
  const texts = (outputs: readonly OutputRecord[]): string =>
    outputs.map(withoutLast).sort().join();
  return texts(onlyOurs) === texts(onlyTheirs);
}

function withoutLast({ value, ...output }: OutputRecord): string {
  const { timestamp, timing, index, onTimeIndex } = output;
  const content = Array.isArray(value) ? canonicalBag(value) : canonical(value);
  return [windowKey(output), content, timestamp, timing, index, onTimeIndex].join(" ");
}

export const deadlineEndsTheWindow: DialectRule = {
  name: "deadline-ends-the-window",
  section: "5 Triggers: afterWatermark(early, late)",
  reason:
    "A deadline that comes due is taken for the watermark: once it is at the window's end a part that waits for that is due too, wherever the watermark is.",
  minimal: minimal(
    { trigger: { afterWatermark: { early: { afterProcessingTime: { delay: 0 } } } } },
    { processingTime: 10 },
    bundle(1),
  ),
  ...parting(
    ({ input, elements, difference }) =>
      has(input.strategy.trigger, isOfWatermark) &&
      elements.some((element) =>
        deadlinesOf(input, element, difference.step).some((due) => due >= element.window[1]),
      ),
  ),
};

export const allForgetsADeadline: DialectRule = {
  name: "all-forgets-a-deadline",
  section: "5 Triggers: afterAll(T…)",
  reason:
    "In `afterAll` a deadline counts only at its own instant: if the other parts are not due then it is lost, and if they are the whole finishes, whatever they are.",
  minimal: minimal(
    { trigger: { afterAll: [{ afterCount: 2 }, { afterProcessingTime: { delay: 5 } }] } },
    { processingTime: 0 },
    bundle(1),
    { processingTime: 5 },
    bundle(2),
  ),
  ...parting(
    ({ input, elements, difference }) =>
      has(
        input.strategy.trigger,
        (node) => typeof node === "object" && "afterAll" in node && has(node, isDelay),
      ) && elements.some((element) => deadlinesOf(input, element, difference.step).length > 0),
  ),
};

export const mergeRewindsNothing: DialectRule = {
  name: "merge-rewinds-nothing",
  section: "5 Triggers: What merges",
  reason:
    "A trigger stays where it was when its session grows or merges: late stays late in a session whose end has moved ahead, a later step stays the current one, and a deadline is not set again.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: { afterWatermark: { late: { afterCount: 1 } } },
      allowedLateness: 30,
    },
    bundle(1),
    { watermark: 11 },
    bundle(5),
  ),
  ...parting(
    ({ input, ours, elements }) =>
      gapOf(input) !== null &&
      has(input.strategy.trigger, canBeRewound) &&
      ours.some((panes, step) =>
        panes.some((pane) =>
          elements.some(
            (element) =>
              element.step > step &&
              overlaps(element.window, pane.window) &&
              !isIn(element.window, pane.window),
          ),
        ),
      ),
  ),
};

function canBeRewound(trigger: TriggerJson): boolean {
  if (typeof trigger !== "object") return false;
  if ("afterEach" in trigger) return trigger.afterEach.length > 1;
  return (
    isDelay(trigger) || ("afterWatermark" in trigger && trigger.afterWatermark.late !== undefined)
  );
}

export const sequenceForgetsNothing: DialectRule = {
  name: "sequence-forgets-nothing",
  section: "5 Triggers: afterEach(T…)",
  reason:
    "In sessions too, a pane of a sequence leaves what a part of it remembers if the part does not finish, where the model has it start anew with each pane.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: {
        afterEach: [
          { orFinally: { main: { repeatedly: { afterCount: 2 } }, finally: { afterCount: 3 } } },
        ],
      },
    },
    bundle(1, 1),
    bundle(1),
  ),
  ...parting(
    ({ input, difference, ours }) =>
      gapOf(input) !== null &&
      has(
        foretoldTrigger(input),
        (node) =>
          typeof node === "object" && "afterEach" in node && !node.afterEach.every(firesOnce),
      ) &&
      ours.slice(0, difference.step).flat().length > 0,
  ),
};

/** Whether some part leads on to another that may be due at the end without an element. */
function isMovedByASecondTimer(trigger: TriggerJson): boolean {
  if (partsOfWatermark(trigger) < 2) return false;
  return has(trigger, (node) => {
    if (typeof node !== "object") return false;
    if ("afterEach" in node) return node.afterEach.slice(1).some(isDueAtTheEnd);
    if (!("afterWatermark" in node) || node.afterWatermark.late === undefined) return false;
    return has(node.afterWatermark.late, (part) => isDueAtTheEnd(part) && !firesOnce(part));
  });
}

/** Whether a part is due at the window's end if nothing has come since it was reached. */
function isDueAtTheEnd(trigger: TriggerJson): boolean {
  if (trigger === "always" || isOfWatermark(trigger)) return true;
  if (typeof trigger !== "object" || "afterCount" in trigger) return false;
  if ("afterSynchronizedProcessingTime" in trigger) return true;
  const parts = partsOf(trigger);
  if ("afterAll" in trigger) return parts.every(isDueAtTheEnd);
  return "afterEach" in trigger ? parts.slice(0, 1).some(isDueAtTheEnd) : parts.some(isDueAtTheEnd);
}

/** The same of a part that waits for processing time. */
function isMovedByASecondDeadline(trigger: TriggerJson): boolean {
  return has(trigger, (node) => {
    if (typeof node !== "object") return false;
    if ("afterEach" in node) return node.afterEach.slice(1).some((part) => has(part, isDelay));
    if (!("afterWatermark" in node)) return false;
    const { early = "never", late = "never" } = node.afterWatermark;
    return has(early, isDelay) && has(late, isDelay);
  });
}

export const secondTimerMovesOn: DialectRule = {
  name: "second-timer-moves-on",
  section: "6 Bundles, and when a trigger is asked",
  reason:
    "What a second timer for the window's end makes fire, or a second deadline, is behind that step for good, though nothing new was there.",
  minimal: minimal(
    {
      trigger: {
        afterWatermark: { early: "default", late: { afterWatermark: { late: { afterCount: 2 } } } },
      },
      allowedLateness: 30,
    },
    bundle(1),
    { watermark: 10 },
    bundle(2),
  ),
  ...parting(({ input, difference, elements }) => {
    const { trigger } = input.strategy;
    const hasSeveral = delaysOf(trigger).length > 1 || gapOf(input) !== null;
    const isDue = elements.some(
      (element) => deadlinesOf(input, element, difference.step).length > 0,
    );
    if (hasSeveral && isDue && isMovedByASecondDeadline(trigger)) return true;
    if (!isMovedByASecondTimer(trigger)) return false;
    // Sessions of the span that have ended by then may have been made longer later.
    const end = Math.min(...elements.map(({ window }) => window[1]));
    const isLast =
      clocksAfter(input, difference.step + 1).watermark >= end &&
      difference.onlyTheirs.some(({ last }) => last === true);
    return (
      elements.some(({ watermark }) => watermark >= end) ||
      (isLast && isAboutLast(difference) && !neverFinishes(foretoldTrigger(input)))
    );
  }),
};
