import { describe } from "vitest";
import type { Case, CaseStrategy, CaseStep } from "../../../src/testing/cases/case.ts";
import { hazelcastRules } from "../../../src/testing/conform/dialects/hazelcast.ts";
import { runUnder } from "../../../src/testing/conform/judge.ts";
import type { ReportedField } from "../../../src/testing/conform/observation.ts";
import { profileNamed } from "../../../src/testing/profiles/index.ts";
import {
  bundle,
  caseOf,
  faultsAreNoticed,
  recordedAnswers,
  rulesAreKnown,
} from "./dialect-suite.ts";

/** What the adapter reports. */
const fields = new Set<ReportedField>(["late"]);
const run = runUnder(profileNamed("hazelcast"));

describe("the rules", () => {
  rulesAreKnown("hazelcast", hazelcastRules, recordedAnswers("hazelcast"), fields, run);
});

function jetCase(strategy: Partial<CaseStrategy>, ...steps: readonly CaseStep[]): Case {
  return caseOf({ closing: "ifNonEmpty", onTime: "ifNonEmpty", ...strategy }, ...steps);
}

const cases = {
  "the end of a window": jetCase({}, bundle(1, 2, 12), { watermark: 10 }),
  "sliding windows": jetCase({ windows: { sliding: { size: 20, period: 10 } } }, bundle(1, 12), {
    watermark: 20,
  }),
  sessions: jetCase({ windows: { sessions: { gap: 10 } } }, bundle(1, 12, 5), { watermark: 30 }),
};

describe("a fault is noticed", () => {
  faultsAreNoticed(hazelcastRules, fields, cases, run, run);
});
