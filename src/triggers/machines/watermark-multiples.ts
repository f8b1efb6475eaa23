import { ceilTo, type EventTime } from "../../watermark/time.ts";
import { Machine, type Moment, NEVER, NO_DEADLINE, type TriggerState } from "../machine.ts";
import type { Alignment } from "../trigger.ts";

/**
 * Due once the watermark has crossed a multiple of a period since the pane's first element, after the
 * window's start. Its cell holds the watermark that the first element met, from which the multiple
 * follows wherever a merge moves the start.
 */
export class WatermarkMultiplesMachine extends Machine {
  override readonly blank: number = NO_DEADLINE;
  private readonly every: Alignment;

  constructor(at: number, every: Alignment) {
    super(at);
    this.every = every;
  }

  onElements(state: TriggerState, _count: number, now: Moment): void {
    if (this.cell(state) === NO_DEADLINE) this.setCell(state, now.watermark);
  }

  patience(): number {
    return NEVER;
  }

  isDue(state: TriggerState, now: Moment): boolean {
    return now.watermark >= this.multiple(state, now.start);
  }

  onFire(state: TriggerState): void {
    this.clear(state);
    this.setFinished(state, true);
  }

  /** Keeps the earliest watermark: the merged pane is as old as the oldest of its parts. */
  onMerge(state: TriggerState, parts: readonly TriggerState[]): void {
    this.clear(state);
    if (this.isFinished(state)) return;
    for (const part of parts) this.setCell(state, Math.min(this.cell(state), this.cell(part)));
  }

  override clear(state: TriggerState): void {
    this.setCell(state, NO_DEADLINE);
  }

  override nextWatermark(
    state: TriggerState,
    start: EventTime,
    end: EventTime,
    from: EventTime,
  ): EventTime {
    const multiple = this.multiple(state, start);
    return multiple >= from && multiple < end ? multiple : NO_DEADLINE;
  }

  /** The first multiple that is after both the window's start and what the watermark was. */
  private multiple(state: TriggerState, start: EventTime): EventTime {
    const met = this.cell(state);
    if (met === NO_DEADLINE) return NO_DEADLINE;
    return ceilTo(Math.max(met, start) + 1, this.every.periodMs, this.every.offsetMs);
  }
}
