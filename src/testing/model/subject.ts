import { TidemarkError } from "../../errors.ts";
import type { Dropped } from "../../panes/dropped.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Strategy } from "../../panes/strategy.ts";
import { type EventTime, MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../watermark/time.ts";
import { caseStrategyOf } from "../cases/build.ts";
import type { Subject, SubjectWindow, Taken } from "../subject.ts";
import { Model, type Step, type StepResult } from "./model.ts";

/**
 * The reference model as a subject. It knows the windows and combiners that a case can have, keys
 * that are text, and elements by their value alone.
 */
export class ModelSubject implements Subject {
  private readonly model: Model;
  private readonly lateness: number;
  private last: StepResult = {
    outputs: [],
    dropped: [],
    outputWatermark: MIN_TIMESTAMP,
    holds: {},
    closed: {},
  };
  private watermark: EventTime = MIN_TIMESTAMP;
  private panes: Pane<Key, unknown>[] = [];
  private dropped: Dropped<Key, unknown>[] = [];

  constructor(strategy: Strategy<unknown, unknown>) {
    const plain = caseStrategyOf(strategy);
    if (plain === null) {
      throw new TidemarkError(
        "INVALID_STRATEGY",
        "The reference model has not all parts of this strategy.",
        strategy,
        "Use fixed, sliding, session or global windows, and a combiner that a transcript can name.",
      );
    }
    const { combine, ...rest } = plain;
    this.lateness = plain.allowedLateness;
    this.model = new Model(combine === "list" ? rest : { ...rest, combine });
  }

  elements(bundle: Parameters<Subject["elements"]>[0]): void {
    this.step({
      elements: bundle.map(({ value, timestamp, key }) => [value, timestamp, String(key)]),
    });
  }

  advance(to: Parameters<Subject["advance"]>[0]): void {
    const { watermark, processingTime } = to;
    this.watermark = Math.max(this.watermark, watermark ?? MIN_TIMESTAMP);
    if (watermark !== undefined && processingTime !== undefined)
      this.step({ advanceTogether: { watermark, processingTime } });
    else if (watermark !== undefined) this.step({ watermark });
    else if (processingTime !== undefined) this.step({ processingTime });
  }

  private step(step: Step): void {
    this.last = this.model.step(step);
    for (const output of this.last.outputs) this.panes.push(paneOf(output));
    for (const dropped of this.last.dropped) this.dropped.push(this.droppedOf(dropped));
  }

  private droppedOf({ window, ...dropped }: StepResult["dropped"][number]): Dropped<Key, unknown> {
    if (window === null) return { ...dropped, reason: "unassigned", window };
    const interval = windowOf(window);
    if (dropped.reason !== "late") return { ...dropped, reason: "closed", window: interval };
    const lateByMs = this.watermark - Math.min(interval.end + this.lateness, MAX_TIMESTAMP);
    return { ...dropped, reason: "late", window: interval, lateByMs };
  }

  /** The model has no form to be written out in. */
  checkpoint(): void {}

  take(): Taken {
    const { panes, dropped } = this;
    this.panes = [];
    this.dropped = [];
    return { panes, dropped };
  }

  get outputWatermark(): EventTime {
    return this.last.outputWatermark;
  }

  earliestHold(key?: Key): EventTime | null {
    if (key !== undefined) return this.last.holds[String(key)] ?? null;
    const holds = Object.values(this.last.holds).filter((hold) => hold !== null);
    return holds.length === 0 ? null : Math.min(...holds);
  }

  windows(): readonly SubjectWindow[] {
    const open = this.model.openWindows();
    const closed = Object.entries(this.last.closed).flatMap(([key, windows]) =>
      windows.map((window) => ({ key, window: windowOf(window), closed: true })),
    );
    return [
      ...open.map(({ key, window }) => ({ key, window: windowOf(window), closed: false })),
      ...closed,
    ];
  }

  isEmpty(): boolean {
    return this.model.openWindows().length === 0;
  }
}

function paneOf({
  window,
  first,
  last,
  replaces,
  ...pane
}: StepResult["outputs"][number]): Pane<Key, unknown> {
  return {
    ...pane,
    window: windowOf(window),
    isFirst: first,
    isLast: last,
    replaces: replaces.map(windowOf),
  };
}

function windowOf([start, end]: readonly [number, number]): { start: number; end: number } {
  return { start, end };
}
