import type { TriggerJson } from "../../../../triggers/trigger.ts";
import type { Case } from "../../../cases/case.ts";
import type { DialectRule } from "../../rule.ts";
import { bundle, minimal } from "../minimal.ts";
import { rewritingTrigger } from "./rewriting.ts";
import { has, isMerging, isPlainWatermark, partsOf, rebuilt } from "./shape.ts";
import { endsOnlyHere, hasFiredBefore } from "./situation.ts";

export const endThatRepeats: DialectRule = {
  name: "end-that-repeats",
  section: "5 Triggers: orFinally(main, finally)",
  reason:
    "`orFinally` ends when `finally` has finished, not when it is due: one that repeats fires, takes what both parts remember, and goes on.",
  minimal: minimal({ trigger: { orFinally: { main: "default", finally: "always" } } }, bundle(0)),
  rewrite: rewritingTrigger((trigger, input) => rebuilt(trigger, (node) => goingOn(node, input))),
};

export const endThatGoesOn: DialectRule = {
  name: "end-that-goes-on",
  section: "5 Triggers: orFinally(main, finally)",
  reason:
    "`orFinally` goes on when `finally` is due without finishing, and a sequence stays at it; where `main` can finish as well, or keeps finished parts, no trigger of the model does the same.",
  minimal: minimal(
    { trigger: { orFinally: { main: { afterCount: 2 }, finally: "default" } }, allowedLateness: 1 },
    bundle(0),
    { watermark: 10 },
  ),
  excuses: (situation) =>
    has(situation.input.strategy.trigger, endsInSteps) &&
    (hasFiredBefore(situation) || endsOnlyHere(situation)),
};

function endsInSteps(node: TriggerJson): boolean {
  return typeof node === "object" && "orFinally" in node && !finishesAtOnce(node.orFinally.finally);
}

/** Whether each firing of a trigger finishes it. */
function finishesAtOnce(trigger: TriggerJson): boolean {
  if (typeof trigger === "string") return trigger === "never";
  if ("afterWatermark" in trigger) return isPlainWatermark(trigger);
  if ("orFinally" in trigger) return partsOf(trigger).every(finishesAtOnce);
  return !("repeatedly" in trigger || "afterEach" in trigger);
}

/** The trigger that does what Beam's `orFinally` does, where there is one; else the node itself. */
function goingOn(node: TriggerJson, input: Case): TriggerJson {
  if (typeof node !== "object" || !("orFinally" in node)) return node;
  const { main, finally: end } = node.orFinally;
  const once = repeatedIn(end);
  if (once !== null) {
    const neverAlone =
      once === "always" ||
      (isPlainWatermark(once) && (neverFinishes(main) || isPlainWatermark(main)));
    return neverAlone || forgetsAll(main) ? { repeatedly: orFinally(main, once) } : node;
  }
  if (typeof end !== "object" || !forgetsAll(main)) return node;
  if ("afterWatermark" in end) {
    const { early, late } = end.afterWatermark;
    if (early === undefined && late === undefined) return node;
    return {
      afterWatermark: {
        early: early === undefined ? main : orFinally(main, early),
        ...(late === undefined ? {} : { late: orFinally(main, late) }),
      },
    };
  }
  return "afterEach" in end && !isMerging(input)
    ? { afterEach: end.afterEach.map((step) => goingOn(orFinally(main, step), input)) }
    : node;
}

function orFinally(main: TriggerJson, end: TriggerJson): TriggerJson {
  return { orFinally: { main, finally: end } };
}

/** What a repeated trigger repeats, if that is no composite. */
function repeatedIn(trigger: TriggerJson): TriggerJson | null {
  if (trigger === "always") return trigger;
  if (trigger === "default") return { afterWatermark: {} };
  if (typeof trigger !== "object" || !("repeatedly" in trigger)) return null;
  const { repeatedly: inner } = trigger;
  if (typeof inner === "string") return repeatedIn(inner);
  return partsOf(inner).length === 0 ? inner : null;
}

/** Whether it never finishes, and to clear it is as good as to start it again. */
function forgetsAll(trigger: TriggerJson): boolean {
  if (typeof trigger === "string") return true;
  if (!("repeatedly" in trigger)) return false;
  const { repeatedly: inner } = trigger;
  if (typeof inner === "object" && "orFinally" in inner)
    return finishesAtOnce(inner.orFinally.main);
  return partsOf(inner).length === 0 || finishesAtOnce(inner);
}

function neverFinishes(trigger: TriggerJson): boolean {
  if (typeof trigger === "string" || "repeatedly" in trigger) return true;
  return "afterWatermark" in trigger && trigger.afterWatermark.late !== undefined;
}
