/**
 * The reference model against the book's figures (teaching.md): 12:00 is 0, one tick of processing time a second.
 */
import { describe, expect, it } from "vitest";
import { Model } from "../../../src/testing/model/model.ts";
import type { ModelStrategy, Output, Step, TriggerSpec } from "../../../src/testing/model/model.ts";

const at = (clock: string): number => {
  const [minutes, seconds] = clock.split(":").map(Number);
  return (minutes! * 60 + seconds!) * 1000;
};
const MINUTE = 60_000;
const ALL_DAY = 24 * 60 * MINUTE;
const fixed = { fixed: { size: 2 * MINUTE } };

/** [score, event time, arrival] */
type Score = [score: number, eventTime: string, arrival: string];
const scores = (first: string, seven: string, nine: string): Score[] => [
  [5, "0:26", first],
  [7, seven, "5:39"],
  [3, "3:39", "6:13"],
  [4, "4:19", "6:39"],
  [8, "3:06", "7:06"],
  [3, "6:39", "7:19"],
  [9, nine, "8:19"],
  [8, "7:26", "8:39"],
  [1, "7:46", "9:00"],
];
const classic = scores("5:19", "2:26", "1:26");
const streamed = scores("4:59", "2:24", "1:25");
const withSix: Score[] = [...streamed, [6, "0:53", "6:40"]];
/** arrival → watermark */
const batch = { "10:00": "max" };
const perfect = { "8:39": "2:00", "9:00": "4:00", "9:10": "6:00", "9:20": "8:00", "10:00": "max" };
const heuristic = {
  "6:00": "2:00",
  "7:30": "4:00",
  "7:40": "6:00",
  "9:30": "8:30",
  "10:00": "max",
};

/** The panes of a figure per window, in the order of windows; a score arrives before the clocks reach its second. */
function figure(
  strategy: ModelStrategy,
  data: Score[],
  watermarks: Record<string, string>,
): string[] {
  const model = new Model({ combine: "sum", accumulation: "accumulating", ...strategy });
  const outputs: Output[] = [];
  const take = (step: Step): unknown => outputs.push(...model.step(step).outputs);
  for (let now = at("4:00"); now <= at("12:00"); now += 1000) {
    take({ processingTime: now - 1 });
    const arrived = data.filter(([, , arrival]) => at(arrival) === now);
    take({
      elements: arrived.map(([score, eventTime]): [number, number] => [score, at(eventTime)]),
    });
    const [, watermark] = Object.entries(watermarks).find(([arrival]) => at(arrival) === now) ?? [];
    if (watermark === undefined) take({ processingTime: now });
    else
      take({
        advanceTogether: {
          watermark: watermark === "max" ? watermark : at(watermark),
          processingTime: now,
        },
      });
  }
  expect(model.openWindows().length === 0).toBe(true);
  const windows = [...new Map(outputs.map((o) => [String(o.window), o.window])).values()];
  windows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return windows.map((w) => {
    const panes = outputs.filter((o) => o.window[0] === w[0] && o.window[1] === w[1]);
    return panes
      .map((o) => `${o.retraction ? "-" : ""}${o.value} ${o.retraction ? "back" : o.timing}`)
      .join(", ");
  });
}

const delayed = (delay: number): TriggerSpec => ({ afterProcessingTime: { delay } });
const aligned = (period: number): TriggerSpec => ({ afterProcessingTime: { alignTo: { period } } });
const earlyAndLate = (early: TriggerSpec): TriggerSpec => ({
  afterWatermark: { early, late: { afterCount: 1 } },
});
const earlyMinute = earlyAndLate(delayed(MINUTE));

describe("the figures of Streaming Systems", () => {
  it.each<[string, ModelStrategy, Score[], Record<string, string>, string[]]>([
    ["2-3: one global window", { windows: "global" }, classic, batch, ["48 onTime"]],
    [
      "2-5: four windows, at the end",
      { windows: fixed },
      classic,
      batch,
      ["14 onTime", "18 onTime", "4 onTime", "12 onTime"],
    ],
    [
      "2-6: a pane for every element; an empty on-time pane would join in under onTime: always",
      { windows: fixed, trigger: { repeatedly: { afterCount: 1 } }, onTime: "ifNonEmpty" },
      classic,
      batch,
      [
        "5 early, 14 early",
        "7 early, 10 early, 18 early",
        "4 early",
        "3 early, 11 early, 12 early",
      ],
    ],
    [
      "2-7: aligned delays fire together every two minutes",
      { windows: fixed, trigger: { repeatedly: aligned(2 * MINUTE) }, onTime: "ifNonEmpty" },
      classic,
      { "11:00": "max" },
      ["5 early, 14 early", "7 early, 18 early", "4 early", "3 early, 12 early"],
    ],
    [
      "2-8: unaligned delays start with the first element of each pane",
      { windows: fixed, trigger: { repeatedly: delayed(2 * MINUTE) }, onTime: "ifNonEmpty" },
      classic,
      { "11:00": "max" },
      ["5 early, 14 early", "18 early", "4 early", "12 early"],
    ],
    [
      "2-10 left: a perfect watermark",
      { windows: fixed },
      classic,
      perfect,
      ["14 onTime", "18 onTime", "4 onTime", "12 onTime"],
    ],
    [
      "2-10 right: a heuristic one loses the 9",
      { windows: fixed },
      classic,
      heuristic,
      ["5 onTime", "18 onTime", "4 onTime", "12 onTime"],
    ],
    [
      "2-11 left",
      { windows: fixed, trigger: earlyMinute, allowedLateness: ALL_DAY },
      streamed,
      perfect,
      [
        "5 early, 14 onTime",
        "10 early, 18 early, 18 onTime",
        "4 early, 4 onTime",
        "3 early, 12 onTime",
      ],
    ],
    [
      "2-11 right",
      { windows: fixed, trigger: earlyMinute, allowedLateness: ALL_DAY },
      streamed,
      heuristic,
      [
        "5 early, 5 onTime, 14 late",
        "10 early, 18 onTime",
        "4 early, 4 onTime",
        "3 early, 12 onTime",
      ],
    ],
    [
      "2-12: two minutes of lateness take the 6 and drop the 9",
      { windows: fixed, trigger: earlyMinute, allowedLateness: 2 * MINUTE },
      withSix,
      heuristic,
      [
        "5 early, 5 onTime, 11 late",
        "10 early, 18 onTime",
        "4 early, 4 onTime",
        "3 early, 12 onTime",
      ],
    ],
    [
      "2-13: discarding",
      {
        windows: fixed,
        trigger: earlyMinute,
        accumulation: "discarding",
        allowedLateness: ALL_DAY,
      },
      streamed,
      heuristic,
      ["5 early, 0 onTime, 9 late", "10 early, 8 onTime", "4 early, 0 onTime", "3 early, 9 onTime"],
    ],
    [
      "2-14: retracting; an aligned early pane that falls on the on-time one is the same pane",
      {
        windows: fixed,
        trigger: earlyAndLate(aligned(MINUTE)),
        accumulation: "retracting",
        onTime: "ifNonEmpty",
        allowedLateness: ALL_DAY,
      },
      classic,
      heuristic,
      [
        "5 onTime, -5 back, 14 late",
        "7 early, -7 back, 10 early, -10 back, 18 onTime",
        "4 early",
        "3 early, -3 back, 12 early",
      ],
    ],
    [
      "4-7: sessions; the 9 bridges two of them after both were on time",
      { windows: { sessions: { gap: MINUTE } }, trigger: earlyMinute, allowedLateness: ALL_DAY },
      streamed,
      heuristic,
      [
        "5 early, 5 onTime",
        "36 late",
        "7 early",
        "22 early, 22 onTime",
        "3 early",
        "12 early, 12 onTime",
      ],
    ],
  ])("%s", (_, strategy, data, watermarks, panes) => {
    expect(figure(strategy, data, watermarks)).toEqual(panes);
  });
});
