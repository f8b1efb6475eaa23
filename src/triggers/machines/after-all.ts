import { Machine, type Moment, type TriggerState } from "../machine.ts";

/** Due when every part is due or was; finishes with its first firing, whatever its parts are. */
export class AfterAllMachine extends Machine {
  onElements(state: TriggerState, count: number, now: Moment): void {
    for (const part of this.children) {
      if (!part.isFinished(state)) part.onElements(state, count, now);
    }
  }

  patience(state: TriggerState): number {
    let most = 0;
    for (const part of this.children) {
      if (!part.isFinished(state)) most = Math.max(most, part.patience(state));
    }
    return most;
  }

  isDue(state: TriggerState, now: Moment): boolean {
    for (const part of this.children) {
      if (!part.isFinished(state) && !part.isDue(state, now)) return false;
    }
    return true;
  }

  onFire(state: TriggerState, now: Moment): void {
    for (const part of this.children) {
      if (!part.isFinished(state)) part.onFire(state, now);
    }
    this.setFinished(state, true);
  }

  onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void {
    for (const part of this.children) part.onMerge(state, parts, now);
    this.setFinished(
      state,
      this.children.every((part) => part.isFinished(state)),
    );
  }
}
