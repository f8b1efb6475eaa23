import type { TriggerJson } from "../../../../triggers/trigger.ts";
import type { Case } from "../../../cases/case.ts";

/** The triggers directly inside a trigger. */
export function partsOf(trigger: TriggerJson): readonly TriggerJson[] {
  if (typeof trigger === "string") return [];
  if ("repeatedly" in trigger) return [trigger.repeatedly];
  if ("afterAll" in trigger) return trigger.afterAll;
  if ("afterAny" in trigger) return trigger.afterAny;
  if ("afterEach" in trigger) return trigger.afterEach;
  if ("orFinally" in trigger) return [trigger.orFinally.main, trigger.orFinally.finally];
  if (!("afterWatermark" in trigger)) return [];
  const { early, late } = trigger.afterWatermark;
  return [early, late].filter((part) => part !== undefined);
}

/** The same trigger with other triggers inside. */
export function withParts(
  trigger: TriggerJson,
  change: (part: TriggerJson) => TriggerJson,
): TriggerJson {
  if (typeof trigger === "string") return trigger;
  if ("repeatedly" in trigger) return { repeatedly: change(trigger.repeatedly) };
  if ("afterAll" in trigger) return { afterAll: trigger.afterAll.map(change) };
  if ("afterAny" in trigger) return { afterAny: trigger.afterAny.map(change) };
  if ("afterEach" in trigger) return { afterEach: trigger.afterEach.map(change) };
  if ("orFinally" in trigger) {
    const { main, finally: end } = trigger.orFinally;
    return { orFinally: { main: change(main), finally: change(end) } };
  }
  if (!("afterWatermark" in trigger)) return trigger;
  const { early, late } = trigger.afterWatermark;
  return {
    afterWatermark: {
      ...(early === undefined ? {} : { early: change(early) }),
      ...(late === undefined ? {} : { late: change(late) }),
    },
  };
}

/** Changes a trigger from its leaves upwards. */
export function rebuilt(
  trigger: TriggerJson,
  change: (node: TriggerJson) => TriggerJson,
): TriggerJson {
  return change(withParts(trigger, (part) => rebuilt(part, change)));
}

/** Whether a trigger, or any inside it, is what is asked for. */
export function has(trigger: TriggerJson, is: (node: TriggerJson) => boolean): boolean {
  return is(trigger) || partsOf(trigger).some((part) => has(part, is));
}

/** `afterWatermark` without early and late. */
export function isPlainWatermark(trigger: TriggerJson): boolean {
  return (
    typeof trigger === "object" && "afterWatermark" in trigger && partsOf(trigger).length === 0
  );
}

export function isMerging({ strategy: { windows } }: Case): boolean {
  return typeof windows === "object" && "sessions" in windows;
}

/** The gap of sessions, or null. */
export function gapOf({ strategy: { windows } }: Case): number | null {
  return typeof windows === "object" && "sessions" in windows ? windows.sessions.gap : null;
}

export function isAfterWatermark(node: TriggerJson): boolean {
  return typeof node === "object" && "afterWatermark" in node;
}

/** Whether it is due at the window's end by itself. */
export function isOfWatermark(node: TriggerJson): boolean {
  return node === "default" || isAfterWatermark(node);
}

/** Whether it waits for processing time. */
export function isDelay(node: TriggerJson): boolean {
  return (
    typeof node === "object" &&
    ("afterProcessingTime" in node || "afterSynchronizedProcessingTime" in node)
  );
}
