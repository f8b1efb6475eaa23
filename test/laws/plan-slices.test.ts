import { describe } from "vitest";
import { law } from "../support/property.ts";
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

describe("Law 12: the sliced plan is the general one, pane for pane", () => {
  law("random cases", casesOver(overlapping), (input) => {
    compare(input);
  });
});
