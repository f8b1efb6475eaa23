export * from "./arbitraries/index.ts";
export { backends } from "./backends.ts";
export { buildStrategy } from "./cases/build.ts";
export type {
  Case,
  CaseCombine,
  CaseElement,
  CaseStep,
  CaseStrategy,
  CaseWindows,
} from "./cases/case.ts";
export * from "./conform/index.ts";
export * from "./hosts/index.ts";
export * from "./laws/index.ts";
export {
  Model,
  type ModelStrategy,
  type Output as ModelOutput,
  type Step as ModelStep,
  type StepResult as ModelStepResult,
} from "./model/model.ts";
export { ModelSubject } from "./model/subject.ts";
export {
  type KafkaEmit,
  type Profile,
  type ProfileOptions,
  profileNamed,
  profileNames,
} from "./profiles/index.ts";
export type { Backend, Subject, SubjectWindow, Taken } from "./subject.ts";
export type { Action, Element, Expectation, Step, TranscriptCase } from "./transcript/case.ts";
export { type ParseOptions, parseTranscripts, transcriptFromJson } from "./transcript/parse.ts";
export type { PlayOptions } from "./transcript/player.ts";
export { recordCase } from "./transcript/record.ts";
export { type CaseResult, checkTranscript, failureLines, runCase } from "./transcript/run.ts";
export { TranscriptError } from "./transcript/transcript-error.ts";
export { toVitest } from "./transcript/vitest.ts";
