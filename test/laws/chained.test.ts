import fc from "fast-check";
import { describe, expect } from "vitest";
import {
  type Dropped,
  Engine,
  fixed,
  type Key,
  type Pane,
  sessions,
  strategy,
  sum,
} from "../../src/index.ts";
import { endOfTime, script, strategyJson } from "../support/arbitraries.ts";
import { buildStrategy, type CaseStep } from "../support/case.ts";
import { law } from "../support/property.ts";

/** Steps of which no element is behind the watermark. */
function onTimeOnly(steps: readonly CaseStep[]): readonly CaseStep[] {
  let watermark = Number.NEGATIVE_INFINITY;
  return steps.map((step) => {
    if ("watermark" in step) watermark = Math.max(watermark, step.watermark);
    if (!("elements" in step)) return step;
    return { elements: step.elements.filter(([, timestamp]) => timestamp >= watermark) };
  });
}

const downstream = fc.constantFrom(fixed(7), fixed(25), sessions(4));

describe("two groupings, one after the other", () => {
  law(
    "Law 8: the second drops nothing of the first's on-time data, at zero lateness",
    fc.tuple(
      strategyJson().map((plain) => ({ ...plain, closing: "ifNonEmpty" as const })),
      script.map(onTimeOnly),
      downstream,
    ),
    ([plain, steps, windows]) => {
      const dropped: Dropped<Key, number>[] = [];
      const second = new Engine<Key, number, number>(strategy({ windows, combine: sum() }), {
        onPane: () => {},
        onDropped: (drop) => dropped.push(drop),
      });
      const panes: Pane<Key, unknown>[] = [];
      const first = new Engine<Key, unknown, unknown>(buildStrategy(plain), {
        onPane: (pane) => panes.push(pane),
      });
      for (const step of [...steps, endOfTime]) {
        if ("elements" in step) {
          first.addBatch({
            keys: step.elements.map(([, , key]) => key),
            values: step.elements.map(([value]) => value),
            timestamps: step.elements.map(([, timestamp]) => timestamp),
          });
        } else first.advance(step);
        // A runner hands the panes of a step on before it lets the watermark pass.
        for (const pane of panes.splice(0)) {
          if (!pane.retraction) second.add(pane.key, 1, pane.timestamp);
        }
        second.advanceWatermark(first.outputWatermark);
      }
      expect(dropped.filter(({ reason }) => reason === "late")).toEqual([]);
    },
  );
});
