import { MAX_TIMESTAMP } from "../../../watermark/time.ts";
import type { DialectRule } from "../rule.ts";
import { minimal } from "./minimal.ts";
import { counterparts, withOutputs } from "./outputs.ts";

const deductLosesZero: DialectRule = {
  name: "deduct-loses-zero",
  section: "7 Panes and accumulation: Empty panes",
  reason:
    "Sums over sliding windows are kept by adding the frame that comes and taking away the one that goes; a key whose sum is then zero is forgotten, whether or not its window has elements.",
  minimal: minimal(
    { windows: { sliding: { size: 4, period: 2 } }, onTime: "ifNonEmpty", combine: "sum" },
    {
      elements: [
        [5, 0, "k"],
        [0, 2, "k"],
        [7, 6, "k"],
      ],
    },
    { watermark: MAX_TIMESTAMP },
  ),
  normalise({ input, ours, theirs }) {
    const { windows, combine } = input.strategy;
    if (typeof windows === "string" || !("sliding" in windows) || combine !== "sum") return null;
    const left = withOutputs(ours, (output, step) =>
      output.value === 0 && counterparts(theirs[step], output).length === 0 ? null : output,
    );
    return left === null ? null : { ours: left, theirs };
  },
};

/** Hazelcast Jet 5.7, its window processors, beside what its profile says. */
export const hazelcastRules: readonly DialectRule[] = Object.freeze([deductLosesZero]);
