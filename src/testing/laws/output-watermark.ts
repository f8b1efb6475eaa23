import fc from "fast-check";
import { MIN_TIMESTAMP } from "../../watermark/time.ts";
import { type Case, type CaseStep, clocksOfStep } from "../cases/case.ts";
import { play } from "../cases/play.ts";
import type { Backend } from "../subject.ts";
import { defineLaw, unvaried } from "./define.ts";
import type { Law, LawScope } from "./law.ts";
import { onTimeOnly } from "./narrow.ts";
import { paneWords } from "./words.ts";

/** Law 8: The output watermark never goes back nor passes the input's; on-time data never comes out behind it. */
export function outputWatermarkIsKept(factory: Backend, scope?: LawScope): Law {
  return defineLaw(
    {
      number: 8,
      name: "outputWatermarkIsKept",
      statement:
        "The output watermark never goes back nor passes the input's; on-time data never comes out behind it.",
      draw: (cases) =>
        fc
          .tuple(cases, fc.boolean())
          .map(([input, onTime]) => (onTime ? onTimeOnly(input) : input)),
      variations: unvaried,
      why: (input) => whyNotKept(factory, input),
    },
    scope,
  );
}

function whyNotKept(factory: Backend, input: Case): string | null {
  let watermark = MIN_TIMESTAMP;
  let output = MIN_TIMESTAMP;
  const keysWithLateData = new Set<unknown>();
  for (const [at, played] of play(factory, input).entries()) {
    const step = input.steps[at] as CaseStep;
    for (const [, timestamp, key] of "elements" in step ? step.elements : []) {
      if (timestamp < watermark) keysWithLateData.add(key);
    }
    watermark = Math.max(watermark, clocksOfStep(step).watermark ?? MIN_TIMESTAMP);
    for (const pane of played.panes) {
      // The empty pane of a window that closes late is stamped like its window, whatever has passed since.
      const isExempt =
        keysWithLateData.has(pane.key) ||
        pane.retraction ||
        (pane.timing === "late" && pane.isLast);
      if (!isExempt && pane.timestamp < output)
        return `(${paneWords(pane)}) is behind the output watermark ${output}`;
    }
    if (played.outputWatermark < output)
      return `the output watermark goes from ${output} back to ${played.outputWatermark}`;
    if (played.outputWatermark > watermark)
      return `the output watermark ${played.outputWatermark} is past the watermark ${watermark}`;
    output = played.outputWatermark;
  }
  return null;
}
