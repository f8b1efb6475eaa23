import { expandedOf } from "./expand.ts";
import { childrenOf, type Trigger } from "./trigger.ts";

/** Whether a trigger waits for the watermark anywhere, reached or not: then it is asked at the end. */
export function mentionsWatermark(trigger: Trigger): boolean {
  switch (trigger.kind) {
    case "default":
    case "afterWatermark":
    case "everyEventTime":
    case "everyProcessingTime":
      return true;
    case "custom":
      return trigger.waitsFor.end || trigger.parts.some(mentionsWatermark);
    default:
      return childrenOf(trigger).some(mentionsWatermark);
  }
}

/**
 * Whether a merge with a window's own new elements leaves the state of its trigger as it is, as long
 * as that has not fired. `onMerge` of one such part adds up one count and keeps the earliest of one
 * deadline. It forgets only what has followed the elements in advance: the later parts of an
 * `afterEach`, the late part of an `afterWatermark`. So these must have nothing to forget.
 */
export function isKeptByExtension(trigger: Trigger): boolean {
  if (trigger.kind === "everyProcessingTime") return isKeptByExtension(expandedOf(trigger));
  if (trigger.kind === "custom") return false;
  const [kept, reset] =
    trigger.kind === "afterWatermark"
      ? [trigger.early === null ? [] : [trigger.early], trigger.late === null ? [] : [trigger.late]]
      : trigger.kind === "afterEach"
        ? [trigger.triggers.slice(0, 1), trigger.triggers.slice(1)]
        : [childrenOf(trigger), []];
  return kept.every(isKeptByExtension) && !reset.some(followsElements);
}

function followsElements(trigger: Trigger): boolean {
  return (
    trigger.kind === "afterCount" ||
    trigger.kind === "everyEventTime" ||
    trigger.kind === "afterPunctuation" ||
    trigger.kind === "custom" ||
    mentionsProcessingTime(trigger) ||
    childrenOf(trigger).some(followsElements)
  );
}

/** Whether a trigger waits for processing time anywhere. */
export function mentionsProcessingTime(trigger: Trigger): boolean {
  switch (trigger.kind) {
    case "afterProcessingTime":
    case "afterSynchronizedProcessingTime":
    case "everyProcessingTime":
      return true;
    case "custom":
      return trigger.waitsFor.processingTime || trigger.parts.some(mentionsProcessingTime);
    default:
      return childrenOf(trigger).some(mentionsProcessingTime);
  }
}

/** Whether a trigger waits anywhere for watermarks before the window's end. */
export function mentionsMultiples(trigger: Trigger): boolean {
  if (trigger.kind === "everyEventTime") return true;
  if (trigger.kind === "custom" && trigger.waitsFor.watermarks) return true;
  return childrenOf(trigger).some(mentionsMultiples);
}

/** Whether a trigger is to be told of each element by itself, with its value. */
export function readsValues(trigger: Trigger): boolean {
  if (trigger.kind === "afterDelta" || trigger.kind === "afterPunctuation") return true;
  if (trigger.kind === "custom" && trigger.readsValues) return true;
  return childrenOf(trigger).some(readsValues);
}

/** Whether a trigger remembers what need not be a count or an instant. */
export function keepsFractions(trigger: Trigger): boolean {
  if (trigger.kind === "afterDelta" || trigger.kind === "custom") return true;
  return childrenOf(trigger).some(keepsFractions);
}

/** The first part of a trigger that cannot be used with windows that merge, or null. */
export function unmergeablePart(trigger: Trigger): Trigger | null {
  if (trigger.kind === "afterDelta") return trigger;
  if (trigger.kind === "custom" && !trigger.merges) return trigger;
  for (const child of childrenOf(trigger)) {
    const part = unmergeablePart(child);
    if (part !== null) return part;
  }
  return null;
}

/** Whether a trigger, in windows that do not merge, is never due and learns nothing before the end. */
export function sleepsUntilEnd(trigger: Trigger): boolean {
  switch (trigger.kind) {
    case "default":
    case "never":
      return true;
    case "afterWatermark":
      return trigger.early === null;
    case "afterEach":
      // The parts behind the first one follow no element until that has finished.
      return trigger.triggers.slice(0, 1).every(sleepsUntilEnd);
    case "repeatedly":
    case "afterAll":
    case "afterAny":
    case "orFinally":
      return childrenOf(trigger).every(sleepsUntilEnd);
    default:
      return false;
  }
}
