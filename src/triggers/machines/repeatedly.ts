import { Machine, type Moment, type TriggerState } from "../machine.ts";

/** Starts its part again whenever that has fired to the end. */
export class RepeatedlyMachine extends Machine {
  onElement(state: TriggerState, now: Moment): void {
    this.first.onElement(state, now);
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
