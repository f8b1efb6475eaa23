import { Machine, NEVER, type Moment, type TriggerState } from "../machine.ts";

/** Due when any part is; finishes with its first firing, which also clears the parts that lost. */
export class AfterAnyMachine extends Machine {
  onElements(state: TriggerState, count: number, now: Moment): void {
    for (const part of this.children) part.onElements(state, count, now);
  }

  patience(state: TriggerState): number {
    let least = NEVER;
    for (const part of this.children) {
      if (part.isFinished(state)) return 0;
      least = Math.min(least, part.patience(state));
    }
    return least;
  }

  isDue(state: TriggerState, now: Moment): boolean {
    for (const part of this.children) {
      if (part.isFinished(state) || part.isDue(state, now)) return true;
    }
    return false;
  }

  onFire(state: TriggerState, now: Moment): void {
    for (const part of this.children) {
      if (part.isDue(state, now)) part.onFire(state, now);
      else part.clear(state);
    }
    this.setFinished(state, true);
  }

  onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void {
    for (const part of this.children) part.onMerge(state, parts, now);
    this.setFinished(
      state,
      this.children.some((part) => part.isFinished(state)),
    );
  }
}
