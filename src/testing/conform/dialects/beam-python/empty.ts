import type { TriggerJson } from "../../../../triggers/trigger.ts";
import { samePlain } from "../../../canonical.ts";
import { clocksAfter } from "../../explain.ts";
import type { OutputRecord } from "../../observation.ts";
import type { DialectRule, Outcome } from "../../rule.ts";
import { taken, withoutPanes } from "./contents.ts";
import { counterparts, windowKey, withOutputs } from "../outputs.ts";
import { bundle, minimal } from "../minimal.ts";
import { isIn } from "./spans.ts";
import { deadlines } from "./timing.ts";
import { has, isDelay, partsOfWatermark } from "./trigger-shape.ts";

export const emptinessIsIgnored: DialectRule = {
  name: "emptiness-is-ignored",
  section: "7 Panes and accumulation: Empty panes",
  reason:
    "`onTime` and `closing` are not looked at: what fires makes a pane, as under `always` for both.",
  minimal: minimal(
    { trigger: { afterWatermark: { early: { afterCount: 1 } } }, onTime: "ifNonEmpty" },
    bundle(1),
    { watermark: 10 },
  ),
  rewrite({ strategy, steps }) {
    if (strategy.onTime === "always" && strategy.closing === "always") return null;
    return { strategy: { ...strategy, onTime: "always", closing: "always" }, steps };
  },
};

export const everyTimerAsks: DialectRule = {
  name: "every-timer-asks",
  section: "6 Bundles, and when a trigger is asked",
  reason:
    "Each part that waits for the window's end has a timer of its own, and each timer asks the whole trigger: what is still due fires again, with nothing new.",
  minimal: minimal(
    { trigger: { afterWatermark: { early: "default", late: "always" } }, allowedLateness: 30 },
    bundle(1),
    { watermark: 10 },
  ),
  normalise(outcome) {
    const { input } = outcome;
    const { trigger } = input.strategy;
    const askers = partsOfWatermark(trigger);
    if (askers === 0 || (askers === 1 && !has(trigger, isAlways))) return null;
    // The timers of an element that comes after the end are due at once.
    return withoutEmpty(
      outcome,
      ({ window }, step) =>
        clocksAfter(input, step + 1).watermark >= window[1] &&
        ("elements" in (input.steps[step] ?? {}) || clocksAfter(input, step).watermark < window[1]),
    );
  },
};

export const staleDeadlineFires: DialectRule = {
  name: "stale-deadline-fires",
  section: "6 Bundles, and when a trigger is asked",
  reason:
    "A deadline is not cleared with the rest of its trigger: when it comes due whatever waits for processing time then fires, with nothing new.",
  minimal: minimal(
    {
      trigger: {
        repeatedly: { afterAny: [{ afterCount: 1 }, { afterProcessingTime: { delay: 5 } }] },
      },
    },
    { processingTime: 0 },
    bundle(1),
    { processingTime: 5 },
  ),
  normalise(outcome) {
    const { input } = outcome;
    if (!has(input.strategy.trigger, isDelay)) return null;
    return withoutEmpty(outcome, (output, step) => deadlines(input, output, step).length > 0);
  },
};

function isAlways(trigger: TriggerJson): boolean {
  if (typeof trigger === "string") return trigger === "always";
  return "afterSynchronizedProcessingTime" in trigger;
}

/**
 * Without those empty panes of theirs that ours has not, and counted anew without them. If one is
 * the last of its window then so is the pane of the same step before it.
 */
function withoutEmpty(
  outcome: Outcome,
  isAsked: (output: OutputRecord, step: number) => boolean,
): Pick<Outcome, "ours" | "theirs"> | null {
  const { ours, theirs } = outcome;
  const empty = emptyPanes(outcome);
  const seen = new Map<string, number>();
  const left = new Set<OutputRecord>();
  const closed = new Set<string>();
  for (const [step, { outputs }] of theirs.entries()) {
    for (const output of outputs) {
      const place = `${step} ${windowKey(output)}`;
      const at = (seen.get(place) ?? 0) + 1;
      seen.set(place, at);
      if (!empty.has(output) || !isAsked(output, step)) continue;
      if (at <= counterparts(ours[step], output).length) continue;
      left.add(output);
      if (output.last === true) closed.add(place);
    }
  }
  const without = withoutPanes(theirs, left);
  if (without === null) return null;
  const last = withOutputs(without, (output, step) =>
    closed.has(`${step} ${windowKey(output)}`) ? { ...output, last: true } : output,
  );
  return { ours, theirs: last ?? without };
}

/** Those of their panes, behind the first of a window, that have no new element and show none. */
function emptyPanes({ input, theirs }: Outcome): ReadonlySet<OutputRecord> {
  const empty = new Set<OutputRecord>();
  const elements = taken(input);
  const panes = new Map<string, OutputRecord>();
  const shown = new Set<(typeof elements)[number]>();
  for (const [step, { outputs }] of theirs.entries()) {
    for (const output of outputs) {
      const fresh = elements.filter(
        (element) =>
          element.step <= step &&
          element.key === output.key &&
          isIn(element.window, output.window) &&
          !shown.has(element),
      );
      const before = panes.get(windowKey(output));
      panes.set(windowKey(output), output);
      for (const element of fresh) shown.add(element);
      if (before === undefined || fresh.length > 0) continue;
      const isDiscarding = input.strategy.accumulation === "discarding";
      if (isDiscarding ? isNothing(output.value) : samePlain(output.value, before.value))
        empty.add(output);
    }
  }
  return empty;
}

function isNothing(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : value === 0 || value === null;
}
