/**
 * Counts of what a run has cost, in operations and not in time: deterministic, so that tests can
 * assert bounds.
 */
export interface Work {
  /** Calls of the combiner. */
  readonly adds: number;
  readonly merges: number;
  /** Look-ups of a cell, and cells made. */
  readonly cellReads: number;
  readonly cellsMade: number;
  /** Alarms and wake-ups set and taken. */
  readonly timersSet: number;
  readonly timersFired: number;
  /** How often a trigger was asked whether it is due. */
  readonly asked: number;
  /** How often the output watermark was worked out anew. */
  readonly settled: number;
}
