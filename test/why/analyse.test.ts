import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClosingPanes, strategy } from "../../src/panes/index.ts";
import { cases } from "../../src/testing/arbitraries/index.ts";
import { backends } from "../../src/testing/backends.ts";
import { buildStrategy } from "../../src/testing/cases/build.ts";
import type { Case } from "../../src/testing/cases/case.ts";
import { play } from "../../src/testing/cases/play.ts";
import { stepDifference } from "../../src/testing/laws/step-difference.ts";
import { parseTrigger, parseWindows } from "../../src/text/index.ts";
import { analyse, type Finding, type FindingCode, findingTable } from "../../src/why/index.ts";
import { law } from "../support/property.ts";

function found(
  windows: string,
  trigger: string,
  allowedLateness = 0,
  closing: ClosingPanes = "ifNonEmpty",
): readonly Finding[] {
  return analyse(
    strategy({
      closing,
      windows: parseWindows(windows),
      trigger: parseTrigger(trigger),
      allowedLateness,
      allowUnsafeTriggers: true,
    }),
  );
}

describe("what is found", () => {
  test.each<[code: FindingCode, at: string, windows: string, trigger: string, lateness: number]>([
    ["TRIGGER_FINISHES", "trigger", "fixed(1m)", "afterCount(3)", 0],
    ["TRIGGER_FINISHES", "trigger", "fixed(1m)", "afterWatermark", 1],
    ["TRIGGER_FINISHES", "trigger.finally", "fixed(1m)", "orFinally(default, afterCount(3))", 0],
    ["NEVER_FIRES", "trigger", "fixed(1m)", "never", 0],
    ["NEVER_FIRES", "trigger", "fixed(1m)", "repeatedly(afterAll(afterCount(1), never))", 0],
    ["NEVER_FIRES", "trigger.finally", "fixed(1m)", "orFinally(default, never)", 0],
    [
      "NEVER_FIRES",
      "trigger.trigger.triggers[0]",
      "fixed(1m)",
      "repeatedly(afterAny(never, default))",
      0,
    ],
    ["NEVER_FIRES", "trigger.early", "fixed(1m)", "afterWatermark(early: never)", 0],
    ["NEVER_FIRES", "trigger.late", "fixed(1m)", "afterWatermark(late: never)", 1],
    [
      "UNREACHABLE_PART",
      "trigger.triggers[1]",
      "fixed(1m)",
      "afterEach(default, afterCount(2), always)",
      0,
    ],
    ["EARLY_WAITS_FOR_END", "trigger.early", "fixed(1m)", "afterWatermark(early: default)", 0],
    [
      "EARLY_WAITS_FOR_END",
      "trigger.early",
      "fixed(1m)",
      "afterWatermark(early: afterAll(afterCount(1), default))",
      0,
    ],
    ["LATE_CANNOT_FIRE", "trigger.late", "fixed(1m)", "afterWatermark(late: afterCount(1))", 0],
    [
      "LATE_CANNOT_FIRE",
      "trigger.late",
      "global",
      "afterWatermark(early: always, late: always)",
      60_000,
    ],
    ["REPEATEDLY_REPEATS_NOTHING", "trigger", "fixed(1m)", "repeatedly(default)", 0],
    ["TAIL_WAITS_FOR_EXPIRY", "trigger", "fixed(1m)", "repeatedly(afterCount(10))", 60_000],
    ["NOTHING_BEFORE_END_OF_INPUT", "trigger", "global", "default", 0],
    ["UNBOUNDED_STATE", "windows", "global", "repeatedly(afterCount(2))", 0],
    ["LATENESS_NEVER_MATTERS", "allowedLateness", "global", "always", 1],
    ["GAPS_BETWEEN_WINDOWS", "windows", "sliding(1m, period: 2m)", "default", 0],
  ])("%s at %s: %s, %s", (code, at, windows, trigger, lateness) => {
    const of = found(windows, trigger, lateness);
    expect(of.map((one) => [one.code, one.at])).toContainEqual([code, at]);
    const one = of.find((other) => other.code === code && other.at === at);
    expect(one?.remedy).toBe(findingTable[code]);
    expect(one?.reason).toMatch(/^[A-Z].*\.$|^[a-z].*\.$/);
  });

  test.each([
    ["fixed(1m)", "default", 0],
    ["fixed(1m)", "afterWatermark", 0],
    ["sliding(1m, period: 1m)", "default", 60_000],
    ["fixed(1m)", "afterWatermark(early: afterProcessingTime(10s), late: afterCount(1))", 60_000],
    ["sessions(1m)", "repeatedly(afterAny(afterCount(5), afterWatermark))", 60_000],
    ["fixed(1m)", "repeatedly(afterCount(10))", 0],
  ])("nothing: %s, %s, %i", (windows, trigger, lateness) => {
    expect(found(windows, trigger, lateness)).toEqual([]);
  });

  test("without a flush at expiry, what nothing fires is lost rather than late", () => {
    for (const lateness of [0, 60_000]) {
      const of = found("fixed(1m)", "repeatedly(afterCount(10))", lateness, "never");
      expect(of.map(({ code, at }) => [code, at])).toEqual([["TAIL_IS_GIVEN_UP", "trigger"]]);
      expect(of[0]?.remedy).toBe(findingTable.TAIL_IS_GIVEN_UP);
      expect(found("fixed(1m)", "default", lateness, "never")).toEqual([]);
    }
  });

  test.each([
    ["afterWatermark(late: afterCount(2))", "afterCount(2)"],
    ["afterWatermark(late: afterProcessingTime(1m))", "afterProcessingTime(1m)"],
    ["afterWatermark(late: afterAll(afterCount(1), afterCount(3)))", null],
    ["afterWatermark(late: afterEach(afterCount(1), afterCount(2)))", null],
  ])("without a flush at expiry, %s may keep late elements", (trigger, part) => {
    const of = found("fixed(1m)", trigger, 60_000, "never");
    expect(of).toMatchObject([{ code: "LATE_TAIL_IS_GIVEN_UP", at: "trigger.late" }]);
    if (part !== null) expect(of[0]?.reason).toContain(part);
    expect(found("fixed(1m)", trigger, 60_000)).toEqual([]);
    expect(found("fixed(1m)", trigger, 0, "never").map(({ code }) => code)).toEqual([
      "LATE_CANNOT_FIRE",
    ]);
  });

  test.each([
    "always",
    "afterCount(1)",
    "repeatedly(afterCount(1))",
    "afterAny(afterCount(5), always)",
    "orFinally(always, afterCount(9))",
    "everyEventTime(1m)",
  ])("without a flush at expiry, a late part of %s keeps nothing", (late) => {
    const of = found("fixed(1m)", `afterWatermark(late: ${late})`, 60_000, "never");
    expect(of.map(({ code }) => code)).not.toContain("LATE_TAIL_IS_GIVEN_UP");
  });

  test("a part without effect is said once, with the trigger that is left", () => {
    const of = found(
      "fixed(1m)",
      "repeatedly(afterEach(repeatedly(never), afterCount(1), default))",
    );
    expect(of.map(({ code }) => code)).toEqual(["NEVER_FIRES"]);
    const [one] = found("fixed(1m)", "afterEach(afterCount(2), default, afterCount(1), always)");
    expect(one).toMatchObject({ code: "UNREACHABLE_PART", part: "afterCount(1), always" });
    expect(String(one?.instead)).toBe("afterEach(afterCount(2), default)");
  });
});

/** Cases of which something is found. */
const suspects: fc.Arbitrary<Case> = cases({
  strategies: { allowedLateness: fc.constantFrom(0, 0, 5, 30) },
}).filter(({ strategy: plain }) => analyse(buildStrategy(plain)).length > 0);

/** The same panes, drops, holds and output watermark, step by step. */
function sameRun(input: Case, other: Partial<Case["strategy"]>): void {
  const changed = { ...input, strategy: { ...input.strategy, ...other } };
  const why = stepDifference(play(backends.memory, changed), play(backends.memory, input), {
    ordered: true,
  });
  expect(why, JSON.stringify({ input, other })).toBeNull();
}

describe("what is found is so", () => {
  law("a part without effect may be taken out", suspects, (input) => {
    for (const { instead } of analyse(buildStrategy(input.strategy)))
      if (instead !== null) sameRun(input, { trigger: instead.toJSON() });
  });

  law("lateness that does not matter may be taken out", suspects, (input) => {
    const of = analyse(buildStrategy(input.strategy));
    if (of.some(({ code }) => code === "LATENESS_NEVER_MATTERS"))
      sameRun(input, { allowedLateness: 0 });
  });

  law("a trigger finishes exactly if strategy() refuses it", suspects, ({ strategy: plain }) => {
    const built = buildStrategy(plain);
    const { windows, trigger, allowedLatenessMs } = built;
    const of = analyse({ ...built, accumulation: "discarding" });
    const finishes = of.some(({ code }) => code === "TRIGGER_FINISHES");
    const make = () => strategy({ windows, trigger, allowedLateness: allowedLatenessMs });
    if (finishes) expect(make).toThrow(/UNSAFE|finishes/);
    else expect(make).not.toThrow();
  });

  law(
    "what never fires, or waits for the end of the input, makes no pane before",
    suspects,
    (input) => {
      const of = analyse(buildStrategy(input.strategy));
      const played = play(backends.memory, input);
      if (of.some(({ code, at }) => code === "NEVER_FIRES" && at === "trigger")) {
        for (const { panes } of played) for (const pane of panes) expect(pane.isLast).toBe(true);
      }
      if (of.some(({ code }) => code === "NOTHING_BEFORE_END_OF_INPUT")) {
        for (const { panes } of played.slice(0, -1)) expect(panes).toEqual([]);
      }
    },
  );
});
