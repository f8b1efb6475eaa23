import { describe } from "vitest";
import type { Case, CaseStrategy, CaseStep } from "../../../src/testing/cases/case.ts";
import { kafkaStreamsRules } from "../../../src/testing/conform/dialects/kafka-streams.ts";
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
const fields = new Set<ReportedField>(["timestamp", "late"]);
const run = runUnder(profileNamed("kafka-streams"));

describe("the rules", () => {
  rulesAreKnown("kafka-streams", kafkaStreamsRules, recordedAnswers("kafka-streams"), fields, run);
});

function kafkaCase(strategy: Partial<CaseStrategy>, ...steps: readonly CaseStep[]): Case {
  return caseOf(
    { closing: "never", onTime: "ifNonEmpty", accumulation: "accumulating", ...strategy },
    ...steps,
  );
}

const cases = {
  "every update": kafkaCase({ trigger: "always", allowedLateness: 5 }, bundle(1, 2, 12, 3)),
  "final results": kafkaCase({ allowedLateness: 5 }, bundle(1, 2), bundle(14), bundle(15)),
  "results on window close": kafkaCase(
    { trigger: { afterWatermark: {} }, allowedLateness: 5 },
    bundle(1),
    bundle(8),
    bundle(15),
  ),
  "sessions that are replaced": kafkaCase(
    {
      windows: { sessions: { gap: 10 } },
      trigger: "always",
      accumulation: "retracting",
      allowedLateness: 50,
    },
    bundle(1),
    bundle(21),
    bundle(11),
  ),
};

describe("a fault is noticed", () => {
  faultsAreNoticed(kafkaStreamsRules, fields, cases, run, run);
});
