import type { Case, CaseStep, CaseStrategy } from "../cases/case.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Observation } from "./observation.ts";

/** The version of the protocol that this library speaks. */
export const protocolVersion = 1;

/** The first line that an engine reads. */
export interface KitHello {
  readonly type: "hello";
  readonly protocol: number;
  /** The name and version of the program that asks. */
  readonly kit: string;
  readonly version: string;
}

/** One case, whole in one line: the fields of a strategy, and the steps of its script. */
export type CaseMessage = CaseStrategy & {
  readonly type: "case";
  /** What the answer must name. */
  readonly id: number;
  readonly steps: readonly CaseStep[];
};

/** The last line; the engine answers what it has read, and ends. */
export interface EndMessage {
  readonly type: "end";
}

export type KitMessage = KitHello | CaseMessage | EndMessage;

/** The first line that an engine writes. */
export interface EngineHello {
  readonly type: "hello";
  readonly protocol: number;
  readonly engine: string;
  readonly version?: string;
  readonly capabilities: Capabilities;
}

/** What became of a case: one observation for each of its steps. */
export interface OutputsMessage {
  readonly type: "outputs";
  readonly id: number;
  readonly steps: readonly Observation[];
}

/** The engine has not what the case needs. */
export interface UnsupportedMessage {
  readonly type: "unsupported";
  readonly id: number;
  readonly reason: string;
}

/** The engine failed in the middle of the case, and can go on with another. */
export interface ErrorMessage {
  readonly type: "error";
  /** Null if the line that went wrong names no case. */
  readonly id: number | null;
  readonly message: string;
}

export type AnswerMessage = OutputsMessage | UnsupportedMessage | ErrorMessage;
export type EngineMessage = EngineHello | AnswerMessage;

/** A case as it goes over the line. */
export function caseMessage(id: number, { strategy, steps }: Case): CaseMessage {
  return { type: "case", id, ...strategy, steps };
}
