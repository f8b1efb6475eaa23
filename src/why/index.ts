export { type Analysable, analyse } from "./analyse.ts";
export { explain, type Explanation, type Holder, type NextPane } from "./explain.ts";
export { type ExplanationTextOptions, explanationText } from "./explanation-text.ts";
export { type Finding, type FindingCode, findingTable } from "./finding.ts";
export type { Need } from "./need.ts";
export type { PartExplanation, PartState } from "./trigger-state.ts";
export { traced } from "./trace.ts";
export {
  type OfTimer,
  type OfWindow,
  type TraceEvent,
  type TraceFact,
  traceLine,
} from "./trace-event.ts";
export { isAbout, storyLine } from "./story.ts";
