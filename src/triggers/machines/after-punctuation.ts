import { Machine, type Moment, type TriggerState } from "../machine.ts";

/** Due once an element of the pane satisfies the predicate; its cell says whether one has. */
export class AfterPunctuationMachine extends Machine {
  private readonly predicate: (value: unknown) => boolean;

  constructor(at: number, predicate: (value: unknown) => boolean) {
    super(at);
    this.predicate = predicate;
  }

  onElements(state: TriggerState, _count: number, { value }: Moment): void {
    if (this.predicate(value)) this.setCell(state, 1);
  }

  patience(): number {
    return 1;
  }

  isDue(state: TriggerState): boolean {
    return this.cell(state) === 1;
  }

  onFire(state: TriggerState): void {
    this.clear(state);
    this.setFinished(state, true);
  }

  /** A part that has fired, or is due, has had its punctuation, so the whole has too. */
  onMerge(state: TriggerState, parts: readonly TriggerState[]): void {
    const hasFired = parts.some((part) => this.isFinished(part));
    this.clear(state);
    this.setFinished(state, hasFired);
    if (!hasFired && parts.some((part) => this.isDue(part))) this.setCell(state, 1);
  }

  override clear(state: TriggerState): void {
    this.setCell(state, 0);
  }
}
