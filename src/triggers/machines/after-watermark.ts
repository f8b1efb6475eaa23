import { Machine, NEVER, type Moment, type TriggerState } from "../machine.ts";

const BEFORE_ON_TIME = 0;
const AFTER_ON_TIME = 1;

/**
 * Due at the window's end, and as its early and late parts say before and after; both parts start
 * again whenever they have fired to the end. Its cell holds the phase. As in Beam the early part
 * counts as finished once the window has had its on-time firing.
 */
export class AfterWatermarkMachine extends Machine {
  private readonly early: Machine | null;
  private readonly late: Machine | null;
  private readonly merging: boolean;

  constructor(at: number, early: Machine | null, late: Machine | null, merging: boolean) {
    super(
      at,
      [early, late].filter((part) => part !== null),
    );
    this.early = early;
    this.late = late;
    this.merging = merging;
  }

  /** Where windows merge, a later extension may bring the early part back: both follow the elements. */
  onElements(state: TriggerState, count: number, now: Moment): void {
    const before = this.cell(state) === BEFORE_ON_TIME;
    if (before || this.merging) this.early?.onElements(state, count, now);
    if (!before || this.merging) this.late?.onElements(state, count, now);
  }

  patience(state: TriggerState): number {
    if (this.cell(state) === AFTER_ON_TIME) return 1;
    return this.early?.patience(state) ?? NEVER;
  }

  isDue(state: TriggerState, now: Moment): boolean {
    if (this.cell(state) === AFTER_ON_TIME) return this.late?.isDue(state, now) ?? false;
    return now.watermark >= now.end || (this.early?.isDue(state, now) ?? false);
  }

  onFire(state: TriggerState, now: Moment): void {
    if (this.cell(state) === AFTER_ON_TIME) {
      if (this.late !== null) fireAgain(this.late, state, now);
    } else if (now.watermark < now.end) {
      if (this.early !== null) fireAgain(this.early, state, now);
    } else {
      if (this.early?.isDue(state, now)) this.early.onFire(state, now);
      this.late?.reset(state);
      this.passOnTime(state);
    }
  }

  /** On time is still to come unless every part is past it and the merged window has ended too. */
  onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void {
    const past = parts.every((part) => this.cell(part) === AFTER_ON_TIME);
    if (past && now.watermark >= now.end) {
      this.late?.onMerge(state, parts, now);
      this.late?.setFinished(state, false);
      this.passOnTime(state);
    } else {
      this.setCell(state, BEFORE_ON_TIME);
      this.setFinished(state, false);
      this.early?.onMerge(state, parts, now);
      this.early?.setFinished(state, false);
      this.late?.reset(state);
    }
  }

  private passOnTime(state: TriggerState): void {
    this.setCell(state, AFTER_ON_TIME);
    this.early?.clear(state);
    this.early?.setFinished(state, true);
    if (this.late === null) this.setFinished(state, true);
  }
}

function fireAgain(part: Machine, state: TriggerState, now: Moment): void {
  part.onFire(state, now);
  if (part.isFinished(state)) part.reset(state);
}
