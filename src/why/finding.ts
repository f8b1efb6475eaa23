import type { Trigger } from "../triggers/trigger.ts";

/**
 * What `analyse` can find in a strategy, in one table. A code is stable and may be matched on; the
 * texts may improve.
 */
export const findingTable = {
  TRIGGER_FINISHES:
    "Wrap the trigger in repeatedly(…), or keep it if dropping what comes later is meant.",
  NEVER_FIRES: "Take the part out, or let it wait for something that can happen.",
  UNREACHABLE_PART: "Take the part out, or let those before it finish.",
  EARLY_WAITS_FOR_END: "Take the early part out, or let it count elements or wait for time.",
  LATE_CANNOT_FIRE: "Give an allowed lateness, or take the late part out.",
  REPEATEDLY_REPEATS_NOTHING: "Take repeatedly(…) away from what never finishes.",
  TAIL_WAITS_FOR_EXPIRY: "Use afterWatermark(early: …) so that the end of the window fires too.",
  TAIL_IS_GIVEN_UP:
    "Use afterWatermark(early: …) so that the end of the window fires too, or closing: ifNonEmpty.",
  LATE_TAIL_IS_GIVEN_UP: "Let the late part fire with every element, or use closing: ifNonEmpty.",
  NOTHING_BEFORE_END_OF_INPUT:
    "Use a trigger that fires before, such as repeatedly(afterCount(100)), or windows that end.",
  UNBOUNDED_STATE: "Use windows that end, such as fixed windows or sessions.",
  LATENESS_NEVER_MATTERS: "Take the allowed lateness out.",
  GAPS_BETWEEN_WINDOWS: "Make the period at most the size, or keep it if a sample is meant.",
} as const;

export type FindingCode = keyof typeof findingTable;

/** Something that a strategy says, and that does not do what one would think. */
export interface Finding {
  readonly code: FindingCode;
  /**
   * `warning`: data are lost, kept for ever, or wait longer than one would think. `note`: a part is
   * without effect.
   */
  readonly level: "warning" | "note";
  /** Where it is, as a path in the strategy: `trigger.late`, `windows`, `trigger.triggers[1]`. */
  readonly at: string;
  /** The part itself, as text: `afterCount(1)`. */
  readonly part: string;
  /** One sentence that tells what is the matter, and with what. */
  readonly reason: string;
  readonly remedy: string;
  /**
   * For a part of the trigger without effect: the whole trigger without it, which makes the same
   * panes whatever comes. Otherwise null; also where all of the trigger is asked at other moments
   * without the part, because it is the only one that waits for a clock, or takes a deadline.
   */
  readonly instead: Trigger | null;
}

/** A finding with the remedy of its code. */
export function finding(
  code: FindingCode,
  level: Finding["level"],
  { at, part, reason }: Pick<Finding, "at" | "part" | "reason">,
  instead: Trigger | null = null,
): Finding {
  return Object.freeze({ code, level, at, part, reason, remedy: findingTable[code], instead });
}
