import type { Key, Pane, Strategy } from "../../../src/panes/index.ts";
import { backends } from "../../../src/testing/backends.ts";
import type { Backend, Subject, SubjectWindow, Taken } from "../../../src/testing/subject.ts";
import { MIN_TIMESTAMP } from "../../../src/watermark/time.ts";

type Bundle = Parameters<Subject["elements"]>[0];

/** What a broken engine does otherwise than the engine in memory around which it is built. */
export interface Fault {
  readonly elements?: (bundle: Bundle) => Bundle;
  readonly taken?: (taken: Taken, engine: BrokenEngine) => Taken;
  readonly outputWatermark?: (real: number, engine: BrokenEngine) => number;
  readonly hold?: (real: number | null, engine: BrokenEngine) => number | null;
  readonly windows?: (real: readonly SubjectWindow[]) => readonly SubjectWindow[];
  readonly isEmpty?: (real: boolean) => boolean;
  readonly strategy?: (given: Strategy<unknown, unknown>) => Strategy<unknown, unknown>;
}

/** The engine in memory, with a fault that is made anew for every run. */
export function broken(fault: () => Fault): Backend {
  return (strategy) => new BrokenEngine(strategy, fault());
}

/** A fault of single panes. */
export function panesBroken(
  change: (pane: Pane<Key, unknown>) => Pane<Key, unknown> | readonly Pane<Key, unknown>[],
): Backend {
  return broken(() => ({
    taken: ({ panes, dropped }) => ({ panes: panes.flatMap((pane) => change(pane)), dropped }),
  }));
}

export class BrokenEngine implements Subject {
  watermark = MIN_TIMESTAMP;
  checkpoints = 0;
  lastCall: "elements" | "advance" = "elements";
  private readonly inner: Subject;
  private readonly fault: Fault;

  constructor(strategy: Strategy<unknown, unknown>, fault: Fault) {
    this.inner = backends.memory(fault.strategy?.(strategy) ?? strategy);
    this.fault = fault;
  }

  elements(bundle: Bundle): void {
    this.lastCall = "elements";
    const left = this.fault.elements?.(bundle) ?? bundle;
    if (left.length > 0) this.inner.elements(left);
  }

  advance(to: Parameters<Subject["advance"]>[0]): void {
    this.lastCall = "advance";
    this.watermark = Math.max(this.watermark, to.watermark ?? MIN_TIMESTAMP);
    this.inner.advance(to);
  }

  checkpoint(): void {
    this.checkpoints += 1;
    this.inner.checkpoint();
  }

  take(): Taken {
    const taken = this.inner.take();
    return this.fault.taken?.(taken, this) ?? taken;
  }

  get outputWatermark(): number {
    const real = this.inner.outputWatermark;
    return this.fault.outputWatermark?.(real, this) ?? real;
  }

  earliestHold(key?: Key): number | null {
    const real = this.inner.earliestHold(key);
    return this.fault.hold === undefined ? real : this.fault.hold(real, this);
  }

  windows(): readonly SubjectWindow[] {
    const real = this.inner.windows();
    return this.fault.windows?.(real) ?? real;
  }

  isEmpty(): boolean {
    const real = this.inner.isEmpty();
    return this.fault.isEmpty?.(real) ?? real;
  }
}
