export * from "./build.ts";
export { continuationOf } from "./continuation.ts";
export { mentionsProcessingTime, mentionsWatermark } from "./facts.ts";
export { triggerFromJson } from "./from-json.ts";
export { canFire, finishingPart, unsafePart } from "./safety.ts";
export type * from "./trigger.ts";
export { type CompiledTrigger, compileTrigger } from "./compile.ts";
export { Machine, type Moment, NO_DEADLINE, type TriggerState } from "./machine.ts";
