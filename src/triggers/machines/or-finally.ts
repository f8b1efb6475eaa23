import { Machine, type Moment, type TriggerState } from "../machine.ts";

/** Runs its main part until the other is due, which ends both. */
export class OrFinallyMachine extends Machine {
  onElements(state: TriggerState, count: number, now: Moment): void {
    this.first.onElements(state, count, now);
    this.until.onElements(state, count, now);
  }

  patience(state: TriggerState): number {
    return Math.min(this.first.patience(state), this.until.patience(state));
  }

  isDue(state: TriggerState, now: Moment): boolean {
    return this.first.isDue(state, now) || this.until.isDue(state, now);
  }

  /** A firing of the main part leaves the other alone: it follows the window across panes. */
  onFire(state: TriggerState, now: Moment): void {
    if (this.until.isDue(state, now)) {
      this.until.onFire(state, now);
      this.first.clear(state);
      this.setFinished(state, true);
    } else {
      this.first.onFire(state, now);
      this.setFinished(state, this.first.isFinished(state));
    }
  }

  onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void {
    for (const part of this.children) part.onMerge(state, parts, now);
    this.setFinished(
      state,
      this.children.some((part) => part.isFinished(state)),
    );
  }

  private get until(): Machine {
    return this.children[1] as Machine;
  }
}
