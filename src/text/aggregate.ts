import { type Cursor, readAll } from "./cursor.ts";
import { oneOf } from "./literals.ts";

export type AggregateFunction = "count" | "sum" | "mean" | "min" | "max" | "list" | "distinct";

/** One result to compute over the rows of a window. */
export interface Aggregate {
  readonly fn: AggregateFunction;
  /** The column it is about; null for `count`, which is about whole rows. */
  readonly column: string | null;
  /** Its text in the shortest form, which is also its name among the results: `max(mag)`. */
  readonly label: string;
}

const functionOf = oneOf<AggregateFunction>("an aggregate", {
  count: "count",
  sum: "sum",
  mean: "mean",
  min: "min",
  max: "max",
  list: "list",
  distinct: "distinct",
});

/**
 * The aggregates that a text such as `count, max(mag), mean("depth (km)")` lists. A column's name
 * is quoted as in JSON if it has white space or one of `( ) , : "`. Throws `SYNTAX`.
 */
export function parseAggregate(text: string): readonly Aggregate[] {
  return readAll(text, (cursor) => {
    const aggregates: Aggregate[] = [];
    do {
      const start = cursor.peek();
      const aggregate = readAggregate(cursor);
      if (aggregates.some((known) => known.label === aggregate.label)) {
        throw cursor.error(
          `an aggregate other than ${aggregate.label}, which is already there`,
          start,
        );
      }
      aggregates.push(aggregate);
    } while (cursor.skip(","));
    if (cursor.peek().kind !== "end") throw cursor.error(`"," or the end of the text`);
    return aggregates;
  });
}

function readAggregate(cursor: Cursor): Aggregate {
  const fn = functionOf(cursor);
  if (fn === "count") {
    if (cursor.skip("(")) cursor.expect(")", `")", because count is about whole rows`);
    return { fn, column: null, label: fn };
  }
  cursor.expect("(", `the column of ${fn} in parentheses`);
  const token = cursor.peek();
  if (token.kind !== "word" && token.kind !== "quoted") throw cursor.error("a column name");
  cursor.take();
  cursor.expect(")", `")"`);
  return { fn, column: token.text, label: `${fn}(${quoteColumn(token.text)})` };
}

function quoteColumn(name: string): string {
  return /^[^\s(),:"]+$/.test(name) ? name : JSON.stringify(name);
}
