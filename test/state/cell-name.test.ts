import { Map as PersistentMap } from "immutable";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CellName } from "../../src/state/cell-name.ts";
import { law } from "../support/property.ts";

const key = fc.constantFrom("a", "b", "1", "", 1, 0, -1, 0.5, 1e300, 1n, true, false, "true");
const start = fc.constantFrom(-8.64e15, -1, 0, 1, 2 ** 32, 2 ** 40 + 1);
const name = fc
  .tuple(key, start, fc.constantFrom(1, 10, 2 ** 33))
  .map(([of, from, size]) => new CellName(of, from, from + size));

law("names are the same in an immutable map if key and window are", fc.array(name), (names) => {
  const texts = names.map(({ key: of, start: from, end }) => `${typeof of} ${of} ${from} ${end}`);
  const map = PersistentMap(names.map((one, at) => [one, at]));
  expect(map.size).toBe(new Set(texts).size);
  names.forEach(({ key: of, start: from, end }, at) => {
    expect(map.get(new CellName(of, from, end))).toBe(texts.lastIndexOf(texts[at] as string));
  });
});

test("windows of one key seldom share a hash", () => {
  const hashes = Array.from({ length: 10_000 }, (_, at) =>
    new CellName("k", at * 60_000, (at + 1) * 60_000).hashCode(),
  );
  expect(new Set(hashes).size).toBeGreaterThan(9_900);
});
