import { childrenOf, type Trigger } from "./trigger.ts";

/** Whether a trigger waits for the watermark anywhere, reached or not: then it is asked at the end. */
export function mentionsWatermark(trigger: Trigger): boolean {
  if (trigger.kind === "default" || trigger.kind === "afterWatermark") return true;
  return childrenOf(trigger).some(mentionsWatermark);
}

/** Whether a trigger waits for processing time anywhere. */
export function mentionsProcessingTime(trigger: Trigger): boolean {
  if (trigger.kind === "afterProcessingTime") return true;
  if (trigger.kind === "afterSynchronizedProcessingTime") return true;
  return childrenOf(trigger).some(mentionsProcessingTime);
}
