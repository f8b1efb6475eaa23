import { backends } from "../backends.ts";
import type { Case } from "../cases/case.ts";
import type { Answer, EngineUnderTest } from "./answer.ts";
import { type Explanation, explain } from "./explain.ts";
import type { Profile } from "../profiles/index.ts";
import { type Observation, observe, type ReportedField, reportedFields } from "./observation.ts";
import type { DialectRule } from "./rule.ts";

/** What becomes of one case. */
export type Verdict =
  | { readonly outcome: "agrees" }
  | { readonly outcome: "explained"; readonly rules: readonly DialectRule[] }
  | { readonly outcome: "unsupported"; readonly reason: string }
  | Failure;

/** The engine under test does otherwise, and no rule says why; or it did not answer as it should. */
export type Failure =
  | (Extract<Explanation, { outcome: "differs" }> & { readonly kind: "difference" })
  | {
      readonly outcome: "failed";
      readonly kind: Exclude<Answer["kind"], "outputs" | "unsupported">;
      readonly message: string;
    };

export function isFailure(verdict: Verdict): verdict is Failure {
  return verdict.outcome === "differs" || verdict.outcome === "failed";
}

/** Holds an engine to ours, case by case. */
export class Judge {
  private readonly engine: EngineUnderTest;
  private readonly rules: readonly DialectRule[];
  private readonly fields: ReadonlySet<ReportedField>;

  private readonly run: (input: Case) => readonly Observation[];

  constructor(
    engine: EngineUnderTest,
    rules: readonly DialectRule[],
    profile: Profile | null = null,
  ) {
    this.run = runUnder(profile);
    this.engine = engine;
    this.rules = rules;
    this.fields = new Set(engine.capabilities.reports ?? reportedFields);
  }

  /** The verdicts, in the order of the cases. */
  async judge(cases: readonly Case[]): Promise<readonly Verdict[]> {
    const answers = await this.engine.answer(cases);
    return cases.map((input, at) => this.verdict(input, answers[at] as Answer));
  }

  private verdict(input: Case, answer: Answer): Verdict {
    switch (answer.kind) {
      case "unsupported":
        return { outcome: "unsupported", reason: answer.reason };
      case "outputs": {
        const { fields, rules, run } = this;
        const explanation = explain(input, answer.steps, { run, fields, rules });
        return explanation.outcome === "differs"
          ? { ...explanation, kind: "difference" }
          : explanation;
      }
      default: {
        const { kind, message } = answer;
        const rule =
          kind === "error" &&
          this.rules.find((known) => known.explainsError?.(message, input) === true);
        return rule
          ? { outcome: "explained", rules: [rule] }
          : { outcome: "failed", kind, message };
      }
    }
  }
}

/** The model, as our engine has it. */
export function run(input: Case): readonly Observation[] {
  return observe(backends.memory, input);
}

/** Our engine, by which the other is judged: the model, or what it does under a profile. */
export function runUnder(profile: Profile | null): (input: Case) => readonly Observation[] {
  if (profile === null) return run;
  const backend = profile.under(backends.memory);
  return (input) => observe(backend, input);
}
