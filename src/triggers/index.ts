export * from "./build.ts";
export { continuationOf } from "./continuation.ts";
export { mentionsProcessingTime, mentionsWatermark } from "./facts.ts";
export { triggerFromJson } from "./from-json.ts";
export { finishingPart, unsafePart } from "./safety.ts";
export type * from "./trigger.ts";
