import type { Answer, EngineUnderTest } from "../../testing/conform/answer.ts";
import type { NamedCase } from "../../testing/conform/conform.ts";
import { isFailure, Judge, runUnder, type Verdict } from "../../testing/conform/judge.ts";
import type { Profile } from "../../testing/profiles/index.ts";
import type { DialectRule } from "../../testing/conform/rule.ts";
import type { CaseStep } from "../../testing/cases/case.ts";
import { transcriptText } from "../../testing/conform/transcript-of.ts";
import { comparedFields } from "./failure-text.ts";
import { stepLines, stepText } from "./step-text.ts";
import { headline, particulars } from "./words.ts";

/** One case in full: its transcript, what both engines made of each step, and what that comes to. */
export async function replay(
  engine: EngineUnderTest,
  { name, input }: NamedCase,
  rules: readonly DialectRule[],
  profile: Profile | null,
): Promise<{ readonly text: string; readonly verdict: Verdict }> {
  let answer: Answer | undefined;
  const listening: EngineUnderTest = {
    ...engine,
    name: engine.name,
    version: engine.version,
    capabilities: engine.capabilities,
    answer: async (cases) => {
      const answers = await engine.answer(cases);
      answer = answers[0];
      return answers;
    },
  };
  const [verdict] = await new Judge(listening, rules, profile).judge([input]);
  if (verdict === undefined || answer === undefined) throw new Error("The case has no answer.");
  const ours = runUnder(profile)(input);
  const parts = [transcriptText(input, { name: `case ${name}`, expected: ours })];
  if (answer.kind === "outputs") {
    const fields = comparedFields(engine.capabilities.reports);
    const compared: string[] = [];
    for (const [at, observation] of ours.entries()) {
      const theirs = answer.steps[at] ?? { outputs: [] };
      const lines = stepLines(observation, theirs, fields).map((line) => `  ${line}\n`);
      compared.push(`step ${at}, ${stepText(input.steps[at] as CaseStep)}\n`, ...lines);
    }
    parts.push(`- is the model, + is ${engine.name}\n${compared.join("")}`);
  }
  return { text: `${parts.join("\n")}\n${verdictText(verdict)}`, verdict };
}

function verdictText(verdict: Verdict): string {
  if (isFailure(verdict))
    return [`not ok: ${headline(verdict)}`, ...particulars(verdict), ""].join("\n");
  switch (verdict.outcome) {
    case "agrees":
      return "ok\n";
    case "explained":
      return `ok, explained by ${verdict.rules.map(({ name }) => name).join(", ")}\n`;
    case "unsupported":
      return `unsupported: ${verdict.reason}\n`;
  }
}
