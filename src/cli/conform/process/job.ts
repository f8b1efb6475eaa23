import type { Case } from "../../../testing/cases/case.ts";
import type { Answer } from "../../../testing/conform/answer.ts";

/** A case that is to be answered. */
export interface Job {
  readonly input: Case;
  /** Notes the answer. A later one takes its place. */
  settle(answer: Answer): void;
}

/** What went wrong with a process that was to answer. */
export interface Fault {
  readonly kind: "crash" | "hang" | "nonsense";
  /** A line, then the end of its stderr. */
  readonly message: string;
}
