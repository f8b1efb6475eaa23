import { expect, test } from "vitest";
import { cells } from "../../bench/cells.ts";
import { measure } from "../../bench/measure.ts";

// `measure` throws if floor and engine put out different results.
test.each(
  cells.map((cell) => [cell.name, cell] as const),
)("%s, tiny: the engine puts out what the floor does", (_name, cell) => {
  const share = 2_000 / cell.feed.elements;
  const report = measure(cell, { samples: 1, warmups: 0, share });
  expect(report.results).not.toBe("");
  expect(report.panesPerElement).toBeGreaterThan(0);
});
