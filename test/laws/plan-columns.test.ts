import { describe } from "vitest";
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

describe("Law 12: the columnar plan is the general one, pane for pane", () => {
  law("random cases", casesOver(disjoint), (input) => {
    compare(input);
  });
});
