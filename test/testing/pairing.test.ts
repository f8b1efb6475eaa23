import fc from "fast-check";
import { expect, test } from "vitest";
import { pair } from "../../src/testing/transcript/pairing.ts";
import { law } from "../support/property.ts";

/** The size of the largest pairing, by trying everything. */
function largest(
  fits: readonly (readonly boolean[])[],
  entry = 0,
  taken = new Set<number>(),
): number {
  const row = fits[entry];
  if (row === undefined) return 0;
  let best = largest(fits, entry + 1, taken);
  for (const [output, fit] of row.entries()) {
    if (!fit || taken.has(output)) continue;
    best = Math.max(best, 1 + largest(fits, entry + 1, new Set([...taken, output])));
  }
  return best;
}

const matrices = fc
  .record({ entries: fc.integer({ min: 0, max: 6 }), outputs: fc.integer({ min: 0, max: 6 }) })
  .chain(({ entries, outputs }) =>
    fc.array(fc.array(fc.boolean(), { minLength: outputs, maxLength: outputs }), {
      minLength: entries,
      maxLength: entries,
    }),
  );

law("pairs as many as can be paired, each once and only what fits", matrices, (fits) => {
  const outputs = (fits[0] ?? []).map((_, at) => at);
  const outputOf = pair(fits, outputs, (row, output) => row[output] === true);
  const paired = outputOf.filter((output) => output >= 0);
  expect(new Set(paired).size).toBe(paired.length);
  for (const [entry, output] of outputOf.entries()) {
    if (output >= 0) expect(fits[entry]?.[output]).toBe(true);
  }
  expect(paired.length).toBe(largest(fits));
});

test("a vague entry gives way to a precise one", () => {
  const outputs = ["ab", "b"];
  const fits = (entry: string, output: string): boolean => output.includes(entry);
  expect(pair(["b", "ab"], outputs, fits)).toEqual([1, 0]);
  expect(pair(["ab", "b"], outputs, fits)).toEqual([0, 1]);
});

test("a chain in which every entry has to move is no deeper than the stack", () => {
  const size = 3000;
  const entries = Array.from({ length: size }, (_, at) => at);
  // Entry n fits n and n + 1; the last one fits only 0, which moves all the others up.
  const fits = (entry: number, output: number): boolean =>
    entry === size - 1 ? output === 0 : output === entry || output === entry + 1;
  expect(pair(entries, entries, fits)).not.toContain(-1);
});
