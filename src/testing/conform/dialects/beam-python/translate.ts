import type { TriggerJson } from "../../../../triggers/trigger.ts";
import {
  delaysOf,
  firesOnce,
  isDelay,
  isPlainWatermark,
  isReachedAtOnce,
  mentionsTheEnd,
  partsOf,
  rebuilt,
  watermark,
  withParts,
} from "./trigger-shape.ts";

/** `always` for every `afterSynchronizedProcessingTime`. */
export function withoutSynchronized(trigger: TriggerJson): TriggerJson {
  return rebuilt(trigger, (node) =>
    typeof node === "object" && "afterSynchronizedProcessingTime" in node ? "always" : node,
  );
}

/** `afterAny` for every `orFinally`. */
export function withoutOrFinally(trigger: TriggerJson): TriggerJson {
  return rebuilt(trigger, (node) =>
    typeof node === "object" && "orFinally" in node
      ? { afterAny: [node.orFinally.main, node.orFinally.finally] }
      : node,
  );
}

/** What stands for a wait in a choice, which never learns that it has made the choice fire. */
export function withDelaysUntold(trigger: TriggerJson): TriggerJson {
  return typeof trigger === "object" && "afterAny" in trigger
    ? { afterAny: trigger.afterAny.map(untold) }
    : withParts(trigger, withDelaysUntold);
}

/** The trigger as it is if it is asked about processing time, but never told that it fired. */
function untold(trigger: TriggerJson): TriggerJson {
  if (isDelay(trigger)) return { afterEach: [trigger, "never"] };
  if (typeof trigger === "object" && "repeatedly" in trigger && isDelay(trigger.repeatedly))
    return { afterEach: [trigger.repeatedly, "never"] };
  if (typeof trigger === "object" && "afterEach" in trigger) {
    const at = trigger.afterEach.findIndex(isDelay);
    if (at >= 0) return { afterEach: [...trigger.afterEach.slice(0, at + 1), "never"] };
  }
  return withParts(trigger, untold);
}

/** What stands for every choice; `isExact` if all are foretold exactly. */
export function withChoicesGoingOn(trigger: TriggerJson): Choice {
  let isExact = true;
  const changed = rebuilt(trigger, (node) => {
    const choice = chosen(node);
    isExact &&= choice?.isExact ?? true;
    return choice?.trigger ?? node;
  });
  return { trigger: changed, isExact };
}

/** Whether all choices in a trigger are foretold exactly. */
export function isForetold(trigger: TriggerJson): boolean {
  return withChoicesGoingOn(withDelaysUntold(withoutOrFinally(withoutSynchronized(trigger))))
    .isExact;
}

function chosen(node: TriggerJson): Choice | null {
  if (typeof node !== "object") return null;
  if ("afterAny" in node) return anyOf(node.afterAny);
  return "afterAll" in node ? allOf(node.afterAll) : null;
}

/** A trigger that stands for a choice of Python; not exact if a part would have to keep its state. */
interface Choice {
  readonly trigger: TriggerJson;
  readonly isExact: boolean;
}

/** `afterAny` as Python means it. */
function anyOf(given: readonly TriggerJson[]): Choice {
  const parts = given.flatMap(choicesOf).map(shortened);
  const ends = parts.filter(firesOnce);
  // Where `afterWatermark` is due as well, `default` makes no difference.
  const isOver = ends.some(isPlainWatermark);
  const mains = parts.filter((part) => !firesOnce(part) && !(isOver && part === "default"));
  if (mains.length === 0) return { trigger: { afterAny: ends }, isExact: true };
  const { trigger: main, isExact } = unending(mains, parts.some(isReachedAtOnce));
  const [end] = ends;
  if (end === undefined) return { trigger: main, isExact };
  const last: TriggerJson = ends.length === 1 ? end : { afterAny: ends };
  return { trigger: { orFinally: { main, finally: last } }, isExact };
}

/** The parts of a choice in a choice, which are as good as parts of the whole. */
function choicesOf(trigger: TriggerJson): readonly TriggerJson[] {
  if (typeof trigger !== "object") return [trigger];
  if ("afterAny" in trigger || "orFinally" in trigger) return partsOf(trigger).flatMap(choicesOf);
  const early = earlyOf(trigger);
  return early === null ? [trigger] : [{ repeatedly: early }, watermark];
}

/** The early part of a trigger that has no late one. */
function earlyOf(trigger: TriggerJson): TriggerJson | null {
  if (typeof trigger !== "object" || !("afterWatermark" in trigger)) return null;
  const { early, late } = trigger.afterWatermark;
  return late === undefined ? (early ?? null) : null;
}

/** One trigger that is due when any of these is, and whose firing leaves the others as they are. */
function unending(given: readonly TriggerJson[], isAskedAtTheEnd: boolean): Choice {
  const mains = distinct(given);
  const [main] = mains;
  if (mains.length === 1 && main !== undefined) return { trigger: main, isExact: true };
  const isExact = mains.every(neverFinishes);
  if (mains.includes("always")) {
    const trigger: TriggerJson = isAskedAtTheEnd
      ? { afterEach: [{ orFinally: { main: "always", finally: "default" } }, "always"] }
      : "always";
    const hasOther = isAskedAtTheEnd ? mains.includes("default") : mains.some(mentionsTheEnd);
    return { trigger, isExact: isExact && !hasOther };
  }
  if (mains.includes("default")) {
    // From the end on `default` is always due, so that the others matter only before it.
    const others = mains.filter((part) => part !== "default").map(beforeTheEnd);
    const early = unending(others, true);
    const first: TriggerJson = { orFinally: { main: early.trigger, finally: "default" } };
    return { trigger: { afterEach: [first, "default"] }, isExact: isExact && early.isExact };
  }
  // Those that fire but once are left out if another does so sooner.
  const sooner = mains.filter((part) => !isOneDelay(part));
  const [delay] = mains.filter(isOneDelay).sort((a, b) => delayOf(a) - delayOf(b));
  if (sooner.length === 0 && delay !== undefined) return { trigger: delay, isExact: false };
  return { trigger: { repeatedly: { afterAny: mains.map(withoutRepeat) } }, isExact: false };
}

function distinct(triggers: readonly TriggerJson[]): readonly TriggerJson[] {
  const texts = triggers.map((trigger) => JSON.stringify(trigger));
  return triggers.filter((trigger, at) => {
    const isStateless = trigger === "default" || trigger === "always" || isOneDelay(trigger);
    return !isStateless || texts.indexOf(texts[at] ?? "") === at;
  });
}

/** What a trigger does before the window's end. */
function beforeTheEnd(trigger: TriggerJson): TriggerJson {
  if (typeof trigger !== "object" || !("afterWatermark" in trigger)) return trigger;
  const { early } = trigger.afterWatermark;
  return early === undefined ? "never" : { repeatedly: early };
}

/** Whether it is what becomes of a wait for processing time in a choice. */
function isOneDelay(trigger: TriggerJson): boolean {
  if (typeof trigger !== "object" || !("afterEach" in trigger)) return false;
  const [first, second] = trigger.afterEach;
  return first !== undefined && isDelay(first) && second === "never";
}

function delayOf(trigger: TriggerJson): number {
  return delaysOf(trigger)[0] ?? 0;
}

function withoutRepeat(trigger: TriggerJson): TriggerJson {
  if (trigger === "default") return watermark;
  return isRepeated(trigger) ? trigger.repeatedly : trigger;
}

/** `afterAll` as Python means it. */
function allOf(given: readonly TriggerJson[]): Choice {
  const parts = given.map(shortened);
  const once = parts.filter(firesOnce);
  const [only] = parts;
  if (once.length === parts.length) return { trigger: { afterAll: parts }, isExact: true };
  if (parts.length === 1 && only !== undefined) return { trigger: only, isExact: true };
  // What is always due only keeps the whole from finishing.
  const mains = parts.filter((part) => !firesOnce(part) && part !== "always");
  const [main] = mains;
  if (once.length === 0 && mains.length === 1 && main !== undefined)
    return { trigger: again(main), isExact: neverFinishes(main) };
  if (!parts.some(neverFinishes)) return { trigger: { afterAll: parts }, isExact: false };
  const repeated = mains.map(withoutRepeat);
  const [first] = repeated;
  const goesOn: TriggerJson =
    first === undefined
      ? "always"
      : { repeatedly: repeated.length === 1 ? first : { afterAll: repeated } };
  return {
    trigger:
      once.length === 0 ? goesOn : { afterEach: [{ afterAll: [...once, ...repeated] }, goesOn] },
    // A sequence that is through is not due any more.
    isExact: mains.every(neverFinishes) && repeated.every(firesOnce) && !given.some(isSequence),
  };
}

function again(trigger: TriggerJson): TriggerJson {
  return neverFinishes(trigger) ? trigger : { repeatedly: trigger };
}

/** The same trigger without what can never matter: the steps behind one that never finishes. */
function shortened(trigger: TriggerJson): TriggerJson {
  if (isRepeated(trigger)) {
    const part = shortened(trigger.repeatedly);
    if (isPlainWatermark(part)) return "default";
    return neverFinishes(part) ? part : { repeatedly: part };
  }
  if (typeof trigger !== "object" || !("afterEach" in trigger)) return trigger;
  const steps = trigger.afterEach.map(shortened);
  const stays = steps.findIndex(neverFinishes);
  const left = stays < 0 ? steps : steps.slice(0, stays + 1);
  const [only] = left;
  return left.length === 1 && only !== undefined ? only : { afterEach: left };
}

function isSequence(trigger: TriggerJson): boolean {
  return typeof trigger === "object" && "afterEach" in trigger;
}

function isRepeated(trigger: TriggerJson): trigger is { readonly repeatedly: TriggerJson } {
  return typeof trigger === "object" && "repeatedly" in trigger;
}

/** Whether a trigger, as the model means it, has no last firing. */
export function neverFinishes(trigger: TriggerJson): boolean {
  if (typeof trigger === "string" || isRepeated(trigger)) return true;
  if ("afterEach" in trigger) return trigger.afterEach.some(neverFinishes);
  return "afterWatermark" in trigger && trigger.afterWatermark.late !== undefined;
}
