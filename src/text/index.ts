export { type Aggregate, type AggregateFunction, parseAggregate } from "./aggregate.ts";
export { parseInstant } from "./instant.ts";
export { type StrategyFileOptions, strategyFields, strategyFromJson } from "./strategy.ts";
export { TextError } from "./text-error.ts";
export { parseTrigger } from "./trigger.ts";
export { parseWindows } from "./windows.ts";
