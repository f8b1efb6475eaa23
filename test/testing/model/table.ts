/**
 * Tables for tests of the reference model. A line of a table is one step and everything that it must put out, in
 * order: panes, then drops, then what else the line asks for.
 */
import { expect } from "vitest";
import { MAX_TIMESTAMP, MIN_TIMESTAMP, Model } from "../../../src/testing/model/model.ts";
import type {
  ModelStrategy,
  Output,
  Step,
  StepResult,
  TriggerSpec,
} from "../../../src/testing/model/model.ts";

export interface Case {
  why: string;
  strategy: ModelStrategy;
  steps: [Step, ...string[]][];
}

const name = ([start, end]: [number, number]): string =>
  start === MIN_TIMESTAMP && end === MAX_TIMESTAMP ? "global" : `${start}..${end}`;

const pane = (o: Output): string => {
  const sign = o.retraction ? "-" : "";
  const key = o.key === "k" ? "" : `${o.key}:`;
  const tail = `${o.last ? " last" : ""}${o.replaces.length === 0 ? "" : ` replaces ${o.replaces.map(name).join(" ")}`}`;
  return `${sign}${key}${name(o.window)} ${JSON.stringify(o.value)} ${o.timing}@${o.timestamp} #${o.index}/${o.onTimeIndex}${tail}`;
};

/** What a step did: its panes and drops, and of the rest what the table asks for. */
function actual(result: StepResult, model: Model, asked: string[]): string[] {
  for (const o of result.outputs) expect(o.first).toBe(o.index === 0);
  const drops = result.dropped.map(
    (d) => `${d.reason} ${d.value}${d.window === null ? "" : ` ${name(d.window)}`}`,
  );
  const facts = [
    `hold ${result.holds["k"]}`,
    `output watermark ${result.outputWatermark}`,
    `closed ${(result.closed["k"] ?? []).map(name).join(" ")}`,
    model.openWindows().length === 0 ? "empty" : "not empty",
  ];
  return [...result.outputs.map(pane), ...drops, ...facts.filter((fact) => asked.includes(fact))];
}

export const put = (...elements: [value: unknown, timestamp: number, key?: string][]): Step => ({
  elements,
});
export const watermark = (w: number | "max"): Step => ({ watermark: w });
export const clock = (processingTime: number): Step => ({ processingTime });
export const both = (w: number, processingTime: number): Step => ({
  advanceTogether: { watermark: w, processingTime },
});

export const count = (n: number): TriggerSpec => ({ afterCount: n });
export const delayed = (delay: number): TriggerSpec => ({ afterProcessingTime: { delay } });
export const onTime: TriggerSpec = { afterWatermark: {} };

/** Plays a case against the model, line by line. */
export function play({ strategy, steps, why }: Case): void {
  const model = new Model(strategy);
  for (const [step, ...expected] of steps) {
    const lines = actual(model.step(step), model, expected);
    expect({ why, step, lines }).toEqual({ why, step, lines: expected });
  }
}
