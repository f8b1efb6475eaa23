import { MAX_TIMESTAMP } from "../../../../watermark/time.ts";
import { type Case, clocksOfStep } from "../../../cases/case.ts";
import { run } from "../../judge.ts";
import type { Observation, OutputRecord } from "../../observation.ts";
import type { DialectRule } from "../../rule.ts";
import { withOutputs } from "../outputs.ts";
import { emptinessIsIgnored } from "./empty.ts";
import { withoutExpiry } from "./expiry.ts";
import { bundle, minimal } from "../minimal.ts";
import { triggerRules } from "./triggers.ts";

/**
 * The global window ends and expires at once, so that windows without an expiry cannot stand for
 * it. Whether its trigger is due at the end is foretold by one fixed window that is long enough.
 */
export const globalWindowNeverExpires: DialectRule = {
  name: "global-window-never-expires",
  section: "4 Lateness and dispositions",
  reason:
    "At the end of time the global window makes a pane if its trigger is due, which is its last only if the trigger finishes; otherwise what is pending is lost.",
  minimal: minimal({ windows: "global", trigger: { afterCount: 2 } }, bundle(1), {
    watermark: MAX_TIMESTAMP,
  }),
  normalise({ input, ours, theirs }) {
    if (input.strategy.windows !== "global") return null;
    let foretold: readonly Observation[] | null = null;
    const changed = withOutputs(ours, (output, step) => {
      const { watermark } = clocksOfStep(input.steps[step] ?? { elements: [] });
      if (watermark !== MAX_TIMESTAMP || output.last !== true) return output;
      foretold ??= run(inOneLongWindow(input));
      const due = lastOf(foretold[step], output.key);
      if (due === null) return null;
      return due.last === true ? output : { ...output, last: false };
    });
    return changed && { ours: changed, theirs };
  },
};

function lastOf(observation: Observation | undefined, key: string): OutputRecord | null {
  return observation?.outputs.findLast((output) => output.key === key) ?? null;
}

function inOneLongWindow(input: Case): Case {
  const { strategy, steps } = [emptinessIsIgnored, ...triggerRules].reduce(
    (changed, rule) => rule.rewrite?.(changed) ?? changed,
    input,
  );
  const windows = { fixed: { size: 2e14, offset: 1e14 } };
  return withoutExpiry({ strategy: { ...strategy, windows }, steps });
}
