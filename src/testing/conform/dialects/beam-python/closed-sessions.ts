import type { Case, CaseElement, CaseStep } from "../../../cases/case.ts";
import { run } from "../../judge.ts";
import type { Bounds } from "../../observation.ts";
import type { DialectRule } from "../../rule.ts";
import { bundle, minimal } from "../minimal.ts";
import { parting } from "./parting.ts";
import { gapOf, merged, overlaps } from "./spans.ts";

/** A session whose trigger has finished in a step. */
interface Closing {
  readonly step: number;
  readonly key: string;
  readonly window: Bounds;
}

/**
 * Foretold by leaving out what falls to a closed session. What closes, and when, depends on what is
 * left out, so that the case is run again for every step that closes some.
 */
export const closedSessionGrows: DialectRule = {
  name: "closed-session-grows",
  section: "9 Closed sessions",
  reason:
    "A session whose trigger has finished goes on merging: data that overlaps it makes it longer and is dropped, where the model opens a new session.",
  minimal: minimal(
    { windows: { sessions: { gap: 10 } }, trigger: { afterCount: 1 }, allowedLateness: 30 },
    bundle(1),
    bundle(2),
  ),
  rewrite(input) {
    const gap = gapOf(input);
    if (gap === null) return null;
    let foretold = input;
    const closings: Closing[] = [];
    for (;;) {
      const next = nextClosings(foretold, closings.at(-1)?.step ?? -1);
      if (next.length === 0) return foretold === input ? null : foretold;
      closings.push(...next);
      foretold = withoutDropped(input, closings, gap);
    }
  },
};

/** What closes in the first step behind another in which anything does. */
function nextClosings(input: Case, behind: number): readonly Closing[] {
  for (const [step, { outputs }] of run(input).entries()) {
    const last = step > behind ? outputs.filter((output) => output.last === true) : [];
    if (last.length > 0) return last.map(({ key, window }) => ({ step, key, window }));
  }
  return [];
}

/** The case without what falls to a closed session; itself if there is nothing of it. */
function withoutDropped(input: Case, closings: readonly Closing[], gap: number): Case {
  const dropped = new Set<CaseElement>();
  for (const key of new Set(closings.map((closing) => closing.key))) {
    const history = new SessionHistory();
    for (const [at, step] of input.steps.entries()) {
      const elements =
        "elements" in step ? step.elements.filter((element) => element[2] === key) : [];
      const windows = elements.map(([, timestamp]): Bounds => [timestamp, timestamp + gap]);
      history.add(windows);
      for (const [place, element] of elements.entries())
        if (history.isClosed(windows[place] ?? [0, 0])) dropped.add(element);
      for (const closing of closings)
        if (closing.step === at && closing.key === key) history.close(closing.window);
    }
  }
  if (dropped.size === 0) return input;
  const steps = input.steps.map(
    (step): CaseStep =>
      "elements" in step
        ? { elements: step.elements.filter((element) => !dropped.has(element)) }
        : step,
  );
  return { strategy: input.strategy, steps };
}

/** The sessions of one key as Python has them: the closed ones merge too, and stay closed. */
class SessionHistory {
  /** Whether a closed session has taken an open one. */
  hasTaken = false;
  private closed: readonly Bounds[] = [];
  private open: readonly Bounds[] = [];

  add(windows: readonly Bounds[]): void {
    const all = merged([...this.closed, ...this.open, ...windows]);
    this.closed = all.filter((span) => this.isClosed(span));
    if (this.open.some((window) => this.isClosed(window))) this.hasTaken = true;
    this.open = [...this.open, ...windows].filter((window) => !this.isClosed(window));
  }

  close(window: Bounds): void {
    this.closed = [...this.closed, window];
    this.open = this.open.filter((other) => !overlaps(other, window));
  }

  isClosed(window: Bounds): boolean {
    return this.closed.some((span) => overlaps(span, window));
  }
}

export const openSessionIsTaken: DialectRule = {
  name: "open-session-is-taken",
  section: "9 Closed sessions",
  reason:
    "Where data joins a closed session with an open one, the open one is closed too, and what was pending in it is lost.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 10 } },
      trigger: { afterAny: [{ afterCount: 2 }, { afterWatermark: {} }] },
    },
    bundle(1, 2),
    bundle(15),
    bundle(8),
    { watermark: 30 },
  ),
  ...parting(({ input, difference, ours, elements }) => {
    if (gapOf(input) === null) return false;
    const history = new SessionHistory();
    for (let step = 0; step <= difference.step; step++) {
      history.add(elements.filter((element) => element.step === step).map(({ window }) => window));
      for (const pane of ours[step] ?? []) if (pane.last === true) history.close(pane.window);
    }
    return history.hasTaken;
  }),
};
