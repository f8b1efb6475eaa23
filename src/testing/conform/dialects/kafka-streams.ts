import type { Case, CaseStep } from "../../cases/case.ts";
import { MIN_TIMESTAMP } from "../../../watermark/time.ts";
import { windowsFromJson } from "../../../windows/json.ts";
import { isLetGo } from "../../profiles/kafka-store.ts";
import type { DialectRule } from "../rule.ts";
import { bundle, minimal as minimalOf } from "./minimal.ts";
import { counterparts, withOutputs } from "./outputs.ts";

/** What Kafka Streams has no choice about is as it has it. */
const minimal: typeof minimalOf = (strategy, ...steps) =>
  minimalOf({ closing: "never", onTime: "ifNonEmpty", ...strategy }, ...steps);

const storeForgets: DialectRule = {
  name: "store-forgets-at-the-boundary",
  section: "4 Lateness and dispositions",
  reason:
    "A session is closed once its end plus the grace is behind stream time, but its store lets it go a millisecond before: what comes at that instant starts a session anew, and a final result comes twice.",
  minimal: minimal(
    { windows: { sessions: { gap: 10 } }, accumulation: "accumulating" },
    { elements: [[1, 0, "a"]] },
    { elements: [[1, 10, "b"]] },
    { elements: [[1, 0, "a"]] },
  ),
  excuses({ input, difference: { step, onlyOurs, onlyTheirs } }) {
    const { windows, allowedLateness } = input.strategy;
    if (typeof windows === "string" || !("sessions" in windows)) return false;
    const { gap } = windows.sessions;
    const seen = elementsBefore(input, step + 1);
    const streamTimes = new Set(seen.map((_, at) => largest(seen.slice(0, at + 1))));
    // Whether stream time has stood where the session of an element is let go, and not yet closed.
    const hasStoodThere = (key: string): boolean =>
      seen.some(
        ([, timestamp, of]) => of === key && streamTimes.has(timestamp + gap + allowedLateness),
      );
    const differing = [...onlyOurs, ...onlyTheirs].map(({ key }) => key);
    return differing.length > 0
      ? differing.every(hasStoodThere)
      : keysOf(input.steps[step]).some(hasStoodThere);
  },
};

const losesClosedWindows: DialectRule = {
  name: "loses-closed-windows",
  section: "4 Lateness and dispositions",
  reason:
    "Where results are emitted on window close they are read from a store that keeps no more than size and grace behind stream time: what a larger step of it closes is never emitted.",
  minimal: minimal(
    { trigger: { afterWatermark: {} }, accumulation: "accumulating" },
    bundle(0),
    bundle(20),
    bundle(40),
  ),
  normalise({ input, ours, theirs }) {
    const { trigger, windows, allowedLateness } = input.strategy;
    if (typeof trigger === "string" || !("afterWatermark" in trigger)) return null;
    if (typeof windows === "string") return null;
    // Of others nothing is known.
    if (!("fixed" in windows || "sliding" in windows || "sessions" in windows)) return null;
    const known = windowsFromJson(windows);
    const left = withOutputs(ours, (output, step) => {
      const [start, end] = output.window;
      const time = streamTime(input, step + 1);
      const isGone = isLetGo({ start, end }, known, time, allowedLateness);
      return isGone && counterparts(theirs[step], output).length === 0 ? null : output;
    });
    return left === null ? null : { ours: left, theirs };
  },
};

/** Apache Kafka Streams 4.3 with stores in memory, beside what its profile says. */
export const kafkaStreamsRules: readonly DialectRule[] = Object.freeze([
  losesClosedWindows,
  storeForgets,
]);

function elementsBefore(
  { steps }: Case,
  step: number,
): readonly (readonly [unknown, number, string])[] {
  return steps.slice(0, step).flatMap((one) => ("elements" in one ? one.elements : []));
}

function keysOf(step: CaseStep | undefined): readonly string[] {
  return step !== undefined && "elements" in step ? step.elements.map(([, , key]) => key) : [];
}

/** The largest timestamp seen before a step, of any key. */
function streamTime(input: Case, step: number): number {
  return largest(elementsBefore(input, step));
}

function largest(elements: ReturnType<typeof elementsBefore>): number {
  return elements.reduce((time, [, timestamp]) => Math.max(time, timestamp), MIN_TIMESTAMP);
}
