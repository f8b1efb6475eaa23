export { backends } from "./backends.ts";
export type { Backend, Subject, SubjectWindow, Taken } from "./subject.ts";
export type { Action, Element, Expectation, Step, TranscriptCase } from "./transcript/case.ts";
export { type ParseOptions, parseTranscripts, transcriptFromJson } from "./transcript/parse.ts";
export type { PlayOptions } from "./transcript/player.ts";
export { recordCase } from "./transcript/record.ts";
export { type CaseResult, checkTranscript, failureLines, runCase } from "./transcript/run.ts";
export { TranscriptError } from "./transcript/transcript-error.ts";
export { toVitest } from "./transcript/vitest.ts";
