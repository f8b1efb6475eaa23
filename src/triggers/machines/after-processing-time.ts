import {
  ceilTo,
  type DurationMs,
  type ProcessingTime,
  saturatingAdd,
} from "../../watermark/time.ts";
import { Machine, type Moment, NO_DEADLINE, type TriggerState } from "../machine.ts";
import type { Alignment } from "../trigger.ts";

/** Due from a deadline on that the pane's first element sets; its cell holds the deadline. */
export class AfterProcessingTimeMachine extends Machine {
  override readonly blank: number = NO_DEADLINE;
  private readonly delayMs: DurationMs;
  private readonly alignTo: Alignment | null;

  constructor(at: number, delayMs: DurationMs, alignTo: Alignment | null) {
    super(at);
    this.delayMs = delayMs;
    this.alignTo = alignTo;
  }

  onElements(state: TriggerState, _count: number, now: Moment): void {
    if (this.cell(state) === NO_DEADLINE) this.setCell(state, this.deadline(now.processingTime));
  }

  patience(): number {
    return 1;
  }

  isDue(state: TriggerState, now: Moment): boolean {
    return now.processingTime >= this.cell(state);
  }

  onFire(state: TriggerState): void {
    this.clear(state);
    this.setFinished(state, true);
  }

  /** Keeps the earliest deadline, unless the merged window is the part that has used its own. */
  onMerge(state: TriggerState, parts: readonly TriggerState[]): void {
    this.clear(state);
    if (this.isFinished(state)) return;
    for (const part of parts) this.setCell(state, Math.min(this.cell(state), this.cell(part)));
  }

  override clear(state: TriggerState): void {
    this.setCell(state, NO_DEADLINE);
  }

  override nextDeadline(state: TriggerState, after: ProcessingTime): ProcessingTime {
    const deadline = this.cell(state);
    return deadline > after ? deadline : NO_DEADLINE;
  }

  private deadline(processingTime: ProcessingTime): ProcessingTime {
    const delayed = saturatingAdd(processingTime, this.delayMs);
    if (this.alignTo === null) return delayed;
    return ceilTo(delayed, this.alignTo.periodMs, this.alignTo.offsetMs);
  }
}
