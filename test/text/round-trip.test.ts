import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTrigger, parseWindows } from "../../src/text/index.ts";
import { afterProcessingTime, triggerFromJson } from "../../src/triggers/index.ts";
import { fixed, sessions, sliding, windowsFromJson } from "../../src/windows/index.ts";
import { triggers, windows as caseWindows } from "../../src/testing/arbitraries/index.ts";
import { law } from "../support/property.ts";

const duration = fc.integer({ min: 1, max: 40 * 86_400_000 });
const windows = fc.oneof(
  caseWindows().map(windowsFromJson),
  fc.tuple(duration, duration).map(([size, offset]) => fixed(size, { offset })),
  fc
    .tuple(duration, duration, duration)
    .map(([size, period, offset]) => sliding(size, { period, offset })),
  duration.map((gap) => sessions(gap)),
);
const trigger = fc.oneof(
  { weight: 4, arbitrary: triggers().map(triggerFromJson) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(duration, duration, duration)
      .map(([delay, period, offset]) =>
        afterProcessingTime({ delay, alignTo: { period, offset } }),
      ),
  },
);

/** The text with white space wherever the grammar allows it. */
function spread(text: string): string {
  return ` ${text.replace(/([(),:])/g, " $1\n\t")} `;
}

describe("text, values and JSON are three forms of the same", () => {
  law("windows: parse(toString(x)) is x", windows, (x) => {
    expect(parseWindows(x.toString())).toEqual(x);
    expect(parseWindows(spread(x.toString()))).toEqual(x);
  });

  law("windows: fromJson(toJSON(x)) is x", windows, (x) => {
    expect(windowsFromJson(x.toJSON())).toEqual(x);
    expect(windowsFromJson(JSON.parse(JSON.stringify(x)))).toEqual(x);
  });

  law("triggers: parse(toString(x)) is x", trigger, (x) => {
    expect(parseTrigger(x.toString())).toEqual(x);
    expect(parseTrigger(spread(x.toString()))).toEqual(x);
  });

  law("triggers: fromJson(toJSON(x)) is x", trigger, (x) => {
    expect(triggerFromJson(x.toJSON())).toEqual(x);
    expect(triggerFromJson(JSON.parse(JSON.stringify(x)))).toEqual(x);
  });
});

describe("other ways to write the same", () => {
  test.each([
    ["fixed(size: 2m)", "fixed(2m)"],
    ["fixed(120000)", "fixed(2m)"],
    ["fixed(PT2M, offset: -10s)", "fixed(2m, offset: 1m50s)"],
    ['fixed("2m")', "fixed(2m)"],
    ["sliding(offset: 1m, period: 5m, size: 1h)", "sliding(1h, period: 5m, offset: 1m)"],
    ["global()", "global"],
  ])("%s is %s", (given, shortest) => {
    expect(parseWindows(given).toString()).toBe(shortest);
  });

  test.each([
    ["default()", "default"],
    ["afterWatermark()", "afterWatermark"],
    ["afterWatermark(late: never, early: always)", "afterWatermark(early: always, late: never)"],
    ["afterProcessingTime", "afterProcessingTime(0s)"],
    ["afterProcessingTime(delay: 1m)", "afterProcessingTime(1m)"],
    [
      "afterProcessingTime(0s, alignTo: 5m, offset: 6m)",
      "afterProcessingTime(alignTo: 5m, offset: 1m)",
    ],
    ["afterCount(count: 3)", "afterCount(3)"],
  ])("%s is %s", (given, shortest) => {
    expect(parseTrigger(given).toString()).toBe(shortest);
  });
});
