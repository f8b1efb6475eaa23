/** A cell that cannot be used; the row's reader adds the place. */
export class CellProblem {
  readonly reason: string;
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    this.reason = reason;
    this.remedy = remedy;
  }
}
