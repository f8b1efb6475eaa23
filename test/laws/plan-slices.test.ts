import { describe, expect, test } from "vitest";
import { sum } from "../../src/combine/index.ts";
import { Engine, strategy } from "../../src/panes/index.ts";
import { law } from "../support/property.ts";
import { cumulate } from "../../src/windows/index.ts";
import { casesOver, compare } from "../support/two-plans.ts";

/** Size and period; the last do not divide, or overlap less than twice. */
const overlapping = [
  [2, 1],
  [10, 5],
  [12, 3],
  [20, 2],
  [60, 3],
  [30, 1],
  [7, 3],
  [10, 4],
  [20, 9],
  [23, 5],
  [3, 2],
  [10, 7],
] as const;

/** The longest window and the step. */
const cumulated = [
  [10, 5],
  [12, 3],
  [20, 2],
  [60, 3],
  [30, 1],
  [7, 7],
] as const;

describe("Law 12: the sliced plan is the general one, pane for pane", () => {
  law("random cases", casesOver(overlapping), (input) => {
    compare(input);
  });

  law("cumulated windows", casesOver(cumulated), (input) => {
    const { windows, offset } = input.strategy;
    compare(input, cumulate(windows.period, { max: windows.size, offset }));
  });

  test("cumulated windows are on it, at one addition for each element", () => {
    const engine = new Engine<string, number, number>(
      strategy({ windows: cumulate(1, { max: 60 }), combine: sum() }),
      { onPane: () => {} },
    );
    expect(engine.plan).toEqual({ name: "sliced", because: [] });
    for (let at = 0; at < 600; at++) engine.add("k", 1, at);
    expect(engine.work.adds).toBe(600);
    engine.advanceWatermark(600);
    // Each of 60 windows in a minute has one more slice than the one before.
    expect(engine.work.merges).toBeLessThan(2 * 600);
    expect(engine.counters.panes.onTime).toBe(600);
  });
});
