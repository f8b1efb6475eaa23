import type { CaseArbitraries } from "../arbitraries/cases.ts";
import type { Case } from "../cases/case.ts";
import type { Backend } from "../subject.ts";

/** How long a law is tried, and where it starts. */
export interface LawOptions {
  /** How many random cases. Default 300. */
  readonly runs?: number;
  /** Where the random cases start: the same seed, the same cases. Default 20150801. */
  readonly seed?: number;
  /** The path of a report, to go straight to its counterexample. */
  readonly path?: string;
  /** Leaves the counterexample as it was found. Default false: it is made as small as can be. */
  readonly endOnFailure?: boolean;
}

/** What came of a law. */
export interface LawReport {
  /** The law's number in the semantics. */
  readonly number: number;
  /** The law's name. */
  readonly law: string;
  /** What it says, in one line. */
  readonly statement: string;
  /** `untested` if the law spoke of none of the cases that were drawn. */
  readonly outcome: "held" | "broken" | "untested";
  /** The cases that the law was put to, the broken one included. */
  readonly runs: number;
  /** The cases drawn that the law does not speak of. */
  readonly skipped: number;
  /** Where the random cases started. */
  readonly seed: number;
  /** With the seed, the way back to the counterexample; null if there is none. */
  readonly path: string | null;
  /** The smallest case found that breaks the law. */
  readonly counterexample: Case | null;
  /** How the counterexample breaks it. */
  readonly why: string | null;
  /** In how many steps the counterexample was made smaller. */
  readonly shrinks: number;
}

/** A statement about all runs of an engine, put to the test with random cases. */
export interface Law {
  /** Its number in the semantics. */
  readonly number: number;
  /** The name of the function that makes it. */
  readonly name: string;
  /** What it says, in one line. */
  readonly statement: string;
  /** Tries random cases. An engine that throws has broken the law. */
  run(options?: LawOptions): LawReport;
  /** The same for use within a test: throws an `Error` that says all there is to know unless the law held. */
  check(options?: LawOptions): void;
  /**
   * How this case breaks the law, or null. Where the law speaks of a part of the case alone, such
   * as its on-time elements, the rest is left out first; null also if it does not speak of the case.
   */
  brokenBy(input: Case): string | null;
}

/** What is asked of an engine that cannot be asked everything. */
export interface LawScope {
  /** The cases to draw from, as far as the law speaks of them. */
  readonly cases?: CaseArbitraries;
}

/** Makes a law about the engine that a factory starts. */
export type LawMaker = (factory: Backend, scope?: LawScope) => Law;
