import { Machine, NEVER, type Moment, type TriggerState } from "../machine.ts";

/** `repeatedly(afterWatermark)` without anything to remember: due from the window's end on. */
export class DefaultMachine extends Machine {
  onElements(): void {}

  patience(): number {
    return NEVER;
  }

  isDue(_state: TriggerState, now: Moment): boolean {
    return now.watermark >= now.end;
  }

  onFire(): void {}

  onMerge(): void {}
}
