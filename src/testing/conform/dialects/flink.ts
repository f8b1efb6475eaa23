import type { TriggerJson } from "../../../triggers/trigger.ts";
import { canonical, canonicalBag } from "../../canonical.ts";
import type { Case } from "../../cases/case.ts";
import { MAX_TIMESTAMP } from "../../../watermark/time.ts";
import { clocksAfter } from "../explain.ts";
import type { Observation, OutputRecord } from "../observation.ts";
import type { DialectRule } from "../rule.ts";
import { bundle, minimal as minimalOf } from "./minimal.ts";
import { counterparts, windowKey, withOutputs } from "./outputs.ts";

/** What Flink has no choice about is as it has it. */
const minimal: typeof minimalOf = (strategy, ...steps) =>
  minimalOf({ closing: "never", onTime: "ifNonEmpty", ...strategy }, ...steps);

const section = "5 Triggers: everyEventTime(period, offset), everyProcessingTime(period, offset)";

const firesAtAnOldEnd: DialectRule = {
  name: "fires-at-an-old-end",
  section,
  reason:
    "The next deadline of a continuous trigger is cut to the end that its session has at that moment; once the session has merged into a longer one it fires there all the same.",
  minimal: minimal(
    {
      windows: { sessions: { gap: 2 } },
      trigger: { everyEventTime: { period: 3_600_000, offset: 0 } },
      accumulation: "accumulating",
    },
    bundle(0),
    bundle(4),
    bundle(2),
    { watermark: 2 },
    { watermark: 6 },
  ),
  normalise({ input, ours, theirs }) {
    if (input.strategy.accumulation !== "accumulating") return null;
    const left = withOutputs(theirs, (output, step) =>
      counterparts(ours[step], output).length === 0 && isAtOldEnd(input, output, step)
        ? null
        : output,
    );
    return left === null ? null : { ours, theirs: left };
  },
  // A pane that has been purged is missing from what comes later.
  excuses: ({ input, difference: { step, onlyOurs, onlyTheirs } }) =>
    onlyOurs.length === 0 && areAll(onlyTheirs, (output) => isAtOldEnd(input, output, step)),
};

const refiresWithoutNews: DialectRule = {
  name: "refires-without-news",
  section: "7 Panes and accumulation: Empty panes",
  reason:
    "A continuous trigger makes a pane at each of its deadlines, one for each that a watermark jumps over, whether or not an element has come since the last.",
  minimal: minimal(
    {
      windows: { fixed: { size: 40, offset: 0 } },
      trigger: { everyEventTime: { period: 10, offset: 0 } },
      accumulation: "accumulating",
    },
    bundle(1),
    { watermark: 31 },
  ),
  normalise({ input, ours, theirs }) {
    if (input.strategy.accumulation !== "accumulating" || !isContinuous(input)) return null;
    const shown = new Map<string, string>();
    const kept = new Map<string, number>();
    const left = withOutputs(theirs, (output, step) => {
      const window = windowKey(output);
      const contents = textOf(output.value);
      const place = `${step} ${window}`;
      const before = kept.get(place) ?? 0;
      const isRepeated = shown.get(window) === contents;
      shown.set(window, contents);
      if (isRepeated && before >= counterparts(ours[step], output).length) return null;
      kept.set(place, before + 1);
      return output;
    });
    return left === null ? null : { ours, theirs: left };
  },
};

const losesTheTail: DialectRule = {
  name: "loses-the-tail",
  section,
  reason:
    "The continuous trigger on processing time does not fire at the end of a window: what has come since its last deadline waits for the next one, and is lost if the window expires before.",
  minimal: minimal(
    { trigger: { everyProcessingTime: { period: 10, offset: 0 } } },
    { processingTime: 3 },
    bundle(1),
    { watermark: 10 },
  ),
  normalise({ input, ours, theirs }) {
    if (!mentions(input.strategy.trigger, "everyProcessingTime")) return null;
    const before = (output: OutputRecord, step: number): OutputRecord | null =>
      output.window[1] <= clocksAfter(input, step + 1).watermark ? null : output;
    const [our, their] = [withOutputs(ours, before), withOutputs(theirs, before)];
    return our === null && their === null ? null : { ours: our ?? ours, theirs: their ?? theirs };
  },
};

const deadlineFollowsTheElement: DialectRule = {
  name: "deadline-follows-the-element",
  section,
  reason:
    "The first deadline of a continuous trigger on event time is the multiple after the element's own time, truncated toward zero; one that the watermark has passed is due with its next step.",
  minimal: minimal(
    {
      windows: { fixed: { size: 40, offset: 0 } },
      trigger: { everyEventTime: { period: 10, offset: 0 } },
    },
    bundle(25),
    { watermark: 11 },
  ),
  excuses({ input, difference: { step, onlyOurs, onlyTheirs } }) {
    const trigger = repeated(input.strategy.trigger);
    if (typeof trigger === "string" || !("everyEventTime" in trigger)) return false;
    const { period } = trigger.everyEventTime;
    return areAll([...onlyOurs, ...onlyTheirs], ({ key, window: [start, end] }) =>
      elementsOf(input, key, step + 1).some(({ timestamp, at }) => {
        const { watermark } = clocksAfter(input, at);
        const ours = Math.ceil(Math.max(watermark, start) / period) * period;
        const isIn = start <= timestamp && timestamp < end;
        return isIn && ours !== timestamp - (timestamp % period) + period;
      }),
    );
  },
};

const deadlineIsCut: DialectRule = {
  name: "processing-time-is-cut",
  section,
  reason:
    "The deadline of a continuous trigger on processing time is cut to the last instant of its window, as if that were processing time; if that is past, every step of the clock fires.",
  minimal: minimal(
    { trigger: { everyProcessingTime: { period: 20, offset: 0 } } },
    { processingTime: 6 },
    bundle(1),
    { processingTime: 10 },
  ),
  excuses({ input, processingTime, difference: { onlyOurs, onlyTheirs } }) {
    const trigger = repeated(input.strategy.trigger);
    if (typeof trigger === "string" || !("everyProcessingTime" in trigger)) return false;
    const { period } = trigger.everyProcessingTime;
    return areAll(
      [...onlyOurs, ...onlyTheirs],
      ({ window }) => window[1] - 1 < processingTime + period,
    );
  },
};

const globalWindowStays: DialectRule = {
  name: "global-window-stays",
  section: "4 Lateness and dispositions",
  reason:
    "The global window is never cleaned up: what its trigger keeps is left at the end of time, and before that nothing is once it has been purged.",
  minimal: minimal({ windows: "global", trigger: { afterDelta: { threshold: 2 } } }, bundle(0), {
    watermark: MAX_TIMESTAMP,
  }),
  normalise({ input, ours, theirs }) {
    if (input.strategy.windows !== "global") return null;
    return { ours: ours.map(withoutState), theirs: theirs.map(withoutState) };
  },
};

/** Apache Flink 2.3, `WindowOperator`, beside what its profile says. */
export const flinkRules: readonly DialectRule[] = Object.freeze([
  firesAtAnOldEnd,
  refiresWithoutNews,
  losesTheTail,
  deadlineFollowsTheElement,
  deadlineIsCut,
  globalWindowStays,
]);

/** Whether there are outputs about which the engines do not agree, and each of them is one of these. */
function areAll(
  outputs: readonly OutputRecord[],
  isOne: (output: OutputRecord) => boolean,
): boolean {
  return outputs.length > 0 && outputs.every(isOne);
}

/** Whether a continuous trigger has a deadline in a step at the end that a merged session once had. */
function isAtOldEnd(input: Case, { key, window }: OutputRecord, step: number): boolean {
  const { windows } = input.strategy;
  if (typeof windows === "string" || !("sessions" in windows) || !isContinuous(input)) return false;
  const { gap } = windows.sessions;
  return elementsOf(input, key, step)
    .map(({ timestamp }) => timestamp + gap)
    .some(
      (end) =>
        window[0] < end &&
        end < window[1] &&
        clocksAfter(input, step).watermark < end &&
        end <= clocksAfter(input, step + 1).watermark,
    );
}

/** What Flink tells of a step beside whether state is left. */
function withoutState({ outputs, late }: Observation): Observation {
  return late === undefined ? { outputs } : { outputs, late };
}

function isContinuous({ strategy: { trigger } }: Case): boolean {
  return mentions(trigger, "everyEventTime") || mentions(trigger, "everyProcessingTime");
}

/** Flink's triggers repeat whether that is said or not. */
function repeated(trigger: TriggerJson): TriggerJson {
  return typeof trigger === "object" && "repeatedly" in trigger
    ? repeated(trigger.repeatedly)
    : trigger;
}

function mentions(trigger: TriggerJson, name: string): boolean {
  return JSON.stringify(trigger).includes(`"${name}"`);
}

/** The elements of a key before a step, each with the step it came in. */
function elementsOf(
  { steps }: Case,
  key: string,
  step: number,
): readonly { readonly timestamp: number; readonly at: number }[] {
  return steps
    .slice(0, step)
    .flatMap((one, at) =>
      ("elements" in one ? one.elements : []).map((element) => ({ element, at })),
    )
    .filter(({ element: [, , of] }) => of === key)
    .map(({ element: [, timestamp], at }) => ({ timestamp, at }));
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? canonicalBag(value) : canonical(value);
}
