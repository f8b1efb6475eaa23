import { describe } from "vitest";
import { floorTo } from "../../src/watermark/time.ts";
import { type ConsecutiveWindowFn, interval, maxTimestamp } from "../../src/windows/index.ts";
import { law } from "../support/property.ts";
import { casesOver, compare } from "../support/two-plans.ts";

/** Size and period: of one element each, of a few, and of all; the last leave gaps. */
const disjoint = [
  [1, 1],
  [2, 2],
  [7, 7],
  [10, 10],
  [30, 30],
  [300, 300],
  [2, 10],
  [3, 4],
] as const;

/** As windows of a calendar are: of no one length, and everywhere. */
const uneven: ConsecutiveWindowFn = {
  kind: "uneven",
  shape: "plain",
  consecutive: true,
  assign(timestamp) {
    const from = floorTo(timestamp, 30, 0);
    const cuts = [0, 1, 4, 11, 23, 30].map((cut) => from + cut);
    const next = cuts.findIndex((cut) => cut > timestamp);
    return [interval(cuts[next - 1]!, cuts[next]!)];
  },
  toSideInputWindow: (window) => uneven.assign(maxTimestamp(window), null)[0]!,
  toJSON: () => ({ custom: { name: "uneven", version: 1 } }),
  toString: () => "uneven",
};

describe("Law 12: the columnar plan is the general one, pane for pane", () => {
  law("random cases", casesOver(disjoint), (input) => {
    compare(input);
  });
  law("windows of no one length", casesOver([[10, 10]]), (input) => {
    compare(input, uneven);
  });
});
