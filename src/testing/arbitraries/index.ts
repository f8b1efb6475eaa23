export { type CaseArbitraries, cases } from "./cases.ts";
export { anyBundle, type ScriptOptions, scripts } from "./scripts.ts";
export { type StrategyArbitraries, strategies } from "./strategies.ts";
export {
  bundles,
  endOfTime,
  type FollowedOptions,
  followedStreams,
  type StreamOptions,
  streams,
} from "./streams.ts";
export {
  type TriggerName,
  type TriggerOptions,
  triggers,
  unfinishingTriggers,
} from "./triggers.ts";
export type { Weights } from "./weighted.ts";
export { type WindowKind, windows } from "./windows.ts";
