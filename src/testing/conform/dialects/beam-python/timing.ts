import type { Case } from "../../../cases/case.ts";
import { clocksAfter } from "../../explain.ts";
import type { OutputRecord } from "../../observation.ts";
import type { DialectRule, Outcome } from "../../rule.ts";
import { counted, outputWatermarkBefore, type Placed, taken } from "./contents.ts";
import { counterparts, windowKey, withOutputs } from "../outputs.ts";
import { bundle, minimal } from "../minimal.ts";
import { isIn } from "./spans.ts";
import { delaysOf } from "./trigger-shape.ts";

type Timing = Required<OutputRecord>["timing"];

export const outputWatermarkDecides: DialectRule = {
  name: "output-watermark-decides",
  section: "7 Panes and accumulation: Timing and numbers",
  reason:
    "A pane that an element fires is early as long as the output watermark is before the window's end, wherever the input watermark is, and late from there on: never on time.",
  minimal: minimal(
    { trigger: { afterCount: 2 }, allowedLateness: 30 },
    bundle(1),
    { watermark: 15 },
    bundle(2),
  ),
  normalise(outcome) {
    const { input, theirs } = outcome;
    return retimed(outcome, (output, step) =>
      "elements" in (input.steps[step] ?? {})
        ? earlyBefore(outputWatermarkBefore(theirs, step), output)
        : null,
    );
  },
};

export const deadlineDecides: DialectRule = {
  name: "deadline-decides",
  section: "7 Panes and accumulation: Timing and numbers",
  reason:
    "The timing of a pane that processing time fires goes by its deadline, taken for the watermark: early if it is before the window's end, else late.",
  minimal: minimal(
    { trigger: { afterProcessingTime: { delay: 0 } } },
    { processingTime: 20 },
    bundle(1),
  ),
  normalise(outcome) {
    return retimed(outcome, (output, step) => {
      const timings = deadlines(outcome.input, output, step).map((due) => earlyBefore(due, output));
      const [theirs] = counterparts(outcome.theirs[step], output);
      // With more than one deadline, or something else that is due too, theirs has to be one of them.
      return timings.find((timing) => timing === theirs?.timing) ?? null;
    });
  },
};

function earlyBefore(watermark: number, { window }: OutputRecord): Timing {
  return watermark < window[1] ? "early" : "late";
}

/** The deadlines that elements of a window may have set and that come due in a step. */
export function deadlines(input: Case, output: OutputRecord, step: number): readonly number[] {
  if (delaysOf(input.strategy.trigger).length === 0) return [];
  const before = clocksAfter(input, step).processingTime;
  return taken(input)
    .filter(
      (element) =>
        element.step <= step && element.key === output.key && isIn(element.window, output.window),
    )
    .flatMap((element) =>
      deadlinesOf(input, element, step).filter((due) => due > before || element.step === step),
    );
}

/** The deadlines that an element may have set and that have come due with a step. */
export function deadlinesOf(input: Case, element: Placed, step: number): readonly number[] {
  const now = clocksAfter(input, step + 1).processingTime;
  return delaysOf(input.strategy.trigger)
    .map((delay) => element.processingTime + delay)
    .filter((due) => due <= now);
}

/** Our outcome with other timings, and counted anew in the windows in which one has changed. */
function retimed(
  { ours, theirs }: Outcome,
  timingOf: (output: OutputRecord, step: number) => Timing | null,
): Pick<Outcome, "ours" | "theirs"> | null {
  const changed = new Set<string>();
  const others = withOutputs(ours, (output, step) => {
    const timing = timingOf(output, step);
    if (timing === null || timing === output.timing) return output;
    changed.add(windowKey(output));
    return { ...output, timing };
  });
  return others && { ours: counted(others, changed), theirs };
}
