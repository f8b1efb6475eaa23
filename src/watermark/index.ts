export { bounded } from "./bounded.ts";
export { type DriftReport, driftReport, type InputDrift } from "./drift.ts";
export { type DurationInput, type DurationLike, formatDuration, toDurationMs } from "./duration.ts";
export { fromFlinkWatermark, toFlinkWatermark } from "./flink.ts";
export type { WatermarkGenerator, WatermarkStrategy, WatermarkStrategyJson } from "./generator.ts";
export {
  type InputState,
  type InputStatus,
  type WatermarkChange,
  WatermarkInputs,
  type WatermarkInputsOptions,
} from "./inputs.ts";
export type { FunctionIdentity } from "./identity.ts";
export { watermarkStrategyFromJson } from "./json.ts";
export { monotonous } from "./monotonous.ts";
export { perfect } from "./perfect.ts";
export type { PlainData } from "./plain.ts";
export { type PunctuatedOptions, punctuated } from "./punctuated.ts";
export { type StalledInput, type StallReport, stallText, StallWatch } from "./stall.ts";
export {
  ceilTo,
  type DurationMs,
  type EventTime,
  floorMod,
  floorTo,
  formatInstant,
  isInstant,
  MAX_TIMESTAMP,
  MIN_TIMESTAMP,
  type ProcessingTime,
  saturatingAdd,
  type TimestampInput,
  toInstant,
  toTimestamp,
  toWatermark,
} from "./time.ts";
