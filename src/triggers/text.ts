import { formatDuration } from "../watermark/duration.ts";
import { formatIdentity, formatText } from "../watermark/identity.ts";
import type { AfterProcessingTime, Alignment, Scalar, Trigger } from "./trigger.ts";

/** The expression that makes a trigger; the text grammar reads it back. */
export function triggerToString(trigger: Trigger): string {
  switch (trigger.kind) {
    case "default":
    case "never":
    case "always":
    case "afterSynchronizedProcessingTime":
      return trigger.kind;
    case "afterCount":
      return `afterCount(${trigger.count})`;
    case "afterWatermark":
      return call("afterWatermark", [
        trigger.early === null ? null : `early: ${trigger.early}`,
        trigger.late === null ? null : `late: ${trigger.late}`,
      ]);
    case "afterProcessingTime":
      return processingTime(trigger);
    case "everyEventTime":
    case "everyProcessingTime":
      return call(trigger.kind, [formatDuration(trigger.every.periodMs), offsetOf(trigger.every)]);
    case "afterDelta": {
      const { threshold, of } = trigger;
      return call("afterDelta", [String(threshold), of === null ? null : `of: ${formatText(of)}`]);
    }
    case "afterPunctuation": {
      const { by } = trigger;
      if ("name" in by) return `afterPunctuation(${formatIdentity(by)})`;
      const { equals, of } = by;
      return call("afterPunctuation", [
        `equals: ${formatScalar(equals)}`,
        of === null ? null : `of: ${formatText(of)}`,
      ]);
    }
    case "custom":
      return `custom(${formatIdentity(trigger)})`;
    case "repeatedly":
      return `repeatedly(${trigger.trigger})`;
    case "afterAll":
    case "afterAny":
    case "afterEach":
      return call(trigger.kind, trigger.triggers.map(String));
    case "orFinally":
      return `orFinally(${trigger.main}, ${trigger.finally})`;
  }
}

function processingTime({ delayMs, alignTo }: AfterProcessingTime): string {
  return call("afterProcessingTime", [
    delayMs === 0 && alignTo !== null ? null : formatDuration(delayMs),
    alignTo === null ? null : `alignTo: ${formatDuration(alignTo.periodMs)}`,
    alignTo === null ? null : offsetOf(alignTo),
  ]);
}

function offsetOf({ offsetMs }: Alignment): string | null {
  return offsetMs === 0 ? null : `offset: ${formatDuration(offsetMs)}`;
}

/** Text that would be read as something else is in quotes. */
function formatScalar(value: Scalar): string {
  if (typeof value !== "string") return String(value);
  return ["true", "false", "null"].includes(value) ? JSON.stringify(value) : formatText(value);
}

function call(name: string, parts: readonly (string | null)[]): string {
  const given = parts.filter((part) => part !== null);
  return given.length === 0 ? name : `${name}(${given.join(", ")})`;
}
