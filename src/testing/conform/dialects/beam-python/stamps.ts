import { clocksAfter } from "../../explain.ts";
import type { OutputRecord } from "../../observation.ts";
import type { DialectRule, Outcome } from "../../rule.ts";
import { outputWatermarkBefore, type Placed, taken } from "./contents.ts";
import { counterparts, withOutputs } from "../outputs.ts";
import { bundle, minimal } from "../minimal.ts";
import { isIn } from "./spans.ts";
import { mentionsTheEnd } from "./trigger-shape.ts";

export const contributesPastTheEnd: DialectRule = {
  name: "contributes-past-the-end",
  section: "3 Watermarks and holds: Holds",
  reason:
    "An element counts for its pane's timestamp, and holds, if it is not behind the output watermark, even in a window that has ended.",
  minimal: minimal(
    { trigger: { afterCount: 2 }, allowedLateness: 30, timestampCombiner: "latest" },
    bundle(5),
    { watermark: 15 },
    bundle(6),
  ),
  normalise(outcome) {
    const stamps = stampsOf(outcome, false);
    if (stamps === null) return null;
    const ours = withOutputs(outcome.ours, (output) => stamped(output, stamps.get(output)));
    return ours && { ours, theirs: outcome.theirs };
  },
};

export const earlyPaneKeepsItsHold: DialectRule = {
  name: "early-pane-keeps-its-hold",
  section: "3 Watermarks and holds: Holds",
  reason:
    "While an on-time pane is to come an early pane takes no hold with it, so that the next pane's timestamp covers the elements of both.",
  minimal: minimal(
    {
      trigger: { afterWatermark: { early: { afterCount: 1 } } },
      timestampCombiner: "earliest",
    },
    bundle(1),
    bundle(2),
  ),
  normalise(outcome) {
    const [released, kept] = [stampsOf(outcome, false), stampsOf(outcome, true)];
    if (released === null || kept === null) return null;
    const { input } = outcome;
    const ours = withOutputs(outcome.ours, (output, step) => {
      if (released.get(output) === kept.get(output)) return output;
      // With an end that is passed a timer may have released the hold, by a pane that is left out.
      const [theirs] = counterparts(outcome.theirs[step], output);
      const mayBeReleased =
        clocksAfter(input, step).watermark >= output.window[1] &&
        theirs?.timestamp === released.get(output);
      return mayBeReleased ? output : stamped(output, kept.get(output));
    });
    return ours && { ours, theirs: outcome.theirs };
  },
};

function stamped(output: OutputRecord, timestamp: number | undefined): OutputRecord {
  return timestamp === undefined || timestamp === output.timestamp
    ? output
    : { ...output, timestamp };
}

/** The timestamps of our panes by Python's rule; null where they are the window's last instant. */
function stampsOf(
  { input, ours, theirs }: Outcome,
  keepsHolds: boolean,
): ReadonlyMap<OutputRecord, number> | null {
  const { timestampCombiner, trigger } = input.strategy;
  if (timestampCombiner === "endOfWindow") return null;
  const combine = { earliest: least, latest: greatest }[timestampCombiner];
  const mayKeep = keepsHolds && mentionsTheEnd(trigger);
  const stamps = new Map<OutputRecord, number>();
  let held: readonly Placed[] = [];
  const elements = taken(input);
  for (const [step, { outputs }] of ours.entries()) {
    const behind = outputWatermarkBefore(theirs, step);
    held = [
      ...held,
      ...elements.filter((element) => element.step === step && element.timestamp >= behind),
    ];
    for (const output of outputs) {
      const own = held.filter(
        ({ key, window }) => key === output.key && isIn(window, output.window),
      );
      stamps.set(output, own.length === 0 ? output.window[1] - 1 : combine(own));
      const [counterpart = output] = counterparts(theirs[step], output);
      if (mayKeep && counterpart.timing === "early") continue;
      held = held.filter((element) => !own.includes(element));
    }
  }
  return stamps;
}

type Combine = (elements: readonly Placed[]) => number;
const least: Combine = (elements) => Math.min(...elements.map(({ timestamp }) => timestamp));
const greatest: Combine = (elements) => Math.max(...elements.map(({ timestamp }) => timestamp));
