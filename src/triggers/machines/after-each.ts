import { Machine, NEVER, type Moment, type TriggerState } from "../machine.ts";

/** Runs its parts in order; the first unfinished one decides. */
export class AfterEachMachine extends Machine {
  private readonly merging: boolean;

  constructor(at: number, children: readonly Machine[], merging: boolean) {
    super(at, children);
    this.merging = merging;
  }

  /** Where windows merge, a merge may bring any part back: all follow the elements of the pane. */
  onElements(state: TriggerState, count: number, now: Moment): void {
    if (this.merging) for (const part of this.children) part.onElements(state, count, now);
    else this.current(state)?.onElements(state, count, now);
  }

  patience(state: TriggerState): number {
    return this.current(state)?.patience(state) ?? NEVER;
  }

  isDue(state: TriggerState, now: Moment): boolean {
    return this.current(state)?.isDue(state, now) ?? false;
  }

  onFire(state: TriggerState, now: Moment): void {
    this.current(state)?.onFire(state, now);
    if (this.merging) this.clear(state);
    this.setFinished(state, this.current(state) === undefined);
  }

  /** Falls back to the first part that the merge leaves unfinished; those after it start afresh. */
  onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void {
    let reached = true;
    for (const part of this.children) {
      if (reached) part.onMerge(state, parts, now);
      else part.reset(state);
      reached &&= part.isFinished(state);
    }
    this.setFinished(state, reached);
  }

  private current(state: TriggerState): Machine | undefined {
    for (const part of this.children) if (!part.isFinished(state)) return part;
    return undefined;
  }
}
