import { show, TidemarkError } from "../errors.ts";
import { triggerToJson } from "./json.ts";
import { triggerToString } from "./text.ts";
import type { Trigger, TriggerJson } from "./trigger.ts";

const textual = Object.freeze({
  toString(this: Trigger): string {
    return triggerToString(this);
  },
  toJSON(this: Trigger): TriggerJson {
    return triggerToJson(this);
  },
});

type Fields<N extends Trigger> = Omit<N, "toString" | "toJSON">;

/** A trigger of these fields, which prints and writes itself. */
export function node<N extends Trigger>(fields: Fields<N>): N {
  return Object.freeze(Object.assign(Object.create(textual), fields)) as N;
}

/** The same, or `INVALID_TRIGGER` if one is no trigger, or there is none. */
export function checkedAll(triggers: readonly Trigger[], parent: string): readonly Trigger[] {
  if (triggers.length === 0) {
    throw new TidemarkError("INVALID_TRIGGER", `${parent}() needs at least one trigger.`, triggers);
  }
  return Object.freeze(triggers.map((trigger) => checked(trigger, parent)));
}

/** The same, or `INVALID_TRIGGER` if it is no trigger. */
export function checked(trigger: Trigger, parent: string): Trigger {
  if (typeof trigger === "object" && trigger !== null && textual.isPrototypeOf(trigger))
    return trigger;
  throw new TidemarkError(
    "INVALID_TRIGGER",
    `${parent} was given ${show(trigger)}, which is no trigger.`,
    trigger,
    "Make triggers with the library's functions, or read plain data with triggerFromJson.",
  );
}
