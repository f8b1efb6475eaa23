import fc from "fast-check";

/**
 * How often each of several named things is drawn, relative to the others, in whole numbers; 0 is
 * never.
 */
export type Weights<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/**
 * Draws from named arbitraries by weight; those that `given` does not name keep their usual weight.
 * Values shrink toward the first that has a weight.
 *
 * Throws a `RangeError` if nothing is left to draw from.
 */
export function weighted<Name extends string, V>(
  usual: Readonly<Record<Name, number>>,
  given: Weights<Name>,
  arbitraries: Readonly<Record<Name, fc.Arbitrary<V>>>,
): fc.Arbitrary<V> {
  const names = Object.keys(usual) as Name[];
  const drawn = names
    .map((name) => ({ weight: given[name] ?? usual[name], arbitrary: arbitraries[name] }))
    .filter(({ weight }) => weight > 0);
  if (drawn.length === 0) throw new RangeError(`All of ${names.join(", ")} have weight 0.`);
  return fc.oneof<fc.MaybeWeightedArbitrary<V>[]>({ withCrossShrink: true }, ...drawn);
}

/** Weights that leave out all names but the given ones; null leaves out none. */
export function only<Name extends string>(
  names: readonly Name[],
  wanted: readonly string[] | null,
): Weights<Name> {
  const left = names.filter((name) => wanted !== null && !wanted.includes(name));
  return Object.fromEntries(left.map((name) => [name, 0])) as Weights<Name>;
}

/** Tells an arbitrary from options, also one of another copy of fast-check. */
export function isArbitrary<V>(value: fc.Arbitrary<V> | object): value is fc.Arbitrary<V> {
  return "generate" in value;
}
