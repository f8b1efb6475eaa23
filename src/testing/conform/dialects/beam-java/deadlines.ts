import type { TriggerJson } from "../../../../triggers/trigger.ts";
import { MIN_TIMESTAMP } from "../../../../watermark/time.ts";
import { clocksAfter } from "../../explain.ts";
import type { DialectRule } from "../../rule.ts";
import { arrivals, isIn } from "./elements.ts";
import { bundle, minimal } from "../minimal.ts";
import { rewritingTrigger } from "./rewriting.ts";
import { has, rebuilt } from "./shape.ts";

const section = "5 Triggers: afterProcessingTime(delay, alignTo)";

export const strictDeadlines: DialectRule = {
  name: "strict-deadlines",
  section,
  reason:
    "A deadline is due once processing time is past it, not when processing time reaches it: in whole milliseconds, one later.",
  minimal: minimal({ trigger: { afterProcessingTime: { delay: 0 } } }, bundle(0)),
  rewrite: rewritingTrigger((trigger) => rebuilt(trigger, oneLater)),
};

/** The alignment moves along, so that what is aligned before it is so after it. */
function oneLater(node: TriggerJson): TriggerJson {
  if (typeof node !== "object") return node;
  if ("afterSynchronizedProcessingTime" in node) return { afterProcessingTime: { delay: 1 } };
  if (!("afterProcessingTime" in node)) return node;
  const { delay = 0, alignTo } = node.afterProcessingTime;
  if (alignTo === undefined) return { afterProcessingTime: { delay: delay + 1 } };
  const { period, offset } = alignTo;
  return {
    afterProcessingTime: {
      delay: delay + 1,
      alignTo: { period, offset: (offset + 1) % period },
    },
  };
}

export const alignsBelowTheOffset: DialectRule = {
  name: "aligns-below-the-offset",
  section,
  reason:
    "The alignment truncates toward its offset: a deadline that is before the offset, and not aligned, is moved up one period too far.",
  minimal: minimal(
    { trigger: { afterProcessingTime: { delay: 0, alignTo: { period: 10, offset: 4 } } } },
    { processingTime: 0 },
    bundle(0),
    { processingTime: 5 },
  ),
  excuses({ input, difference }) {
    const about = [...difference.onlyOurs, ...difference.onlyTheirs];
    return arrivals(input, difference.step).some(({ step, key, timestamp }) => {
      const { processingTime } = clocksAfter(input, step);
      return (
        processingTime > MIN_TIMESTAMP &&
        has(input.strategy.trigger, (node) => isBelowOffset(node, processingTime)) &&
        (about.length === 0 ||
          about.some((output) => output.key === key && isIn(input, timestamp, output.window)))
      );
    });
  },
};

/** Whether an element sets a deadline at which the remainder of the alignment is negative. */
function isBelowOffset(node: TriggerJson, processingTime: number): boolean {
  if (typeof node !== "object" || !("afterProcessingTime" in node)) return false;
  const { delay = 0, alignTo } = node.afterProcessingTime;
  if (alignTo === undefined) return false;
  const behind = alignTo.offset - processingTime - delay;
  return behind > 0 && behind % alignTo.period !== 0;
}
