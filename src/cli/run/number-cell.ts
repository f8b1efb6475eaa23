import { show } from "../../errors.ts";
import { CellProblem } from "./cell-problem.ts";

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number in a cell: a JSON number, or decimal text. */
export function readNumber(cell: unknown): number | CellProblem {
  const number = typeof cell === "string" && decimal.test(cell) ? Number(cell) : cell;
  if (typeof number === "number" && Number.isFinite(number)) return number + 0;
  const isEmpty = cell === "" || cell === null;
  return new CellProblem(
    isEmpty ? "the cell is empty, not a number" : `${show(cell)} is no number`,
    "write a number such as 4.5, or give --bad-rows skip to leave such rows out",
  );
}
