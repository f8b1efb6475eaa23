import fc from "fast-check";

/** One or more, of any length evenly, of which each can be left out when the list shrinks. */
export function several<T>(of: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> {
  // With a least length of 1 fast-check would never leave out the last one; and unless told its
  // size, no list would be longer than 10.
  return fc
    .array(of, { maxLength: Math.max(1, most), size: "max" })
    .filter(({ length }) => length > 0);
}
