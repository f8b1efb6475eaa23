import { mentionsProcessingTime, mentionsWatermark } from "../triggers/facts.ts";
import { canFire, finishingPart, unsafePart } from "../triggers/safety.ts";
import { childrenOf, type Trigger } from "../triggers/trigger.ts";
import { type Finding, finding } from "./finding.ts";
import { childrenIn, partsOf, type TriggerPart, withTriggers } from "./trigger-parts.ts";

/** What is to be known of the strategy around a trigger. */
export interface TriggerScene {
  readonly trigger: Trigger;
  readonly allowedLatenessMs: number;
  /** There is one window, which has no end but that of the input. */
  readonly isGlobal: boolean;
  /** What is pending when a window expires makes a last pane. */
  readonly flushes: boolean;
  /** A window expires the moment it ends, so nothing is ever late in it. */
  readonly expiresAtEnd: boolean;
  readonly merging: boolean;
}

/** What is to be said of a trigger as a whole, then of its parts in the order of their places. */
export function triggerFindings(scene: TriggerScene): readonly Finding[] {
  const found = canFire(scene.trigger) ? ofWhole(scene) : [];
  for (const part of partsOf(scene.trigger).slice(0, 1)) visit(part, null, scene, found);
  return found.map((one) => withSameQuestions(one, scene));
}

/**
 * When all of a trigger is asked depends on what its parts wait for, be they reached or not: at the
 * window's end if one waits for the watermark, and at the deadlines that parts have taken. Where a
 * part is the only one of its kind, taking it out changes that; in windows that merge, where parts
 * take deadlines before they are reached, so does each that waits for processing time.
 */
function withSameQuestions(one: Finding, { trigger, merging }: TriggerScene): Finding {
  const { instead } = one;
  if (instead === null) return one;
  const isSame =
    mentionsWatermark(instead) === mentionsWatermark(trigger) &&
    (merging
      ? clocksIn(instead) === clocksIn(trigger)
      : mentionsProcessingTime(instead) === mentionsProcessingTime(trigger));
  return isSame ? one : { ...one, instead: null };
}

/** How many parts wait for processing time. */
function clocksIn(trigger: Trigger): number {
  const inside = childrenOf(trigger);
  if (inside.length === 0) return mentionsProcessingTime(trigger) ? 1 : 0;
  return inside.reduce((clocks, part) => clocks + clocksIn(part), 0);
}

function ofWhole(scene: TriggerScene): Finding[] {
  const { trigger, allowedLatenessMs, isGlobal, expiresAtEnd, flushes } = scene;
  const whole = { at: "trigger", part: String(trigger) };
  const found: Finding[] = [];
  const last = unsafePart(trigger, allowedLatenessMs);
  if (last !== null) {
    const at = partsOf(trigger).find((part) => part.trigger === last)?.at ?? whole.at;
    const reason = `When ${last} has fired, the window is closed, and every later element in it is dropped.`;
    found.push(finding("TRIGGER_FINISHES", "warning", { at, part: String(last), reason }));
  }
  if (isGlobal && waitsForEnd(trigger)) {
    const reason = "The global window ends with the input, and before that no pane is made.";
    found.push(finding("NOTHING_BEFORE_END_OF_INPUT", "warning", { ...whole, reason }));
  }
  if (!flushes && !mentionsWatermark(trigger)) {
    const reason =
      "No part waits for the watermark: what has not been fired when the window expires comes in no pane.";
    found.push(finding("TAIL_IS_GIVEN_UP", "warning", { ...whole, reason }));
  }
  const late = trigger.kind === "afterWatermark" ? trigger.late : null;
  if (!flushes && !expiresAtEnd && late !== null && canFire(late) && !firesWithEach(late)) {
    const reason = `${late} may wait for more when the window expires: late elements that it has not fired come in no pane.`;
    const at = { at: "trigger.late", part: String(late) };
    found.push(finding("LATE_TAIL_IS_GIVEN_UP", "warning", { ...at, reason }));
  }
  if (flushes && !expiresAtEnd && !mentionsWatermark(trigger)) {
    const reason =
      "No part waits for the watermark: what has not been fired when the window ends comes only when it expires.";
    found.push(finding("TAIL_WAITS_FOR_EXPIRY", "warning", { ...whole, reason }));
  }
  return found;
}

/** Whether a part that is asked after the window's end is due with every element. */
function firesWithEach(trigger: Trigger): boolean {
  const inside = childrenOf(trigger);
  switch (trigger.kind) {
    case "default":
    case "always":
    case "afterWatermark":
    case "everyEventTime":
      return true;
    case "afterCount":
      return trigger.count === 1;
    case "afterAny":
      return inside.some(firesWithEach);
    case "afterAll":
    case "afterEach":
    case "repeatedly":
      return inside.every(firesWithEach);
    case "orFinally":
      return firesWithEach(trigger.main);
    default:
      return false;
  }
}

/** `without` is the whole trigger without this part, if it then does the same as long as this is never due. */
function visit(
  part: TriggerPart,
  without: Trigger | null,
  scene: TriggerScene,
  found: Finding[],
): void {
  const { trigger } = part;
  if (!canFire(trigger)) {
    const level = part.at === "trigger" ? "warning" : "note";
    const reason = `${trigger} is never due.`;
    found.push(finding("NEVER_FIRES", level, { ...named(part), reason }, without));
    return;
  }
  if (trigger.kind === "repeatedly" && finishingPart(trigger.trigger) === null) {
    const reason = `${trigger.trigger} never finishes, so there is nothing to start again.`;
    const instead = part.replaced(trigger.trigger);
    found.push(finding("REPEATEDLY_REPEATS_NOTHING", "note", { ...named(part), reason }, instead));
  }
  for (const child of reachable(part, found)) {
    if (trigger.kind !== "afterWatermark" || hasEffect(child, scene, found))
      visit(child, whatIsLeft(part, child), scene, found);
  }
}

/** The parts inside one, but for those of an `afterEach` behind one that never finishes. */
function reachable(part: TriggerPart, found: Finding[]): readonly TriggerPart[] {
  const children = childrenIn(part);
  const last = children.findIndex(({ trigger }) => finishingPart(trigger) === null);
  const next = children[last + 1];
  if (part.trigger.kind !== "afterEach" || last < 0 || next === undefined) return children;
  const kept = children.slice(0, last + 1);
  found.push(
    finding(
      "UNREACHABLE_PART",
      "note",
      {
        at: next.at,
        part: textOf(children.slice(last + 1)),
        reason: `${textOf(kept.slice(-1))} never finishes, so nothing behind it is reached.`,
      },
      part.replaced(withTriggers(part.trigger, triggersOf(kept))),
    ),
  );
  return kept;
}

/** Whether the early or the late part of an `afterWatermark` can make a difference. */
function hasEffect(side: TriggerPart, { expiresAtEnd }: TriggerScene, found: Finding[]): boolean {
  const { trigger, replaced } = side;
  const isLate = side.at.endsWith(".late");
  if (isLate && expiresAtEnd) {
    const reason = "A window expires the moment it ends, so it never has late elements.";
    found.push(finding("LATE_CANNOT_FIRE", "note", { ...named(side), reason }, replaced(null)));
    return false;
  }
  if (!isLate && canFire(trigger) && waitsForEnd(trigger)) {
    const reason = `${trigger} is not due before the window's end, when the on-time pane is made anyway.`;
    found.push(finding("EARLY_WAITS_FOR_END", "note", { ...named(side), reason }, replaced(null)));
    return false;
  }
  return true;
}

/** The whole trigger without a part that is never due, where that was only one of several chances. */
function whatIsLeft({ trigger, replaced }: TriggerPart, child: TriggerPart): Trigger | null {
  switch (trigger.kind) {
    case "afterAny": {
      const others = trigger.triggers.filter((one) => one !== child.trigger);
      return others.length === 0 ? null : replaced(withTriggers(trigger, others));
    }
    case "orFinally":
      return child.at.endsWith(".finally") ? replaced(trigger.main) : null;
    case "afterWatermark":
      return child.at.endsWith(".early") ? child.replaced(null) : null;
    default:
      return null;
  }
}

/** Whether a trigger is never due before the window's end. */
function waitsForEnd(trigger: Trigger): boolean {
  switch (trigger.kind) {
    case "default":
      return true;
    case "afterWatermark":
      return trigger.early === null || !canFire(trigger.early) || waitsForEnd(trigger.early);
    case "repeatedly":
    case "afterAny":
    case "orFinally":
      return childrenOf(trigger).every((part) => !canFire(part) || waitsForEnd(part));
    case "afterAll":
      return trigger.triggers.some(waitsForEnd);
    case "afterEach":
      return trigger.triggers.slice(0, 1).every(waitsForEnd);
    default:
      return false;
  }
}

function named({ at, trigger }: TriggerPart): { readonly at: string; readonly part: string } {
  return { at, part: String(trigger) };
}

function triggersOf(parts: readonly TriggerPart[]): Trigger[] {
  return parts.map(({ trigger }) => trigger);
}

function textOf(parts: readonly TriggerPart[]): string {
  return triggersOf(parts).join(", ");
}
