export type { Answer, EngineUnderTest } from "./answer.ts";
export type { Capabilities } from "./capabilities.ts";
export {
  conform,
  type ConformCounts,
  type ConformOptions,
  type ConformReport,
  type FailedCase,
  type NamedCase,
} from "./conform.ts";
export { dialects } from "./dialects/index.ts";
export type { Difference } from "./difference.ts";
export { type ComparisonOptions, explain, type Explanation } from "./explain.ts";
export { casesWithin, generate } from "./generate.ts";
export type { Failure, Verdict } from "./judge.ts";
export {
  type Bounds,
  type Observation,
  observe,
  type OutputRecord,
  type ReportedField,
  reportedFields,
} from "./observation.ts";
export {
  type AnswerMessage,
  type CaseMessage,
  caseMessage,
  type EngineMessage,
  type KitMessage,
  protocolVersion,
} from "./protocol.ts";
export type { DialectRule, Outcome, Situation } from "./rule.ts";
export { serve, type ServedEngine } from "./serve.ts";
export { transcriptOf, type TranscriptParts, transcriptText } from "./transcript-of.ts";
