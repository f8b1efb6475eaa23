import { describe, expect } from "vitest";
import { type Dropped, Engine, type Key } from "../../src/panes/index.ts";
import { cases } from "../../src/testing/arbitraries/index.ts";
import { buildStrategy } from "../../src/testing/cases/build.ts";
import { clocksOfStep } from "../../src/testing/cases/case.ts";
import { law } from "../support/property.ts";

/** What a drop must say about itself. */
function checkDropped(
  dropped: Dropped<Key, unknown>,
  watermark: number,
  allowedLateness: number,
): boolean {
  if (dropped.reason === "unassigned") return dropped.window === null;
  if (dropped.reason === "closed") return dropped.window.start < dropped.window.end;
  return (
    dropped.lateByMs === watermark - (dropped.window.end + allowedLateness) && dropped.lateByMs >= 0
  );
}

describe("Law 11", () => {
  law("every element is accounted for after every step", cases(), ({ strategy, steps }) => {
    const drops: Dropped<Key, unknown>[] = [];
    let panes = 0;
    const engine = new Engine<Key, unknown, unknown>(buildStrategy(strategy), {
      onPane: () => {
        panes += 1;
      },
      onDropped: (dropped) => {
        drops.push(dropped);
        expect(checkDropped(dropped, engine.watermark, strategy.allowedLateness)).toBe(true);
      },
    });
    let read = 0;
    for (const step of steps) {
      if ("elements" in step) {
        read += step.elements.length;
        engine.addBatch({
          keys: step.elements.map(([, , key]) => key),
          values: step.elements.map(([value]) => value),
          timestamps: step.elements.map(([, timestamp]) => timestamp),
        });
      } else engine.advance(clocksOfStep(step));
      const { counters } = engine;
      expect(counters.read).toBe(read);
      expect(counters.unassigned + counters.assigned).toBe(read);
      expect(counters.accepted + counters.late + counters.closed).toBe(counters.assignments);
      expect(counters.accepted).toBeGreaterThanOrEqual(0);
      // Windows that share slices share additions.
      if (engine.plan.name === "sliced")
        expect(engine.work.adds).toBeLessThanOrEqual(counters.accepted);
      else expect(engine.work.adds).toBe(counters.accepted);
      for (const reason of ["late", "closed", "unassigned"] as const) {
        expect(drops.filter((dropped) => dropped.reason === reason).length).toBe(counters[reason]);
      }
      expect(
        counters.panes.early + counters.panes.onTime + counters.panes.late + counters.retractions,
      ).toBe(panes);
    }
  });
});
