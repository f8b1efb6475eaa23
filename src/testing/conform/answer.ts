import type { Case } from "../cases/case.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Observation } from "./observation.ts";

/** What an engine under test made of one case, or what became of the engine. */
export type Answer =
  | { readonly kind: "outputs"; readonly steps: readonly Observation[] }
  | { readonly kind: "unsupported"; readonly reason: string }
  /** It reported that it failed. */
  | { readonly kind: "error"; readonly message: string }
  /** Its process ended, it did not answer in time, or what it wrote is no answer. */
  | { readonly kind: "crash" | "hang" | "nonsense"; readonly message: string };

/** An engine under test, in this process or in another. */
export interface EngineUnderTest {
  readonly name: string;
  readonly version: string | null;
  readonly capabilities: Capabilities;
  /** The answers to cases, in the order of the cases. Never rejects for what the engine does. */
  answer(cases: readonly Case[]): Promise<readonly Answer[]>;
}
