import { describe } from "vitest";
import type { Case, CaseStrategy, CaseStep } from "../../../src/testing/cases/case.ts";
import { flinkRules } from "../../../src/testing/conform/dialects/flink.ts";
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
const fields = new Set<ReportedField>(["timestamp", "late", "empty"]);
const run = runUnder(profileNamed("flink"));

describe("the rules", () => {
  rulesAreKnown("flink", flinkRules, recordedAnswers("flink"), fields, run);
});

function flinkCase(strategy: Partial<CaseStrategy>, ...steps: readonly CaseStep[]): Case {
  return caseOf({ closing: "never", onTime: "ifNonEmpty", ...strategy }, ...steps);
}

const cases = {
  "the end of a window": flinkCase({ allowedLateness: 30 }, bundle(1, 2, 12), { watermark: 10 }),
  "late elements": flinkCase({ allowedLateness: 30 }, { watermark: 10 }, bundle(1, 2)),
  "counts in sessions": flinkCase(
    {
      windows: { sessions: { gap: 10 } },
      trigger: { repeatedly: { afterCount: 2 } },
      accumulation: "accumulating",
    },
    bundle(1, 11),
    bundle(5),
  ),
  "a continuous trigger": flinkCase(
    {
      windows: { fixed: { size: 40, offset: 5 } },
      trigger: { everyEventTime: { period: 10, offset: 0 } },
    },
    bundle(6),
    { watermark: 11 },
  ),
};

describe("a fault is noticed", () => {
  faultsAreNoticed(flinkRules, fields, cases, run, run);
});
