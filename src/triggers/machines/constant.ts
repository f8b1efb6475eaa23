import { Machine, NEVER } from "../machine.ts";

/** `always` (due whenever it is asked, which is after every bundle) and `never`; neither finishes. */
export class ConstantMachine extends Machine {
  private readonly due: boolean;

  constructor(at: number, due: boolean) {
    super(at);
    this.due = due;
  }

  onElements(): void {}

  patience(): number {
    return this.due ? 0 : NEVER;
  }

  isDue(): boolean {
    return this.due;
  }

  onFire(): void {}

  onMerge(): void {}
}
