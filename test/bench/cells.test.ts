import { expect, test } from "vitest";
import type { BenchCell } from "../../bench/cells/cell.ts";
import { cells } from "../../bench/cells/index.ts";
import { measure } from "../../bench/measure.ts";

/** So small that it takes no time, and so few keys that each still gets panes of several elements. */
function tiny(cell: BenchCell): BenchCell {
  const keys = Math.min(cell.feed.keys, 20);
  return { ...cell, feed: { ...cell.feed, elements: 1_000, keys, ends: true } };
}

// `measure` throws if contestants that must agree put out different results.
test.each(
  cells.map((cell) => [cell.name, tiny(cell)] as const),
)("%s, tiny: all that must agree do, in the plan chosen and in the general one", async (_name, cell) => {
  const options = { samples: 1, warmups: 0, share: 1 };
  const report = await measure(cell, options);
  const general = await measure(cell, options, "general");
  expect(report.panesPerElement).toBeGreaterThan(0);
  expect(report.results).toEqual(general.results);
});
