export type { ClosedElement, Dropped, LateElement, UnassignedElement } from "./dropped.ts";
export type { PlanChoice, PlanName } from "./choose-plan.ts";
export type { Batch } from "./batch.ts";
export { type ClockAdvance, type Clocks, Engine, type WindowView } from "./engine.ts";
export type { Key } from "./key.ts";
export type { Counters } from "./ledger.ts";
export type { Output } from "./output.ts";
export type { EmittedPane, Pane, PaneTiming } from "./pane.ts";
export {
  type Accumulation,
  type ClosingPanes,
  type EmptyPanes,
  type Strategy,
  type StrategyJson,
  type StrategyOptions,
  strategy,
  strategyToJson,
} from "./strategy.ts";
export type { Bundle, CodedBundle } from "./plan.ts";
export type { CustomTimestampCombiner, TimestampCombiner } from "./timestamp-combiner.ts";
export type { Work } from "./work.ts";
