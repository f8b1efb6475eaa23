import { Machine, type TriggerState } from "../machine.ts";

/** Due once `count` elements have come since it was cleared; its cell counts them. */
export class AfterCountMachine extends Machine {
  private readonly count: number;

  constructor(at: number, count: number) {
    super(at);
    this.count = count;
  }

  onElements(state: TriggerState, count: number): void {
    this.setCell(state, this.cell(state) + count);
  }

  patience(state: TriggerState): number {
    return this.count - this.cell(state);
  }

  isDue(state: TriggerState): boolean {
    return this.cell(state) >= this.count;
  }

  onFire(state: TriggerState): void {
    this.clear(state);
    this.setFinished(state, true);
  }

  /** Counts add up; a part that has fired had enough elements, so the whole has too. */
  onMerge(state: TriggerState, parts: readonly TriggerState[]): void {
    if (parts.some((part) => this.isFinished(part))) {
      this.clear(state);
      this.setFinished(state, true);
      return;
    }
    let sum = 0;
    for (const part of parts) sum += this.cell(part);
    this.setCell(state, sum);
  }

  override clear(state: TriggerState): void {
    this.setCell(state, 0);
  }
}
