import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAggregate } from "../../src/text/index.ts";
import { law } from "../support/property.ts";

test("functions and columns", () => {
  expect(parseAggregate('count, max(mag),mean( "depth (km)" ), distinct("net")')).toEqual([
    { fn: "count", column: null, label: "count" },
    { fn: "max", column: "mag", label: "max(mag)" },
    { fn: "mean", column: "depth (km)", label: 'mean("depth (km)")' },
    { fn: "distinct", column: "net", label: "distinct(net)" },
  ]);
});

const names = ["sum", "mean", "min", "max", "list", "distinct"];

law(
  "a label reads back as its aggregate",
  fc.tuple(fc.constantFrom(...names), fc.string({ unit: "binary" })),
  ([fn, column]) => {
    const [aggregate] = parseAggregate(`${fn}(${JSON.stringify(column)})`);
    expect(aggregate).toMatchObject({ fn, column });
    expect(parseAggregate(aggregate?.label ?? "")).toEqual([aggregate]);
  },
);
