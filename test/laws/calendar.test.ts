import fc from "fast-check";
import { describe } from "vitest";
import { backends } from "../../src/testing/backends.ts";
import { allLaws, type LawScope } from "../../src/testing/laws/index.ts";
import { lawTest } from "../support/property.ts";

const hour = 3_600_000;
/** Around a change of clocks at midnight, one of half an hour, and a date that a zone has skipped. */
const seasons = [
  ["spring", "2011-03-25", "2011-04-06"],
  ["autumn", "2011-10-14", "2011-11-09"],
  ["December", "2011-12-27", "2012-01-03"],
] as const;

/** What depends on windows; the others speak of triggers and panes. */
const chosen: readonly string[] = [
  "windowsContainTheirElements",
  "checkpointsAreInvisible",
  "paneNumbersHaveNoGaps",
  "nothingIsLeft",
  "everyElementIsAccountedFor",
  "equalsReference",
  "equalsModel",
];

const scopeOf = (from: string, to: string): LawScope => ({
  cases: {
    strategies: {
      windows: { calendar: 1, fixed: 0, sliding: 0, sessions: 0, global: 0 },
      allowedLateness: fc.constantFrom(0, 5 * hour, 40 * hour),
    },
    scripts: { earliest: Date.parse(from), latest: Date.parse(to) },
  },
});

describe.each(seasons)("calendar windows, %s", (_, from, to) => {
  describe.each([
    ["memory", backends.memory, true],
    ["immutable", backends.immutable, true],
    ["keyed", backends.keyed, false],
  ] as const)("%s", (_name, backend, ordered) => {
    for (const law of allLaws(backend, { ...scopeOf(from, to), ordered }))
      if (chosen.includes(law.name)) lawTest(law);
  });
});
