export * from "./build.ts";
export * from "./build-values.ts";
export { continuationOf } from "./continuation.ts";
export { customTrigger, type CustomTriggerOptions } from "./custom.ts";
export { mentionsProcessingTime, mentionsWatermark } from "./facts.ts";
export { type ReadTriggerOptions, triggerFromJson } from "./from-json.ts";
export {
  Machine,
  type MakeMachine,
  type Moment,
  NEVER,
  NO_DEADLINE,
  type TriggerState,
} from "./machine.ts";
export { finishingPart, unsafePart } from "./safety.ts";
export type * from "./trigger.ts";
