import type { AlignmentJson, TriggerJson } from "../../triggers/trigger.ts";
import { towardZero } from "./toward-zero.ts";

/**
 * Simpler triggers: the default one, a part of this one, the same with a part left out, made
 * simpler, or with smaller numbers. Each has fewer nodes than the trigger, or smaller numbers.
 */
export function* simplerTriggers(trigger: TriggerJson): Generator<TriggerJson> {
  if (trigger === "default") return;
  yield "default";
  if (typeof trigger === "string") return;
  if ("afterCount" in trigger) {
    for (const n of towardZero(trigger.afterCount)) if (n > 0) yield { afterCount: n };
  } else if ("afterProcessingTime" in trigger) {
    const { delay = 0, alignTo } = trigger.afterProcessingTime;
    if (alignTo !== undefined) yield { afterProcessingTime: { delay } };
    for (const less of towardZero(delay)) {
      const rest = alignTo === undefined ? {} : { alignTo };
      yield { afterProcessingTime: { delay: less, ...rest } };
    }
  } else if ("everyEventTime" in trigger) {
    for (const less of simplerPeriods(trigger.everyEventTime)) yield { everyEventTime: less };
  } else if ("everyProcessingTime" in trigger) {
    for (const less of simplerPeriods(trigger.everyProcessingTime))
      yield { everyProcessingTime: less };
  } else if ("afterWatermark" in trigger) {
    yield* simplerEarlyAndLate(trigger.afterWatermark);
  } else if ("repeatedly" in trigger) {
    yield trigger.repeatedly;
    for (const inner of simplerTriggers(trigger.repeatedly)) yield { repeatedly: inner };
  } else if ("orFinally" in trigger) {
    const { main, finally: end } = trigger.orFinally;
    yield main;
    yield end;
    for (const inner of simplerTriggers(main)) yield { orFinally: { main: inner, finally: end } };
    for (const inner of simplerTriggers(end)) yield { orFinally: { main, finally: inner } };
  } else if ("afterAll" in trigger) {
    for (const parts of simplerLists(trigger.afterAll)) yield oneOr(parts, { afterAll: parts });
  } else if ("afterAny" in trigger) {
    for (const parts of simplerLists(trigger.afterAny)) yield oneOr(parts, { afterAny: parts });
  } else if ("afterEach" in trigger) {
    for (const parts of simplerLists(trigger.afterEach)) yield oneOr(parts, { afterEach: parts });
  }
}

/** Without the offset, then with shorter periods. */
function* simplerPeriods({ period, offset }: AlignmentJson): Generator<AlignmentJson> {
  if (offset !== 0) yield { period, offset: 0 };
  for (const less of towardZero(period)) if (less > offset) yield { period: less, offset };
}

function* simplerEarlyAndLate({
  early,
  late,
}: {
  readonly early?: TriggerJson;
  readonly late?: TriggerJson;
}): Generator<TriggerJson> {
  if (early !== undefined) {
    yield { afterWatermark: late === undefined ? {} : { late } };
    for (const inner of simplerTriggers(early))
      yield { afterWatermark: { early: inner, ...(late === undefined ? {} : { late }) } };
  }
  if (late !== undefined) {
    yield { afterWatermark: early === undefined ? {} : { early } };
    for (const inner of simplerTriggers(late))
      yield { afterWatermark: { ...(early === undefined ? {} : { early }), late: inner } };
  }
}

/** One part alone, the parts without one, and the parts with one of them simpler. */
function* simplerLists(parts: readonly TriggerJson[]): Generator<readonly TriggerJson[]> {
  for (const part of parts) yield [part];
  for (const [at, part] of parts.entries()) {
    if (parts.length > 2) yield parts.filter((_, place) => place !== at);
    for (const inner of simplerTriggers(part))
      yield parts.map((other, place) => (place === at ? inner : other));
  }
}

/** A single part is simpler on its own, unless it was a single part before. */
function oneOr(parts: readonly TriggerJson[], whole: TriggerJson): TriggerJson {
  return parts.length === 1 ? (parts[0] as TriggerJson) : whole;
}
