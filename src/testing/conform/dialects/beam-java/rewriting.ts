import type { TriggerJson } from "../../../../triggers/trigger.ts";
import type { Case } from "../../../cases/case.ts";

/** A rewrite of the trigger alone; null if it stays as it is. */
export function rewritingTrigger(
  change: (trigger: TriggerJson, input: Case) => TriggerJson,
): (input: Case) => Case | null {
  return (input) => {
    const { strategy, steps } = input;
    const trigger = change(strategy.trigger, input);
    return JSON.stringify(trigger) === JSON.stringify(strategy.trigger)
      ? null
      : { strategy: { ...strategy, trigger }, steps };
  };
}
