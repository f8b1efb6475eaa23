import type { TriggerJson } from "../../../../triggers/trigger.ts";
import type { DialectRule } from "../../rule.ts";
import { bundle, minimal } from "../minimal.ts";
import { rewritingTrigger } from "./rewriting.ts";
import { has, isAfterWatermark, partsOf, rebuilt } from "./shape.ts";
import { mergesAfterPane } from "./merging.ts";

export const earlyLateRootReset: DialectRule = {
  name: "early-late-root-reset",
  section: "5 Triggers: afterWatermark(early, late)",
  reason:
    "Of a composite `early` or `late` only the root starts again: its parts stay finished, so that after one firing a choice fires with every bundle.",
  minimal: minimal(
    {
      trigger: { afterWatermark: { early: { afterAll: [{ afterCount: 1 }, { afterCount: 2 }] } } },
    },
    bundle(0, 0),
    bundle(0),
  ),
  rewrite: rewritingTrigger((trigger) => rebuilt(trigger, withoutReset)),
};

function withoutReset(node: TriggerJson): TriggerJson {
  if (typeof node !== "object" || !("afterWatermark" in node)) return node;
  const { early, late } = node.afterWatermark;
  return {
    afterWatermark: {
      ...(early === undefined ? {} : { early: onceThenAlways(early) }),
      ...(late === undefined ? {} : { late: onceThenNever(onceThenAlways(late)) }),
    },
  };
}

function onceThenAlways(part: TriggerJson): TriggerJson {
  const isChoice = typeof part === "object" && ("afterAny" in part || "afterAll" in part);
  return isChoice ? { afterEach: [part, "always"] } : part;
}

/** In a late part that waits for the watermark and has no late part itself nothing follows its firing. */
function onceThenNever(part: TriggerJson): TriggerJson {
  if (typeof part !== "object" || !("afterWatermark" in part)) return part;
  const { early, late } = part.afterWatermark;
  return early !== undefined && late === undefined ? { afterEach: [part, "never"] } : part;
}

export const partsStayFinished: DialectRule = {
  name: "parts-stay-finished",
  section: "5 Triggers: afterWatermark(early, late)",
  reason:
    "Where sessions merge, parts of a composite `early` or `late` that have stayed finished merge as such: what they counted since is lost, and a late part that is to start anew goes on.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: {
        afterWatermark: { early: { orFinally: { main: { afterCount: 2 }, finally: "never" } } },
      },
    },
    bundle(0, 1),
    bundle(0),
    bundle(0),
  ),
  excuses: (situation) =>
    has(situation.input.strategy.trigger, hasPartThatStays) && mergesAfterPane(situation),
};

/** A part with parts of its own that does not simply start again itself. */
function hasPartThatStays(node: TriggerJson): boolean {
  return isAfterWatermark(node) && partsOf(node).some((part) => partsOf(part).length > 1);
}
