import type { TriggerJson } from "../../../../triggers/trigger.ts";

/** The triggers directly inside a trigger, in the order of their positions. */
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

/** Whether a trigger or anything inside it is of the kind that is asked for. */
export function has(trigger: TriggerJson, is: (node: TriggerJson) => boolean): boolean {
  return is(trigger) || partsOf(trigger).some((part) => has(part, is));
}

export function isDelay(trigger: TriggerJson): boolean {
  return typeof trigger === "object" && "afterProcessingTime" in trigger;
}

/** How long the parts of a trigger wait for processing time. */
export function delaysOf(trigger: TriggerJson): readonly number[] {
  if (typeof trigger === "object" && "afterProcessingTime" in trigger)
    return [trigger.afterProcessingTime.delay ?? 0];
  return partsOf(trigger).flatMap(delaysOf);
}

/** Whether it is due at the window's end by itself. */
export function isOfWatermark(trigger: TriggerJson): boolean {
  return trigger === "default" || (typeof trigger === "object" && "afterWatermark" in trigger);
}

/** `afterWatermark` without early and late. */
export function isPlainWatermark(trigger: TriggerJson): boolean {
  return (
    typeof trigger === "object" && "afterWatermark" in trigger && partsOf(trigger).length === 0
  );
}

/** Whether its first firing, whenever that is, finishes it in Python. */
export function firesOnce(trigger: TriggerJson): boolean {
  if (typeof trigger === "string") return trigger === "never";
  if ("afterCount" in trigger || "afterProcessingTime" in trigger) return true;
  if ("afterWatermark" in trigger) return isPlainWatermark(trigger);
  if ("afterAll" in trigger || "afterAny" in trigger || "orFinally" in trigger)
    return partsOf(trigger).every(firesOnce);
  return (
    "afterEach" in trigger && trigger.afterEach.length === 1 && partsOf(trigger).every(firesOnce)
  );
}

/** Whether the first element of a window gets to a part that is due at the window's end. */
export function isReachedAtOnce(trigger: TriggerJson): boolean {
  return askersOfTheEnd(trigger) > 0;
}

/** How many parts ask for the window's end with the first element. */
export function askersOfTheEnd(trigger: TriggerJson): number {
  const own = isOfWatermark(trigger) ? 1 : 0;
  return reachedAtOnce(trigger).reduce((sum, part) => sum + askersOfTheEnd(part), own);
}

/** The parts that the first element of a window gets to. */
function reachedAtOnce(trigger: TriggerJson): readonly TriggerJson[] {
  if (typeof trigger !== "object") return [];
  if ("afterEach" in trigger) return trigger.afterEach.slice(0, 1);
  if (!("afterWatermark" in trigger)) return partsOf(trigger);
  const { early } = trigger.afterWatermark;
  return early === undefined ? [] : [early];
}

/** How many parts wait for the window's end. */
export function partsOfWatermark(trigger: TriggerJson): number {
  const own = isOfWatermark(trigger) ? 1 : 0;
  return partsOf(trigger).reduce((sum, part) => sum + partsOfWatermark(part), own);
}

/** Whether it or a part of it waits for the window's end, so that Python expects an on-time pane. */
export function mentionsTheEnd(trigger: TriggerJson): boolean {
  return has(trigger, isOfWatermark);
}

export const watermark: TriggerJson = { afterWatermark: {} };
export const anElement: TriggerJson = { afterCount: 1 };
