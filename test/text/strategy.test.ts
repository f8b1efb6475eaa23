import { describe, expect, test } from "vitest";
import { mean } from "../../src/combine/index.ts";
import { strategyFields, strategyFromJson } from "../../src/text/index.ts";
import { afterCount, afterWatermark } from "../../src/triggers/index.ts";
import { fixed } from "../../src/windows/index.ts";

describe("strategyFromJson", () => {
  test("reads every field, windows and trigger in either form", () => {
    const rest = {
      accumulation: "retracting",
      allowedLateness: "PT30M",
      closing: "always",
      onTime: "ifNonEmpty",
      timestampCombiner: "earliest",
      allowUnsafeTriggers: true,
    } as const;
    const expected = {
      windows: fixed("2m"),
      trigger: afterWatermark({ late: afterCount(1) }),
      ...rest,
      allowedLateness: 1_800_000,
    };
    const texts = { windows: "fixed(2m)", trigger: "afterWatermark(late: afterCount(1))" };
    const trees = {
      windows: { fixed: { size: "2m" } },
      trigger: { afterWatermark: { late: { afterCount: 1 } } },
    };
    for (const forms of [texts, trees]) {
      const { combine, ...read } = strategyFromJson({ ...forms, ...rest, combine: "mean" });
      expect(read).toEqual(expected);
      expect(combine).toMatchObject({ name: mean().name });
    }
  });

  test("adds nothing that is not there", () => {
    expect(strategyFromJson({ windows: "global" })).toEqual({ windows: expect.anything() });
  });

  test.each([
    [{ windows: "fixed(2x)" }, /^s\.yaml: windows: Expected the window size/, "SYNTAX"],
    [{ windows: { fixed: {} } }, /^s\.yaml: windows: The window function lacks/, "INVALID_WINDOWS"],
    [{ windows: 3 }, /^s\.yaml: windows: 3 is no window function/, "INVALID_WINDOWS"],
    [
      { windows: "global", trigger: { afterCount: 0 } },
      /^s\.yaml: trigger: afterCount\(0\)/,
      "INVALID_TRIGGER",
    ],
    [{ windows: "global", allowedLateness: -1 }, /^s\.yaml: allowedLateness: /, "INVALID_DURATION"],
    [
      { windows: "global", accumulation: "x" },
      /accumulation: "x" is not known here\. Use one of discarding, /,
      "INVALID_STRATEGY",
    ],
    [
      { windows: "global", combine: "toString" },
      /combine: "toString" is not known here\. Use one of sum, /,
      "INVALID_STRATEGY",
    ],
    [
      { windows: "global", allowUnsafeTriggers: 1 },
      /allowUnsafeTriggers: 1 is neither true nor false\./,
      "INVALID_STRATEGY",
    ],
    [{}, /^s\.yaml: The strategy has no windows\./, "INVALID_STRATEGY"],
    [[], /^s\.yaml: \[\] is no mapping of fields\./, "INVALID_STRATEGY"],
    [null, /^s\.yaml: null is no mapping of fields\./, "INVALID_STRATEGY"],
  ])("refuses %j", (json, message, code) => {
    expect(() => strategyFromJson(json, { path: "s.yaml" })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message) as string, code }),
    );
  });

  test("an unknown field is named with those that are known", () => {
    expect(() => strategyFromJson({ windows: "global", lateness: 1 })).toThrow(
      `A strategy has no field "lateness". The fields are ${strategyFields.join(", ")}.`,
    );
  });
});
