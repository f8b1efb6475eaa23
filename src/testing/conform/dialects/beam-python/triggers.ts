import type { TriggerJson } from "../../../../triggers/trigger.ts";
import type { Case } from "../../../cases/case.ts";
import type { DialectRule } from "../../rule.ts";
import { bundle, minimal } from "../minimal.ts";
import {
  anElement,
  has,
  isOfWatermark,
  isReachedAtOnce,
  mentionsTheEnd,
  watermark,
  withParts,
} from "./trigger-shape.ts";
import {
  neverFinishes,
  withChoicesGoingOn,
  withDelaysUntold,
  withoutOrFinally,
  withoutSynchronized,
} from "./translate.ts";

/** A rewrite of the trigger alone; null if it stays as it is. */
function rewritingTrigger(
  change: (trigger: TriggerJson) => TriggerJson,
): (input: Case) => Case | null {
  return ({ strategy, steps }) => {
    const trigger = change(strategy.trigger);
    return JSON.stringify(trigger) === JSON.stringify(strategy.trigger)
      ? null
      : { strategy: { ...strategy, trigger }, steps };
  };
}

const synchronizedIsAlways: DialectRule = {
  name: "synchronized-is-always",
  section: "5 Triggers: afterProcessingTime(delay, alignTo)",
  reason:
    "`afterSynchronizedProcessingTime` is due whenever it is asked and never finishes, so it is what the model calls `always`.",
  minimal: minimal(
    { trigger: { afterSynchronizedProcessingTime: {} }, allowedLateness: 30 },
    bundle(1),
    bundle(2),
  ),
  rewrite: rewritingTrigger(withoutSynchronized),
};

const orFinallyIsAny: DialectRule = {
  name: "or-finally-is-any",
  section: "5 Triggers: orFinally(main, finally)",
  reason:
    "`orFinally` is a class of `afterAny` and behaves like it: its end does not end it unless it finishes itself.",
  minimal: minimal(
    {
      trigger: { orFinally: { main: { repeatedly: { afterCount: 2 } }, finally: "always" } },
      allowedLateness: 30,
    },
    bundle(1),
    bundle(2),
  ),
  rewrite: rewritingTrigger(withoutOrFinally),
};

const choiceGoesOn: DialectRule = {
  name: "choice-goes-on",
  section: "5 Triggers: afterAny(T…)",
  reason:
    "`afterAny` finishes only with a part that finishes, `afterAll` only if all of them do: a firing of one that repeats, or has more steps, leaves it and the other parts as they are.",
  minimal: minimal(
    { trigger: { afterAny: [{ repeatedly: { afterCount: 1 } }, { afterCount: 3 }] } },
    bundle(1),
    bundle(2),
  ),
  rewrite: rewritingTrigger((trigger) => withChoicesGoingOn(trigger).trigger),
};

const delayInAChoice: DialectRule = {
  name: "delay-in-a-choice",
  section: "5 Triggers: afterAny(T…)",
  reason:
    "A part of `afterAny` that waits for processing time makes it fire, but is not told so: it fires once, the choice does not finish, and the other parts keep what they remember.",
  minimal: minimal(
    {
      trigger: {
        repeatedly: { afterAny: [{ afterCount: 3 }, { afterProcessingTime: { delay: 5 } }] },
      },
    },
    { processingTime: 0 },
    bundle(1),
    { processingTime: 5 },
    bundle(2),
    bundle(3),
  ),
  rewrite: rewritingTrigger(withDelaysUntold),
};

const endNeedsAnElement: DialectRule = {
  name: "end-needs-an-element",
  section: "6 Bundles, and when a trigger is asked",
  reason:
    "A later step such as `afterEach(afterCount(1), afterWatermark)` asks for the window's end when an element reaches it, and so does a `default` that starts again; without an element the window is not asked there.",
  minimal: minimal(
    { trigger: { afterEach: [{ afterCount: 1 }, { afterWatermark: {} }] } },
    bundle(1),
    { watermark: 10 },
  ),
  rewrite: rewritingTrigger((trigger) => {
    if (!isReachedAtOnce(trigger)) return needing(trigger);
    return has(trigger, isAfterWatermark) ? trigger : restarted(trigger, false);
  }),
};

function isAfterWatermark(trigger: TriggerJson): boolean {
  return isOfWatermark(trigger) && trigger !== "default";
}

/** What starts again takes back what `default` has asked for, but not what `afterWatermark` has. */
function restarted(trigger: TriggerJson, isInside: boolean): TriggerJson {
  if (trigger === "default") return isInside ? withAnElement(trigger) : trigger;
  const starts =
    typeof trigger === "object" && "repeatedly" in trigger && !neverFinishes(trigger.repeatedly);
  return withParts(trigger, (part) => restarted(part, isInside || starts));
}

/** Once any part has asked for the end all are asked there, so that only the first is changed. */
function needing(trigger: TriggerJson): TriggerJson {
  if (isOfWatermark(trigger)) return withAnElement(trigger);
  // Due as often after bundles, but not where a bundle is not what asks.
  if (trigger === "always") return { repeatedly: anElement };
  if (typeof trigger === "object" && "afterEach" in trigger) {
    const asks = trigger.afterEach.findIndex(mentionsTheEnd);
    return {
      afterEach: trigger.afterEach.map((part, at) =>
        asks < 0 || at <= asks ? needing(part) : part,
      ),
    };
  }
  return withParts(trigger, needing);
}

function withAnElement(trigger: TriggerJson): TriggerJson {
  const end: TriggerJson = { afterAll: [watermark, anElement] };
  if (trigger === "default") return { repeatedly: end };
  if (typeof trigger !== "object" || !("afterWatermark" in trigger)) return trigger;
  const { early, late } = trigger.afterWatermark;
  const first: TriggerJson =
    early === undefined
      ? end
      : { orFinally: { main: { repeatedly: needing(early) }, finally: end } };
  if (late === undefined) return first;
  return { afterEach: [first, { repeatedly: late }] };
}

/** All that changes the trigger alone, in the order in which it is done. */
export const triggerRules: readonly DialectRule[] = [
  synchronizedIsAlways,
  orFinallyIsAny,
  delayInAChoice,
  choiceGoesOn,
  endNeedsAnElement,
];

/** The trigger of our engine that does what a trigger does in Python. */
export function foretoldTrigger(input: Case): TriggerJson {
  return triggerRules.reduce((changed, rule) => rule.rewrite?.(changed) ?? changed, input).strategy
    .trigger;
}
