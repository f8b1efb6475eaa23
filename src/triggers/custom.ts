import { show, TidemarkError } from "../errors.ts";
import { type FunctionIdentity, identityOf } from "../watermark/identity.ts";
import { afterCount, repeatedly } from "./build.ts";
import type { MakeMachine } from "./machine.ts";
import { checked, checkedAll, node } from "./node.ts";
import type { CustomTrigger, CustomWaits, Trigger } from "./trigger.ts";

export interface CustomTriggerOptions extends FunctionIdentity {
  /** Makes the node that runs, which is told and asked as those of the built-in triggers are. */
  readonly machine: MakeMachine;
  /** Triggers inside it. The order of their machines is that of the parts. */
  readonly parts?: readonly Trigger[];
  /** How many numbers it remembers of a window, from 1. Default 1. */
  readonly cells?: number;
  /** What it is to be asked for besides elements. Default: nothing, unless a part waits for it. */
  readonly waitsFor?: Partial<CustomWaits>;
  /** Whether it reads the elements' values (`now.value`). Default false. */
  readonly readsValues?: boolean;
  /** Whether it can finish: then it closes its window unless it is repeated. Default true. */
  readonly finishes?: boolean;
  /** Whether its machine's `onMerge` can be used. Default false: it is refused for windows that merge. */
  readonly merges?: boolean;
  /** What a grouping downstream has in its place. Default `afterCount(1)`, repeated if it does not finish. */
  readonly continuation?: Trigger;
}

/**
 * A trigger of one's own, through the interface that the built-in ones use: see `Machine`. It may be
 * part of any other. Snapshots and plain data know it by name and version.
 *
 * Throws `INVALID_STRATEGY` without name and version, `INVALID_TRIGGER` for what else is wrong.
 */
export function customTrigger(options: CustomTriggerOptions): CustomTrigger {
  const { machine, parts = [], cells = 1, waitsFor = {}, finishes = true } = options;
  if (typeof machine !== "function") {
    throw new TidemarkError(
      "INVALID_TRIGGER",
      `The machine of a custom trigger is ${show(machine)}, which is no function.`,
      machine,
    );
  }
  if (!Number.isSafeInteger(cells) || cells < 1) {
    throw new TidemarkError(
      "INVALID_TRIGGER",
      `A custom trigger remembers ${show(cells)} numbers; it needs a whole number from 1.`,
      cells,
    );
  }
  const { end = false, processingTime = false, watermarks = false } = waitsFor;
  const one = afterCount(1);
  return node<CustomTrigger>({
    ...identityOf(options, "trigger"),
    kind: "custom",
    machine,
    parts: parts.length === 0 ? Object.freeze([]) : checkedAll(parts, "custom"),
    cells,
    waitsFor: Object.freeze({ end, processingTime, watermarks }),
    readsValues: options.readsValues ?? false,
    finishes,
    merges: options.merges ?? false,
    continuation:
      options.continuation === undefined
        ? finishes
          ? one
          : repeatedly(one)
        : checked(options.continuation, "custom"),
  });
}
