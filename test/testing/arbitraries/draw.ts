import fc from "fast-check";

const runs = 1_000;

/** A thousand values, the same each time. */
export function draw<T>(arbitrary: fc.Arbitrary<T>): T[] {
  return fc.sample(arbitrary, { numRuns: runs, seed: 7 });
}

/** The simplest value that can be found of those for which `isWanted` is true. */
export function simplest<T>(arbitrary: fc.Arbitrary<T>, isWanted: (value: T) => boolean): T {
  const { counterexample } = fc.check(
    fc.property(arbitrary, (value) => !isWanted(value)),
    { numRuns: runs, seed: 7 },
  );
  if (counterexample === null) throw new Error(`None of ${runs} values is wanted.`);
  return counterexample[0];
}
