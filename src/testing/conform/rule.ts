import type { EventTime, ProcessingTime } from "../../watermark/time.ts";
import type { Case } from "../cases/case.ts";
import type { Difference } from "./difference.ts";
import type { Observation } from "./observation.ts";

/** A case that two engines have run. */
export interface Outcome {
  readonly input: Case;
  readonly ours: readonly Observation[];
  readonly theirs: readonly Observation[];
}

/** The first step in which they differ, with the clocks before and after it. */
export interface Situation extends Outcome {
  readonly difference: Difference;
  readonly watermarkBefore: EventTime;
  readonly watermark: EventTime;
  readonly processingTimeBefore: ProcessingTime;
  readonly processingTime: ProcessingTime;
}

/**
 * One thing that another engine is known to do otherwise. The comparison applies a rule only if a
 * case cannot be explained without it, and counts how often that is. A rule does one of four things,
 * the first that can be: what it foretells is compared to the end, what it excuses is not.
 */
export interface DialectRule {
  /** Words joined by hyphens; it stands in reports and in the documentation. */
  readonly name: string;
  /** The heading of docs/semantics.md that it departs from. */
  readonly section: string;
  /** What the engine does, and why it is not what the model means; one or two sentences. */
  readonly reason: string;
  /** A case that shows it and that this rule, alone or with others, explains. */
  readonly minimal: Case;
  /** The case by which our engine foretells what the other does; null if the rule has no part in it. */
  rewrite?(input: Case): Case | null;
  /** Both outcomes without what the engines do not agree about; null if there is nothing of it. */
  normalise?(outcome: Outcome): Pick<Outcome, "ours" | "theirs"> | null;
  /** Whether the rule is why the engines part ways here. What comes after is not compared. */
  excuses?(situation: Situation): boolean;
  /** Whether the rule is why the engine failed to run the case. */
  explainsError?(message: string, input: Case): boolean;
}
