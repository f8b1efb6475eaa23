import type { TriggerJson } from "../../triggers/trigger.ts";
import type { TriggerName } from "../arbitraries/triggers.ts";
import { windowKindOf } from "../arbitraries/windows.ts";
import type { Case, CaseStep } from "../cases/case.ts";
import type { Capabilities } from "./capabilities.ts";

const listed = [
  "accumulation",
  "closing",
  "onTime",
  "timestampCombiner",
  "combine",
] as const satisfies readonly (keyof Capabilities)[];

/** What of a case an engine with these capabilities cannot be asked, in a few words, or null. */
export function beyond(can: Capabilities, { strategy, steps }: Case): string | null {
  const kind = windowKindOf(strategy.windows);
  if (can.windows && !can.windows.includes(kind)) return `windows ${kind}`;
  const trigger = triggerBeyond(can.triggers ?? null, strategy.trigger);
  if (trigger !== null) return `trigger ${trigger}`;
  if (can.triggerDepth !== undefined && depthOf(strategy.trigger) > can.triggerDepth)
    return `triggers deeper than ${can.triggerDepth}`;
  for (const field of listed) {
    const known: readonly string[] | undefined = can[field];
    if (known && !known.includes(strategy[field])) return `${field} ${strategy[field]}`;
  }
  if (can.allowedLateness === false && strategy.allowedLateness > 0) return "allowed lateness";
  return (
    steps.map((step) => stepBeyond(can, step)).find((found) => found !== null) ??
    (can.keys === false && keysOf(steps).size > 1 ? "several keys" : null)
  );
}

function stepBeyond(can: Capabilities, step: CaseStep): string | null {
  if (!("elements" in step)) {
    const moves = "processingTime" in step || "advanceTogether" in step;
    return can.processingTime === false && moves ? "processing time" : null;
  }
  const { earliest = Number.NEGATIVE_INFINITY } = can;
  const isTooEarly = step.elements.some(([, timestamp]) => timestamp < earliest);
  return isTooEarly ? `event times before ${earliest}` : null;
}

function keysOf(steps: readonly CaseStep[]): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) => ("elements" in step ? step.elements.map(([, , key]) => key) : [])),
  );
}

/** The first trigger in a trigger that is not among the names. */
function triggerBeyond(
  names: readonly TriggerName[] | null,
  trigger: TriggerJson,
): TriggerName | null {
  if (names === null) return null;
  const name = nameOf(trigger);
  // What is drawn as early and late may turn out to have neither.
  const isKnown =
    names.includes(name) || (name === "afterWatermark" && names.includes("earlyAndLate"));
  if (!isKnown) return name;
  for (const part of partsOf(trigger)) {
    const inside = triggerBeyond(names, part);
    if (inside !== null) return inside;
  }
  return null;
}

function nameOf(trigger: TriggerJson): TriggerName {
  if (typeof trigger === "string") return trigger;
  if ("afterWatermark" in trigger)
    return partsOf(trigger).length > 0 ? "earlyAndLate" : "afterWatermark";
  if ("afterProcessingTime" in trigger) {
    return trigger.afterProcessingTime.alignTo === undefined
      ? "afterProcessingTime"
      : "alignedProcessingTime";
  }
  return Object.keys(trigger)[0] as TriggerName;
}

function depthOf(trigger: TriggerJson): number {
  return 1 + Math.max(0, ...partsOf(trigger).map(depthOf));
}

function partsOf(trigger: TriggerJson): readonly TriggerJson[] {
  if (typeof trigger === "string") return [];
  if ("afterWatermark" in trigger) {
    const { early, late } = trigger.afterWatermark;
    return [early, late].filter((part) => part !== undefined);
  }
  if ("repeatedly" in trigger) return [trigger.repeatedly];
  if ("orFinally" in trigger) return [trigger.orFinally.main, trigger.orFinally.finally];
  if ("afterAll" in trigger) return trigger.afterAll;
  if ("afterAny" in trigger) return trigger.afterAny;
  return "afterEach" in trigger ? trigger.afterEach : [];
}
