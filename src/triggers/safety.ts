import type { Trigger } from "./trigger.ts";

/**
 * The part of a trigger whose finishing closes a window while it may still get data, or null.
 * After `allowedLatenessMs = 0` a trigger that fires at the window's end has lost nothing.
 */
export function unsafePart(trigger: Trigger, allowedLatenessMs: number): Trigger | null {
  if (trigger.kind === "afterWatermark" && allowedLatenessMs === 0) return null;
  return finishingPart(trigger);
}

/** The part of a trigger that can make it finish, or null if it never does. */
export function finishingPart(trigger: Trigger): Trigger | null {
  switch (trigger.kind) {
    case "default":
    case "never":
    case "always":
    case "everyEventTime":
    case "everyProcessingTime":
    case "afterDelta":
    case "repeatedly":
      return null;
    case "custom":
      return trigger.finishes ? trigger : null;
    case "afterPunctuation":
    case "afterCount":
    case "afterProcessingTime":
    case "afterSynchronizedProcessingTime":
      return trigger;
    case "afterWatermark":
      return trigger.late === null ? trigger : null;
    case "afterAll":
      return trigger.triggers.every(canFire) ? trigger : null;
    case "afterAny":
      return trigger.triggers.some(canFire) ? trigger : null;
    case "afterEach": {
      const parts = trigger.triggers.map(finishingPart);
      return parts.includes(null) ? null : (parts.at(-1) as Trigger);
    }
    case "orFinally":
      return canFire(trigger.finally) ? trigger.finally : finishingPart(trigger.main);
  }
}

/** False for a trigger that is never due. */
export function canFire(trigger: Trigger): boolean {
  switch (trigger.kind) {
    case "never":
      return false;
    case "repeatedly":
      return canFire(trigger.trigger);
    case "afterAll":
      return trigger.triggers.every(canFire);
    case "afterAny":
      return trigger.triggers.some(canFire);
    case "afterEach":
      return canFire(trigger.triggers[0] as Trigger);
    case "orFinally":
      return canFire(trigger.main) || canFire(trigger.finally);
    default:
      return true;
  }
}
