import { combiner } from "../../combine/custom.ts";
import type { Combiner } from "../../combine/combine-fn.ts";
import { count } from "../../combine/count.ts";
import { max, min } from "../../combine/extreme.ts";
import { set } from "../../combine/set.ts";
import { mean, sum } from "../../combine/sum.ts";
import { tuple } from "../../combine/tuple.ts";
import type { Aggregate } from "../../text/aggregate.ts";

export type CellValue = string | number | boolean | null;
/** What of a row the aggregates look at, a place for each of their columns. */
export type RowValue = readonly CellValue[];
/** The value of a pane: the result of every aggregate by its label. */
export type Results = Readonly<Record<string, unknown>>;

/** A column that aggregates look at. */
export interface ValueColumn {
  readonly name: string;
  /** Whether its cells must be numbers. */
  readonly isNumber: boolean;
}

export interface AggregatePlan {
  readonly columns: readonly ValueColumn[];
  readonly combine: Combiner<RowValue, Results>;
  readonly labels: readonly string[];
}

/** The columns that a list of aggregates needs, and the combiner over them. */
export function planAggregates(aggregates: readonly Aggregate[]): AggregatePlan {
  const columns: ValueColumn[] = [];
  const combiners: Record<string, Combiner<RowValue, unknown>> = {};
  for (const { fn, column, label } of aggregates) {
    combiners[label] =
      fn === "count" ? count() : combinerAt(fn, placeOf(columns, fn, column ?? ""));
  }
  return {
    columns,
    combine: tuple<RowValue, typeof combiners>(combiners),
    labels: aggregates.map(({ label }) => label),
  };
}

/** The place of a column in the row's value; a column may be there as numbers and as it is. */
function placeOf(columns: ValueColumn[], fn: Aggregate["fn"], name: string): number {
  const isNumber = fn !== "list" && fn !== "distinct";
  const at = columns.findIndex((known) => known.name === name && known.isNumber === isNumber);
  return at >= 0 ? at : columns.push({ name, isNumber }) - 1;
}

function combinerAt(
  fn: Exclude<Aggregate["fn"], "count">,
  at: number,
): Combiner<RowValue, unknown> {
  const numberOf = (row: RowValue): number => row[at] as number;
  switch (fn) {
    case "sum":
      return sum(numberOf);
    case "mean":
      return mean(numberOf);
    case "min":
      return min(numberOf);
    case "max":
      return max(numberOf);
    case "distinct":
      return set((row: RowValue) => row[at] as CellValue);
    case "list":
      return listAt(at);
  }
}

function listAt(at: number): Combiner<RowValue, CellValue[]> {
  return combiner<RowValue, CellValue[], CellValue[]>({
    name: "list",
    version: 1,
    create: () => [],
    add(cells, row) {
      cells.push(row[at] as CellValue);
      return cells;
    },
    merge(a, b) {
      for (const cell of b) a.push(cell);
      return a;
    },
    extract: (cells) => cells.slice(),
  });
}
