import type { TriggerJson } from "../../../../triggers/trigger.ts";
import type { DialectRule } from "../../rule.ts";
import { endedFromTheStart } from "./merging.ts";
import { bundle, minimal } from "../minimal.ts";
import { has, partsOf } from "./shape.ts";

export const finishedPartThrows: DialectRule = {
  name: "finished-part-throws",
  section: "5 Triggers: afterWatermark(early, late)",
  reason:
    "A sequence in `early` or `late`, and an `afterWatermark` without `late` in `late`, that has fired to its end has no part left that could be asked: a NullPointerException. So has a sequence in any trigger that new sessions begin as finished.",
  minimal: minimal(
    {
      trigger: { afterWatermark: { early: { afterEach: [{ afterCount: 1 }, { afterCount: 1 }] } } },
    },
    bundle(0),
    bundle(0),
    bundle(0),
  ),
  explainsError: (message, input) =>
    /NullPointerException.*irstUnfinished.* in (AfterEach|AfterWatermark)/.test(message) &&
    (has(input.strategy.trigger, hasPartThatThrows) ||
      (has(input.strategy.trigger, holdsSequence) &&
        endedFromTheStart(input, input.steps.length - 1).length > 0)),
};

function holdsSequence(node: TriggerJson): boolean {
  return partsOf(node).some(isSequence);
}

function isSequence(node: TriggerJson): boolean {
  return typeof node === "object" && "afterEach" in node;
}

function hasPartThatThrows(node: TriggerJson): boolean {
  if (typeof node !== "object" || !("afterWatermark" in node)) return false;
  const { late } = node.afterWatermark;
  const isLateWithoutLate =
    typeof late === "object" &&
    "afterWatermark" in late &&
    late.afterWatermark.early !== undefined &&
    late.afterWatermark.late === undefined;
  return isLateWithoutLate || partsOf(node).some(isSequence);
}
