import { describe } from "vitest";
import { law } from "../support/property.ts";
import { casesOver, compare } from "../support/two-plans.ts";

/** Of one element each, of a few, and of all. */
const sizes = [1, 2, 7, 10, 30, 300] as const;

describe("Law 12: the columnar plan is the general one, pane for pane", () => {
  law("random cases", casesOver(sizes.map((size) => [size, size] as const)), (input) => {
    compare(input);
  });
});
