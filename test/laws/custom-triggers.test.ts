import { expect } from "vitest";
import { backends } from "../../src/testing/backends.ts";
import { cases } from "../../src/testing/arbitraries/index.ts";
import { buildStrategy } from "../../src/testing/cases/build.ts";
import type { Case } from "../../src/testing/cases/case.ts";
import { take } from "../../src/testing/cases/play.ts";
import type { Backend } from "../../src/testing/subject.ts";
import {
  afterAll,
  afterAny,
  afterEach,
  afterPunctuation,
  afterWatermark,
  customTrigger,
  Machine,
  type Moment,
  NEVER,
  NO_DEADLINE,
  orFinally,
  type Trigger,
  type TriggerState,
} from "../../src/triggers/index.ts";
import { law } from "../support/property.ts";

/**
 * Custom triggers that are written with nothing but the public `Machine`, in the place of the built-in
 * ones that they copy: the run has to be the same, in any trigger, window and backend.
 */

class CountMachine extends Machine {
  private readonly wanted: number;

  constructor(at: number, wanted: number) {
    super(at);
    this.wanted = wanted;
  }

  onElements(state: TriggerState, count: number): void {
    this.setCell(state, this.cell(state) + count);
  }

  patience(state: TriggerState): number {
    return this.wanted - this.cell(state);
  }

  isDue(state: TriggerState): boolean {
    return this.cell(state) >= this.wanted;
  }

  onFire(state: TriggerState): void {
    this.setCell(state, 0);
    this.setFinished(state, true);
  }

  onMerge(state: TriggerState, parts: readonly TriggerState[]): void {
    const hasFired = parts.some((part) => this.isFinished(part));
    this.setFinished(state, hasFired);
    this.setCell(state, hasFired ? 0 : parts.reduce((sum, part) => sum + this.cell(part), 0));
  }

  override clear(state: TriggerState): void {
    this.setCell(state, 0);
  }
}

class DelayMachine extends Machine {
  override readonly blank: number = NO_DEADLINE;
  private readonly delayMs: number;

  constructor(at: number, delayMs: number) {
    super(at);
    this.delayMs = delayMs;
  }

  onElements(state: TriggerState, _count: number, now: Moment): void {
    if (this.cell(state) === NO_DEADLINE) this.setCell(state, now.processingTime + this.delayMs);
  }

  patience(): number {
    return NEVER;
  }

  isDue(state: TriggerState, now: Moment): boolean {
    return now.processingTime >= this.cell(state);
  }

  onFire(state: TriggerState): void {
    this.clear(state);
    this.setFinished(state, true);
  }

  onMerge(state: TriggerState, parts: readonly TriggerState[]): void {
    if (!this.isFinished(state))
      this.setCell(state, Math.min(...parts.map((part) => this.cell(part))));
  }

  override clear(state: TriggerState): void {
    this.setCell(state, NO_DEADLINE);
  }

  override nextDeadline(state: TriggerState, after: number): number {
    return this.cell(state) > after ? this.cell(state) : NO_DEADLINE;
  }
}

/** Starts its only part again whenever that has finished. */
class AgainMachine extends Machine {
  onElements(state: TriggerState, count: number, now: Moment): void {
    this.first.onElements(state, count, now);
  }

  patience(state: TriggerState): number {
    return this.first.patience(state);
  }

  isDue(state: TriggerState, now: Moment): boolean {
    return this.first.isDue(state, now);
  }

  onFire(state: TriggerState, now: Moment): void {
    this.first.onFire(state, now);
    if (this.first.isFinished(state)) this.first.reset(state);
  }

  onMerge(state: TriggerState, parts: readonly TriggerState[], now: Moment): void {
    this.first.onMerge(state, parts, now);
  }
}

/** The same trigger, of custom ones wherever there is one here. */
function asCustom(trigger: Trigger): Trigger {
  switch (trigger.kind) {
    case "afterCount":
      return customTrigger({
        name: "count",
        version: trigger.count,
        merges: true,
        machine: (at) => new CountMachine(at, trigger.count),
      });
    case "afterProcessingTime": {
      // An alignment needs arithmetic that would not be a copy but the same.
      if (trigger.alignTo !== null) return trigger;
      const { delayMs } = trigger;
      return customTrigger({
        name: "delay",
        version: delayMs,
        merges: true,
        waitsFor: { processingTime: true },
        machine: (at) => new DelayMachine(at, delayMs),
      });
    }
    case "afterPunctuation": {
      const { by } = trigger;
      if ("predicate" in by) return trigger;
      return afterPunctuation({
        name: "equals",
        version: String(by.equals),
        predicate: (value) => value === by.equals,
      });
    }
    case "repeatedly":
      return customTrigger({
        name: "again",
        version: 1,
        merges: true,
        finishes: false,
        parts: [asCustom(trigger.trigger)],
        machine: (at, parts) => new AgainMachine(at, parts),
      });
    case "afterAll":
      return afterAll(...trigger.triggers.map(asCustom));
    case "afterAny":
      return afterAny(...trigger.triggers.map(asCustom));
    case "afterEach":
      return afterEach(...trigger.triggers.map(asCustom));
    case "orFinally":
      return orFinally(asCustom(trigger.main), asCustom(trigger.finally));
    case "afterWatermark": {
      const { early, late } = trigger;
      return afterWatermark({
        ...(early === null ? {} : { early: asCustom(early) }),
        ...(late === null ? {} : { late: asCustom(late) }),
      });
    }
    default:
      return trigger;
  }
}

/** All that comes out of a case, and what is left at the end of each step. */
function runOf(backend: Backend, { strategy, steps }: Case, change: (of: Trigger) => Trigger) {
  const built = buildStrategy(strategy);
  const subject = backend(Object.freeze({ ...built, trigger: change(built.trigger) }));
  return steps.map((step, at) => {
    take(subject, step);
    if (at % 2 === 1) subject.checkpoint();
    const { panes, dropped } = subject.take();
    return { panes, dropped, hold: subject.earliestHold(), output: subject.outputWatermark };
  });
}

for (const name of ["memory", "keyed"] as const) {
  law(`custom triggers do what the built-in ones do that they copy: ${name}`, cases(), (drawn) => {
    const backend = backends[name];
    expect(runOf(backend, drawn, asCustom)).toEqual(runOf(backend, drawn, (same) => same));
  });
}
