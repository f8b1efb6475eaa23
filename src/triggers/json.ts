import type { Alignment, AlignmentJson, Trigger, TriggerJson } from "./trigger.ts";

/** A trigger as the plain data that transcripts and snapshots hold. */
export function triggerToJson(trigger: Trigger): TriggerJson {
  switch (trigger.kind) {
    case "default":
    case "never":
    case "always":
      return trigger.kind;
    case "afterCount":
      return { afterCount: trigger.count };
    case "afterWatermark":
      return {
        afterWatermark: {
          ...(trigger.early === null ? {} : { early: triggerToJson(trigger.early) }),
          ...(trigger.late === null ? {} : { late: triggerToJson(trigger.late) }),
        },
      };
    case "afterProcessingTime": {
      const { delayMs, alignTo } = trigger;
      return {
        afterProcessingTime: {
          ...(delayMs === 0 ? {} : { delay: delayMs }),
          ...(alignTo === null ? {} : { alignTo: alignmentToJson(alignTo) }),
        },
      };
    }
    case "afterSynchronizedProcessingTime":
      return { afterSynchronizedProcessingTime: {} };
    case "everyEventTime":
      return { everyEventTime: alignmentToJson(trigger.every) };
    case "everyProcessingTime":
      return { everyProcessingTime: alignmentToJson(trigger.every) };
    case "afterDelta": {
      const { threshold, of } = trigger;
      return { afterDelta: { threshold, ...(of === null ? {} : { of }) } };
    }
    case "afterPunctuation": {
      const { by } = trigger;
      if ("name" in by) return { afterPunctuation: { name: by.name, version: by.version } };
      const { equals, of } = by;
      return { afterPunctuation: { equals, ...(of === null ? {} : { of }) } };
    }
    case "custom":
      return { custom: { name: trigger.name, version: trigger.version } };
    case "repeatedly":
      return { repeatedly: triggerToJson(trigger.trigger) };
    case "afterAll":
      return { afterAll: trigger.triggers.map(triggerToJson) };
    case "afterAny":
      return { afterAny: trigger.triggers.map(triggerToJson) };
    case "afterEach":
      return { afterEach: trigger.triggers.map(triggerToJson) };
    case "orFinally":
      return {
        orFinally: { main: triggerToJson(trigger.main), finally: triggerToJson(trigger.finally) },
      };
  }
}

function alignmentToJson({ periodMs, offsetMs }: Alignment): AlignmentJson {
  return { period: periodMs, offset: offsetMs };
}
