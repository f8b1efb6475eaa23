import { isDeepStrictEqual } from "node:util";
import type { Dropped, Key } from "../../src/panes/index.ts";
import type { Backend } from "../../src/testing/subject.ts";
import { type Step as ModelStep, Model, type ModelStrategy } from "../model/model.ts";
import type { Case, CaseStep } from "./case.ts";
import { type Played, play, stepText } from "./play.ts";

/** Runs a case through the reference model, which shares no code with the engine. */
export function playModel({ strategy, steps }: Case): Played[] {
  const { combine, ...rest } = strategy;
  const model = new Model({ ...rest, ...(combine === "list" ? {} : { combine }) } as ModelStrategy);
  return steps.map((step) => {
    const { outputs, dropped, outputWatermark, holds } = model.step(toModelStep(step));
    const held = Object.values(holds).filter((hold) => hold !== null);
    return {
      panes: outputs.map(({ window, first, last, replaces, ...pane }) => ({
        ...pane,
        window: toWindow(window),
        isFirst: first,
        isLast: last,
        replaces: replaces.map(toWindow),
      })),
      dropped: dropped.map(
        ({ window, ...drop }) =>
          ({ ...drop, window: window === null ? null : toWindow(window) }) as Dropped<Key, unknown>,
      ),
      outputWatermark,
      hold: held.length === 0 ? null : Math.min(...held),
    };
  });
}

/** Law 14: engine and model agree on panes, drops, holds and output watermark of every step. */
export function law14(backend: Backend, input: Case): void {
  const actual = play(backend, input).map(stepText);
  const expected = playModel(input).map(stepText);
  const at = actual.findIndex((lines, step) => !isDeepStrictEqual(lines, expected[step]));
  if (at < 0) return;
  throw new Error(
    `Law 14 is broken in step ${at}\nengine: ${actual[at]?.join("\n        ")}\nmodel:  ${expected[at]?.join("\n        ")}\n${JSON.stringify(input)}`,
  );
}

function toModelStep(step: CaseStep): ModelStep {
  if ("elements" in step) return { elements: step.elements.map((element) => [...element]) };
  if ("watermark" in step && "processingTime" in step) return { advanceTogether: step };
  return step;
}

function toWindow([start, end]: readonly [number, number]): { start: number; end: number } {
  return { start, end };
}
