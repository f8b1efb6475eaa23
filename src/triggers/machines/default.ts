import { Machine, type Moment, type TriggerState } from "../machine.ts";

/** `repeatedly(afterWatermark)` without anything to remember: due from the window's end on. */
export class DefaultMachine extends Machine {
  onElement(): void {}

  isDue(_state: TriggerState, now: Moment): boolean {
    return now.watermark >= now.end;
  }

  onFire(): void {}

  onMerge(): void {}
}
