import type { Case } from "../../../src/testing/cases/case.ts";
import type { Answer, EngineUnderTest } from "../../../src/testing/conform/answer.ts";
import type { Observation } from "../../../src/testing/conform/observation.ts";

/** One element, and the pane that the end of its window makes. */
export const onePane: Case = {
  strategy: {
    windows: { fixed: { size: 10 } },
    trigger: "default",
    accumulation: "discarding",
    allowedLateness: 0,
    closing: "ifNonEmpty",
    onTime: "always",
    timestampCombiner: "endOfWindow",
    combine: "list",
  },
  steps: [{ elements: [[1, 3, "k"]] }, { watermark: 10 }],
};

/** The case with a count as its trigger. */
export function counting(n: number, input: Case): Case {
  return { ...input, strategy: { ...input.strategy, trigger: { afterCount: n } } };
}

/** What the trigger of a case counts to, or null. */
export function counts({ strategy: { trigger } }: Case): number | null {
  return typeof trigger === "object" && "afterCount" in trigger ? trigger.afterCount : null;
}

/** An engine under test that is a function; what it throws it reports as an error. */
export function engineOf(run: (input: Case) => readonly Observation[]): EngineUnderTest {
  return {
    name: "function",
    version: null,
    capabilities: {},
    answer: async (cases) =>
      cases.map((input): Answer => {
        try {
          return { kind: "outputs", steps: run(input) };
        } catch (error) {
          return { kind: "error", message: String(error) };
        }
      }),
  };
}
