import { describe } from "vitest";
import { backends } from "../../src/testing/backends.ts";
import { allLaws } from "../../src/testing/laws/index.ts";
import { ModelSubject } from "../../src/testing/model/subject.ts";
import type { Backend } from "../../src/testing/subject.ts";
import { lawTest } from "../support/property.ts";

const model: Backend = (strategy) => new ModelSubject(strategy);

// State scoped by key leaves the order of keys within a step to the host.
describe.each<[string, Backend, { ordered: boolean }]>([
  ["memory", backends.memory, { ordered: true }],
  ["immutable", backends.immutable, { ordered: true }],
  ["keyed", backends.keyed, { ordered: false }],
])("%s, random cases", (_, backend, scope) => {
  for (const law of allLaws(backend, scope)) lawTest(law);
});

// What it is compared with, or has nothing to say to, is left out.
const others: readonly string[] = ["checkpointsAreInvisible", "equalsReference", "equalsModel"];

describe("reference model, random cases", () => {
  for (const law of allLaws(model)) if (!others.includes(law.name)) lawTest(law);
});
