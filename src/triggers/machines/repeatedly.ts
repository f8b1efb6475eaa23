import { Machine, type Moment, type TriggerState } from "../machine.ts";

/** Starts its part again whenever that has fired to the end. */
export class RepeatedlyMachine extends Machine {
  onElements(state: TriggerState, count: number, now: Moment): void {
    this.first.onElements(state, count, now);
  }

  patience(state: TriggerState): number {
    return this.first.patience(state);
  }

  isDue(state: TriggerState, now: Moment): boolean {
    return this.first.isDue(state, now);
  }

  onFire(state: TriggerState, now: Moment): void {
    this.first.onFire(state, now);
    if (this.first.isFinished(state)) this.first.reset(state);
  }

  onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void {
    this.first.onMerge(state, parts, now);
  }
}
