/**
 * What became of every element. These always hold: `read = unassigned + assigned`, and over the
 * assignments (element × window) `assignments = accepted + late + closed`. Of those accepted,
 * `unfired` came in no pane, because their window expired under `closing: never`.
 */
export interface Counters {
  readonly read: number;
  readonly unassigned: number;
  readonly assigned: number;
  readonly assignments: number;
  readonly accepted: number;
  readonly late: number;
  readonly closed: number;
  readonly unfired: number;
  readonly panes: { readonly early: number; readonly onTime: number; readonly late: number };
  readonly retractions: number;
  /** Attempts to move a clock back, which are ignored. */
  readonly regressions: { readonly watermark: number; readonly processingTime: number };
}

/** The running totals behind `Counters`; `accepted` and `assigned` follow from the others. */
export class Ledger {
  read = 0;
  unassigned = 0;
  assignments = 0;
  late = 0;
  closed = 0;
  unfired = 0;
  early = 0;
  onTime = 0;
  latePanes = 0;
  retractions = 0;
  watermarkRegressions = 0;
  processingTimeRegressions = 0;

  /** With those that a plan has added quietly: each was read, assigned and accepted. */
  counters(quiet: number): Counters {
    const { unassigned, late, closed } = this;
    const read = this.read + quiet;
    const assignments = this.assignments + quiet;
    return {
      read,
      unassigned,
      assigned: read - unassigned,
      assignments,
      accepted: assignments - late - closed,
      late,
      closed,
      unfired: this.unfired,
      panes: { early: this.early, onTime: this.onTime, late: this.latePanes },
      retractions: this.retractions,
      regressions: {
        watermark: this.watermarkRegressions,
        processingTime: this.processingTimeRegressions,
      },
    };
  }

  load(counters: Counters): void {
    this.read = counters.read;
    this.unassigned = counters.unassigned;
    this.assignments = counters.assignments;
    this.late = counters.late;
    this.closed = counters.closed;
    this.unfired = counters.unfired;
    this.early = counters.panes.early;
    this.onTime = counters.panes.onTime;
    this.latePanes = counters.panes.late;
    this.retractions = counters.retractions;
    this.watermarkRegressions = counters.regressions.watermark;
    this.processingTimeRegressions = counters.regressions.processingTime;
  }
}
