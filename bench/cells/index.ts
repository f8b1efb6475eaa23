import { axisCells } from "./axes.ts";
import { backendCells } from "./backends.ts";
import { calendarCells } from "./calendar.ts";
import type { BenchCell } from "./cell.ts";
import { fixedCells } from "./fixed.ts";
import { integerCells } from "./integers.ts";
import { sessionCells } from "./sessions.ts";
import { slidingCells } from "./sliding.ts";
import { triggerCells } from "./triggers.ts";

/** All that is measured, in the order of the table. */
export const cells: readonly BenchCell[] = [
  ...fixedCells,
  ...calendarCells,
  ...triggerCells,
  ...slidingCells,
  ...sessionCells,
  ...integerCells,
  ...backendCells,
  ...axisCells,
];

export function cellNamed(name: string): BenchCell {
  const found = cells.find((cell) => cell.name === name);
  if (found === undefined) throw new Error(`There is no cell ${name}.`);
  return found;
}
