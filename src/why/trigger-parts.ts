import {
  afterAll,
  afterAny,
  afterEach,
  afterWatermark,
  orFinally,
  repeatedly,
} from "../triggers/build.ts";
import { childrenOf, type Trigger } from "../triggers/trigger.ts";

/** One node of a trigger, and where it is. */
export interface TriggerPart {
  readonly trigger: Trigger;
  /** Its path in the strategy: `trigger.early.triggers[1]`. */
  readonly at: string;
  /** The whole trigger with another node in this place; null takes an early or late part out. */
  readonly replaced: (by: Trigger | null) => Trigger;
}

/** All nodes of a trigger, each before those inside it. */
export function partsOf(root: Trigger): readonly TriggerPart[] {
  const inside = (part: TriggerPart): TriggerPart[] => [part, ...childrenIn(part).flatMap(inside)];
  return inside({ trigger: root, at: "trigger", replaced: (by) => by ?? root });
}

/** The parts directly inside one. */
export function childrenIn({ trigger, at, replaced }: TriggerPart): readonly TriggerPart[] {
  return childrenOf(trigger).map((child, place) => {
    const name = nameOf(trigger, place);
    return {
      trigger: child,
      at: `${at}.${name}`,
      replaced: (by) => replaced(withChild(trigger, name, place, by)),
    };
  });
}

/** An `afterAll`, `afterAny` or `afterEach` with other parts; anything else stays as it is. */
export function withTriggers(trigger: Trigger, triggers: readonly Trigger[]): Trigger {
  switch (trigger.kind) {
    case "afterAll":
      return afterAll(...triggers);
    case "afterAny":
      return afterAny(...triggers);
    case "afterEach":
      return afterEach(...triggers);
    default:
      return trigger;
  }
}

/** What a trigger calls the part in a place; as the field of its value. */
function nameOf(parent: Trigger, place: number): string {
  switch (parent.kind) {
    case "afterWatermark":
      return place === 0 && parent.early !== null ? "early" : "late";
    case "orFinally":
      return place === 0 ? "main" : "finally";
    case "repeatedly":
      return "trigger";
    default:
      return `triggers[${place}]`;
  }
}

function withChild(parent: Trigger, name: string, place: number, by: Trigger | null): Trigger {
  if (parent.kind === "afterWatermark") {
    const parts = Object.entries({ early: parent.early, late: parent.late, [name]: by });
    return afterWatermark(Object.fromEntries(parts.filter(([, part]) => part !== null)));
  }
  if (by === null) return parent;
  if (parent.kind === "repeatedly") return repeatedly(by);
  if (parent.kind === "orFinally")
    return name === "main" ? orFinally(by, parent.finally) : orFinally(parent.main, by);
  return withTriggers(parent, childrenOf(parent).with(place, by));
}
