import type { Dropped } from "../../panes/dropped.ts";
import type { Key } from "../../panes/key.ts";
import { type Window, sameWindow } from "../../windows/interval.ts";
import type { Subject, Taken } from "../subject.ts";
import { canonicalBag } from "../canonical.ts";
import { defaultKey, type Element, type Expectation, type Step } from "./case.ts";
import { mismatchLines } from "./diff.ts";
import { differences, entryOf, flow, instantText, windowText } from "./entry.ts";
import { pair } from "./pairing.ts";

/**
 * What a subject has put out in the course of a script, as the claims of the script need it:
 * outputs and late elements since they were last claimed, drops since the beginning.
 */
export class Observed {
  private readonly subject: Subject;
  private outputs: Expectation[] = [];
  private late: Element[] = [];
  private readonly dropped = { late: 0, closed: 0, unassigned: 0 };

  constructor(subject: Subject) {
    this.subject = subject;
  }

  note({ panes, dropped }: Taken): void {
    for (const pane of panes) this.outputs.push(entryOf(pane));
    for (const element of dropped) this.noteDropped(element);
  }

  /** What is wrong with the claim of a step: a line, then particulars; nothing if it holds. */
  check(step: Step): readonly string[] {
    const { subject } = this;
    switch (step.kind) {
      case "expect":
        return this.checkOutputs(step.entries);
      case "expectDropped":
        return [
          ...this.checkCount("closedWindow", step.closedWindow, this.dropped.closed),
          ...this.checkCount("lateness", step.lateness, this.dropped.late),
        ];
      case "expectHold":
        return unequal("Wrong hold", step.hold, subject.earliestHold(defaultKey));
      case "expectOutputWatermark":
        return unequal("Wrong output watermark", step.watermark, subject.outputWatermark);
      case "expectClosed":
        return step.windows.flatMap((window) =>
          this.isClosed(window) ? [] : [`Window not closed: ${windowText(window)}`],
        );
      case "expectOpen":
        return step.windows.flatMap((window) =>
          this.isClosed(window) ? [`Window closed: ${windowText(window)}`] : [],
        );
      case "expectEmptyState":
        return this.checkEmpty(step.empty);
      case "expectLateOutput":
        return this.checkLate(step.elements);
      default:
        return [];
    }
  }

  private noteDropped({ reason, key, value, timestamp }: Dropped<Key, unknown>): void {
    this.dropped[reason] += 1;
    if (reason === "late") this.late.push({ key, value, timestamp });
  }

  private checkOutputs(entries: readonly Expectation[]): readonly string[] {
    const { outputs } = this;
    this.outputs = [];
    const outputOf = pair(
      entries,
      outputs,
      (entry, output) => differences(entry, output).length === 0,
    );
    const paired = outputOf.filter((output) => output >= 0).length;
    if (paired === entries.length && paired === outputs.length) return [];
    return [
      `Unmatched output: ${entries.length - paired} of ${entries.length} expected missing, ${outputs.length - paired} of ${outputs.length} not expected`,
      ...mismatchLines({ entries, outputs, outputOf }),
    ];
  }

  private checkCount(what: string, expected: number | undefined, got: number): readonly string[] {
    if (expected === undefined || expected === got) return [];
    return [`Wrong number of dropped elements: ${what}: expected ${expected}, got ${got}`];
  }

  private isClosed(window: Window): boolean {
    return this.subject.windows().some((live) => live.closed && sameWindow(live.window, window));
  }

  private checkEmpty(expected: boolean): readonly string[] {
    const { subject } = this;
    if (subject.isEmpty() === expected) return [];
    if (!expected) return ["No state is left, which was not expected"];
    const live = subject.windows().filter(({ closed }) => !closed);
    return [
      "State is left",
      ...live.map(({ key, window }) => `  window ${windowText(window)} of key ${flow(key)}`),
      `  earliest hold: ${show(subject.earliestHold())}`,
    ];
  }

  private checkLate(expected: readonly Element[]): readonly string[] {
    const { late } = this;
    this.late = [];
    if (canonicalBag(expected) === canonicalBag(late)) return [];
    return [
      "Wrong late output",
      `  expected ${flow(expected.map(elementTuple))}`,
      `  got      ${flow(late.map(elementTuple))}`,
    ];
  }
}

function unequal(what: string, expected: number | null, got: number | null): readonly string[] {
  return expected === got ? [] : [`${what}: expected ${show(expected)}, got ${show(got)}`];
}

function show(instant: number | null): string {
  return instant === null ? "null" : instantText(instant);
}

function elementTuple({ key, value, timestamp }: Element): readonly unknown[] {
  return [value, timestamp, key];
}
