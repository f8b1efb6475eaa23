import { describe, expect, test } from "vitest";
import { answer, capabilities } from "../../../examples/conformance/engine.mjs";
import type { Answer, EngineUnderTest } from "../../../src/testing/conform/answer.ts";
import type { Capabilities } from "../../../src/testing/conform/capabilities.ts";
import { conform, type NamedCase } from "../../../src/testing/conform/conform.ts";
import { casesWithin, generate } from "../../../src/testing/conform/generate.ts";
import type { Observation } from "../../../src/testing/conform/observation.ts";
import { caseMessage } from "../../../src/testing/conform/protocol.ts";

/** The engine of the example in this process, with its messages as text. */
function small(bug: string | null): EngineUnderTest {
  return {
    name: "small",
    version: "1",
    capabilities: capabilities as Capabilities,
    answer: async (cases) =>
      cases.map((input, id): Answer => {
        const text = JSON.stringify(caseMessage(id, input));
        const reply = answer(JSON.parse(text), bug as never) as {
          steps?: readonly Observation[];
        } | null;
        const steps = reply?.steps ?? [];
        return { kind: "outputs", steps };
      }),
  };
}

function* randomCases(count: number, seed = 1): Generator<NamedCase> {
  const arbitrary = casesWithin(capabilities as Capabilities);
  for (const { number, input } of generate(arbitrary, seed, 0, count))
    yield { name: String(number), input };
}

describe("the small engine of the example", () => {
  test("is the model within its capabilities", async () => {
    const report = await conform(small(null), { cases: randomCases(2_000) });
    expect(report).toMatchObject({ cases: 2_000, agreed: 2_000, failed: 0 });
  });

  test.each([
    ["truncate", "fixed", 2],
    ["no-hold", "sessions", 2],
    ["old-timers", "sessions", 3],
  ])("with %s is caught within 1,000 cases, by one of %s windows in %d steps", async (bug, windows, steps) => {
    const report = await conform(small(bug), {
      cases: randomCases(1_000),
      shrinks: 1,
      maxFailures: 1,
    });
    expect(report.failed).toBeGreaterThan(0);
    const found = report.failures[0]?.minimal ?? null;
    expect(found?.input.strategy.trigger).toBe("default");
    expect(Object.keys(found?.input.strategy.windows ?? {})).toEqual([windows]);
    expect(found?.input.steps).toHaveLength(steps);
  });
});
