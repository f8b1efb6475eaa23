import { Machine, type Moment, type TriggerState } from "../machine.ts";
import type { ValueField } from "../trigger.ts";
import { fieldOf } from "../values.ts";

/** The further cells: the newest value, and whether there has been one. */
const NEWEST = 1;
const SEEN = 2;

/**
 * Due while the newest value is more than the threshold away from the one that the last pane ended
 * with, or from the window's first. Its cell holds that one. A pane, whatever has made it, and a new
 * start move it to the newest. Windows that use it do not merge.
 */
export class AfterDeltaMachine extends Machine {
  static readonly cells: number = 3;
  private readonly threshold: number;
  private readonly of: ValueField;

  constructor(at: number, threshold: number, of: ValueField) {
    super(at);
    this.threshold = threshold;
    this.of = of;
  }

  onElements(state: TriggerState, _count: number, { value }: Moment): void {
    const newest = fieldOf(value, this.of) as number;
    if (this.cellAt(state, SEEN) === 0) this.setCell(state, newest);
    this.setCellAt(state, SEEN, 1);
    this.setCellAt(state, NEWEST, newest);
  }

  patience(): number {
    return 1;
  }

  isDue(state: TriggerState): boolean {
    return Math.abs(this.cellAt(state, NEWEST) - this.cell(state)) > this.threshold;
  }

  onFire(state: TriggerState): void {
    this.clear(state);
  }

  onMerge(): void {
    throw new Error("A strategy whose windows merge is refused with afterDelta.");
  }

  override clear(state: TriggerState): void {
    this.setCell(state, this.cellAt(state, NEWEST));
  }

  override reset(state: TriggerState): void {
    this.setFinished(state, false);
    this.clear(state);
  }
}
