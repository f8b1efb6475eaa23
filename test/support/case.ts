import { type Combiner, count, list, max, mean, min, sum } from "../../src/combine/index.ts";
import {
  type Accumulation,
  type EmptyPanes,
  type Strategy,
  strategy,
} from "../../src/panes/index.ts";
import { type TriggerJson, triggerFromJson } from "../../src/triggers/index.ts";
import { windowsFromJson } from "../../src/windows/index.ts";

export type Combine = "sum" | "count" | "min" | "max" | "mean" | "list";

/** A strategy as the plain data that random cases are made of. */
export interface CaseStrategy {
  readonly windows: unknown;
  readonly trigger: TriggerJson;
  readonly accumulation: Accumulation;
  readonly allowedLateness: number;
  readonly closing: EmptyPanes;
  readonly onTime: EmptyPanes;
  readonly timestampCombiner: "endOfWindow" | "earliest" | "latest";
  readonly combine: Combine;
}

export type CaseElement = readonly [value: number, timestamp: number, key: string];

export type CaseStep =
  | { readonly elements: readonly CaseElement[] }
  | { readonly watermark: number }
  | { readonly processingTime: number }
  | { readonly watermark: number; readonly processingTime: number };

/** A strategy and a script: everything that a run depends on. */
export interface Case {
  readonly strategy: CaseStrategy;
  readonly steps: readonly CaseStep[];
}

const combiners: Readonly<Record<Combine, () => unknown>> = { count, list, max, mean, min, sum };

export function buildStrategy(plain: CaseStrategy): Strategy<unknown, unknown> {
  return strategy<unknown, unknown>({
    ...plain,
    windows: windowsFromJson(plain.windows),
    trigger: triggerFromJson(plain.trigger),
    combine: combiners[plain.combine]() as Combiner<unknown, unknown>,
    allowUnsafeTriggers: true,
  });
}
