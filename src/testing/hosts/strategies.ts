import { list } from "../../combine/list.ts";
import { type Strategy, strategy } from "../../panes/strategy.ts";
import {
  afterCount,
  afterProcessingTime,
  afterWatermark,
  repeatedly,
} from "../../triggers/build.ts";
import { fixed } from "../../windows/fixed.ts";
import { globalWindows } from "../../windows/global.ts";
import { sessions } from "../../windows/sessions.ts";
import { sliding } from "../../windows/sliding.ts";

/** The strategies that hosts are put to the test with, by name. */
export const hostStrategies: Readonly<
  Record<"sessions" | "fixed" | "sliding" | "global", Strategy<string, unknown>>
> = Object.freeze({
  /** Both clocks, merges, retractions, drops: all that a state can hold. */
  sessions: strategy<string, unknown>({
    windows: sessions(10),
    trigger: afterWatermark({ early: afterProcessingTime(5), late: afterCount(2) }),
    accumulation: "retracting",
    allowedLateness: 20,
    combine: list<string>(),
  }),
  /** One pane for each window; an element behind it is dropped. */
  fixed: strategy<string, unknown>({
    windows: fixed(10),
    allowedLateness: 5,
    combine: list<string>(),
  }),
  /** Several windows for each element, and windows that are closed before they expire. */
  sliding: strategy<string, unknown>({
    windows: sliding(10, { period: 5 }),
    trigger: afterCount(3),
    allowUnsafeTriggers: true,
    allowedLateness: 10,
    timestampCombiner: "earliest",
    combine: list<string>(),
  }),
  /** One window that lives until the end of input. */
  global: strategy<string, unknown>({
    windows: globalWindows(),
    trigger: repeatedly(afterCount(2)),
    accumulation: "accumulating",
    combine: list<string>(),
  }),
});
