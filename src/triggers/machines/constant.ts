import { Machine } from "../machine.ts";

/** `always` (due whenever it is asked, which is after every bundle) and `never`; neither finishes. */
export class ConstantMachine extends Machine {
  private readonly due: boolean;

  constructor(at: number, due: boolean) {
    super(at);
    this.due = due;
  }

  onElement(): void {}

  isDue(): boolean {
    return this.due;
  }

  onFire(): void {}

  onMerge(): void {}
}
