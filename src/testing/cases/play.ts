import type { Dropped } from "../../panes/dropped.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { EventTime } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { Backend, Subject } from "../subject.ts";
import { buildStrategy } from "./build.ts";
import { type Case, type CaseStep, clocksOfStep } from "./case.ts";

/** What one step did, with the state that can be seen after it. */
export interface Played {
  readonly panes: readonly Pane<Key, unknown>[];
  readonly dropped: readonly Dropped<Key, unknown>[];
  readonly outputWatermark: EventTime;
  /** The earliest hold of all keys. */
  readonly hold: EventTime | null;
}

/** Does one step. A bundle without elements is none. */
export function take(subject: Subject, step: CaseStep): void {
  if ("elements" in step) {
    if (step.elements.length > 0) {
      subject.elements(step.elements.map(([value, timestamp, key]) => ({ value, timestamp, key })));
    }
  } else {
    subject.advance(clocksOfStep(step));
  }
}

/** Runs a case step by step. `checkpointAfter` names steps after which all state goes through text. */
export function play(
  backend: Backend,
  { strategy, steps }: Case,
  checkpointAfter: (at: number) => boolean = () => false,
): Played[] {
  const subject = backend(buildStrategy(strategy));
  return steps.map((step, at) => {
    take(subject, step);
    if (checkpointAfter(at)) subject.checkpoint();
    return {
      ...subject.take(),
      outputWatermark: subject.outputWatermark,
      hold: subject.earliestHold(),
    };
  });
}

export function panesOf(played: readonly Played[]): Pane<Key, unknown>[] {
  return played.flatMap(({ panes }) => panes);
}

export function windowName({ start, end }: Window): string {
  return `${start}..${end}`;
}
