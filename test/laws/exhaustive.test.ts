import { describe, test } from "vitest";
import { endOfTime } from "../../src/testing/arbitraries/index.ts";
import { backends } from "../../src/testing/backends.ts";
import type { Case, CaseStep, CaseStrategy, CaseWindows } from "../../src/testing/cases/case.ts";
import { type Law, laws } from "../../src/testing/laws/index.ts";
import type { TriggerJson } from "../../src/triggers/index.ts";

// All scripts of up to four events over two windows. `TIDEMARK_RUNS` above the usual widens the
// alphabet; what it has by default is small enough for every test run.
const wide = Number(process.env["TIDEMARK_RUNS"] ?? 0) > 1000;

const alphabet: readonly CaseStep[] = [
  { elements: [[1, 3, "k"]] },
  { elements: [[2, 11, "k"]] },
  { watermark: 10 },
  { watermark: 26 },
  { processingTime: 6 },
  ...(wide
    ? [
        {
          elements: [
            [4, 8, "k"],
            [5, 3, "j"],
          ],
        } as const,
        { watermark: 15 },
        { advanceTogether: { watermark: 26, processingTime: 9 } },
      ]
    : []),
];

const triggers: readonly TriggerJson[] = [
  "default",
  "never",
  "always",
  { afterWatermark: {} },
  { afterCount: 1 },
  { repeatedly: { afterCount: 2 } },
  { repeatedly: { afterProcessingTime: { delay: 5 } } },
  { afterWatermark: { early: { afterCount: 1 }, late: { afterCount: 1 } } },
  { afterWatermark: { early: { afterProcessingTime: { delay: 5 } }, late: { afterCount: 2 } } },
  { afterEach: [{ afterCount: 1 }, { afterWatermark: {} }, { repeatedly: { afterCount: 1 } }] },
  { orFinally: { main: { repeatedly: { afterCount: 1 } }, finally: { afterWatermark: {} } } },
  { repeatedly: { afterAny: [{ afterCount: 2 }, { afterWatermark: {} }] } },
  { repeatedly: { afterAll: [{ afterCount: 1 }, { afterProcessingTime: { delay: 5 } }] } },
];

const windows: readonly CaseWindows[] = [
  { fixed: { size: 10 } },
  { sliding: { size: 20, period: 10 } },
  { sessions: { gap: 10 } },
];

const base: Omit<CaseStrategy, "windows" | "trigger"> = {
  accumulation: "retracting",
  allowedLateness: 5,
  closing: "ifNonEmpty",
  onTime: "always",
  timestampCombiner: "endOfWindow",
  combine: "list",
};

const variants: readonly Partial<CaseStrategy>[] = [
  {},
  { allowedLateness: 0, onTime: "ifNonEmpty", closing: "always", timestampCombiner: "earliest" },
];

const { memory, immutable, keyed } = backends;

const checked: readonly Law[] = [
  laws.equalsModel(memory),
  laws.paneNumbersHaveNoGaps(memory),
  laws.outputWatermarkIsKept(memory),
  ...(wide
    ? [
        laws.retractionsSumToTruth(memory),
        laws.nothingIsLeft(memory),
        laws.equalsReference(immutable, { ordered: true }),
        laws.equalsReference(keyed),
      ]
    : []),
];

function* scripts(longest: number): Generator<readonly CaseStep[]> {
  let level: (readonly CaseStep[])[] = [[]];
  for (let length = 1; length <= longest; length++) {
    level = level.flatMap((script) => alphabet.map((step) => [...script, step]));
    yield* level;
  }
}

const all: readonly (readonly CaseStep[])[] = [...scripts(4)].map((script) => [
  ...script,
  endOfTime,
]);

describe(`exhaustive: ${all.length} scripts of up to 4 events`, () => {
  for (const windowsJson of windows) {
    for (const trigger of triggers) {
      test(`${JSON.stringify(windowsJson)} ${JSON.stringify(trigger)}`, () => {
        for (const variant of variants) {
          const strategy: CaseStrategy = { ...base, ...variant, windows: windowsJson, trigger };
          for (const steps of all) checkAll({ strategy, steps });
        }
      }, 3_600_000);
    }
  }
});

function checkAll(input: Case): void {
  for (const law of checked) {
    const why = law.brokenBy(input);
    if (why !== null) throw new Error(`${law.name}: ${why}\n${JSON.stringify(input)}`);
  }
}
