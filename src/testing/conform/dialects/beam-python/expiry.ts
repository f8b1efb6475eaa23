import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../../../watermark/time.ts";
import { buildWindows } from "../../../cases/build.ts";
import { type Case, type CaseElement, type CaseStep, clocksOfStep } from "../../../cases/case.ts";
import { clocksAfter } from "../../explain.ts";
import type { OutputRecord } from "../../observation.ts";
import type { DialectRule } from "../../rule.ts";
import { withoutPanes } from "./contents.ts";
import { counterparts, withOutputs } from "../outputs.ts";
import { bundle, minimal } from "../minimal.ts";

/** At the expiry itself Python still takes an element. */
export const acceptsAtTheExpiry: DialectRule = {
  name: "accepts-at-the-expiry",
  section: "4 Lateness and dispositions",
  reason:
    "An element is dropped once the watermark is past `end + allowedLateness`, not once it is there: the window lives one instant longer than the model says.",
  minimal: minimal({}, { watermark: 10 }, bundle(1)),
  rewrite({ strategy, steps }) {
    const { allowedLateness } = strategy;
    const isAt = (end: number, watermark: number): boolean => watermark === end + allowedLateness;
    const isTouched = elementsWithWatermark({ strategy, steps }).some(({ ends, watermark }) =>
      ends.some((end) => isAt(end, watermark)),
    );
    if (!isTouched) return null;
    return { strategy: { ...strategy, allowedLateness: allowedLateness + 1 }, steps };
  },
};

/**
 * Foretold by windows that never expire, which are given no element that Python drops. This cannot
 * be said of an element that some of its sliding windows take and others do not.
 */
export const neverExpires: DialectRule = {
  name: "never-expires",
  section: "4 Lateness and dispositions",
  reason:
    "A window's state is never freed: what is pending at the expiry comes in no last pane, what is set for later still fires, and a session that has expired still merges.",
  minimal: minimal({ trigger: { afterCount: 2 } }, bundle(1), { watermark: 10 }),
  rewrite(input) {
    const { strategy } = input;
    if (strategy.windows === "global" || hasPartlyLate(input, input.strategy.allowedLateness))
      return null;
    const isTaken = takenBy(input);
    const steps = input.steps.map(
      (step): CaseStep => ("elements" in step ? { elements: step.elements.filter(isTaken) } : step),
    );
    return withoutExpiry({ strategy, steps });
  },
};

/** A case whose windows never expire, not even at the end of time, which comes a little earlier. */
export function withoutExpiry({ strategy, steps }: Case): Case {
  const earlier = (watermark: number): number => Math.min(watermark, MAX_TIMESTAMP / 2);
  return {
    strategy: { ...strategy, allowedLateness: MAX_TIMESTAMP },
    steps: steps.map((step): CaseStep => {
      if ("advanceTogether" in step) {
        const { watermark, processingTime } = step.advanceTogether;
        return { advanceTogether: { watermark: earlier(watermark), processingTime } };
      }
      return "watermark" in step ? { watermark: earlier(step.watermark) } : step;
    }),
  };
}

function hasPartlyLate(input: Case, allowedLateness: number): boolean {
  return elementsWithWatermark(input).some(({ ends, watermark }) => {
    const isLate = (end: number): boolean => watermark >= end + allowedLateness;
    return ends.some(isLate) && !ends.every(isLate);
  });
}

/** Whether an element of a step is in some window that has not expired. */
function takenBy(input: Case): (element: CaseElement) => boolean {
  const dropped = new Set<CaseElement>();
  for (const { element, ends, watermark } of elementsWithWatermark(input)) {
    if (ends.every((end) => watermark >= end + input.strategy.allowedLateness))
      dropped.add(element);
  }
  return (element) => !dropped.has(element);
}

/** Each element with the ends of its windows and the watermark that it meets. */
function elementsWithWatermark({ strategy, steps }: Case): readonly {
  readonly element: CaseElement;
  readonly ends: readonly number[];
  readonly watermark: number;
}[] {
  const windows = buildWindows(strategy.windows);
  let watermark = MIN_TIMESTAMP;
  return steps.flatMap((step) => {
    watermark = Math.max(watermark, clocksOfStep(step).watermark ?? MIN_TIMESTAMP);
    if (!("elements" in step)) return [];
    const now = watermark;
    return step.elements.map((element) => {
      const ends = windows.assign(element[1], element[0]).map(({ end }) => end);
      return { element, ends, watermark: now };
    });
  });
}

export const expiryMakesNoPane: DialectRule = {
  name: "expiry-makes-no-pane",
  section: "4 Lateness and dispositions",
  reason:
    "An expiry makes no pane, and what a window has set for later fires after it. This says the rest of `never-expires`, where an element is late for some of its sliding windows and not for others: what comes of an expiry alone is left out.",
  minimal: minimal(
    { windows: { sliding: { size: 20, period: 10, offset: 0 } }, trigger: { afterCount: 2 } },
    { watermark: 15 },
    bundle(1),
    { watermark: 20 },
  ),
  normalise({ input, ours, theirs }) {
    const { allowedLateness } = input.strategy;
    // As it is, and as `accepts-at-the-expiry` has it.
    const isPartly = [0, 1].some((more) => hasPartlyLate(input, allowedLateness + more));
    if (!isPartly) return null;
    const isOver = ({ window }: OutputRecord, step: number): boolean =>
      clocksAfter(input, step + 1).watermark >= window[1] + allowedLateness;
    const our = withOutputs(ours, (output, step) => {
      if (output.last !== true || !isOver(output, step)) return output;
      const [due] = counterparts(theirs[step], output);
      if (due === undefined) return null;
      return due.last === true ? output : { ...output, last: false };
    });
    const left = theirs.flatMap(({ outputs }, step) =>
      outputs.filter(
        (output) => isOver(output, step) && counterparts((our ?? ours)[step], output).length === 0,
      ),
    );
    const their = withoutPanes(theirs, new Set(left));
    return our === null && their === null ? null : { ours: our ?? ours, theirs: their ?? theirs };
  },
};
