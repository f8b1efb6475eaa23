import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  strategies,
  type TriggerName,
  triggers,
  unfinishingTriggers,
  type WindowKind,
  windows,
} from "../../../src/testing/arbitraries/index.ts";
import { triggerNames } from "../../../src/testing/arbitraries/triggers.ts";
import { only, weighted } from "../../../src/testing/arbitraries/weighted.ts";
import { windowKindOf, windowKinds } from "../../../src/testing/arbitraries/windows.ts";
import { buildStrategy } from "../../../src/testing/cases/build.ts";
import type { CaseStrategy, CaseWindows } from "../../../src/testing/cases/case.ts";
import { triggerFromJson } from "../../../src/triggers/index.ts";
import { finishingPart } from "../../../src/triggers/safety.ts";
import type { TriggerJson } from "../../../src/triggers/trigger.ts";
import { draw, simplest } from "./draw.ts";

/** The names of all parts of a trigger, its own first. */
function namesIn(json: TriggerJson): TriggerName[] {
  if (typeof json === "string") return [json];
  const [[name, inside] = ["", {}]] = Object.entries(json) as [string, object][];
  if (name === "afterProcessingTime")
    return ["alignTo" in inside ? "alignedProcessingTime" : "afterProcessingTime"];
  if (isFlat(name)) return [name as TriggerName];
  if (name === "repeatedly") return [name, ...namesIn(inside as TriggerJson)];
  const parts = Object.values(inside) as TriggerJson[];
  const own = name === "afterWatermark" && parts.length > 0 ? "earlyAndLate" : name;
  return [own as TriggerName, ...parts.flatMap(namesIn)];
}

/** Whether what stands under a name has no triggers in it. */
function isFlat(name: string): boolean {
  return /^(every|afterCount|afterSynchronized|afterDelta|afterPunctuation)/.test(name);
}

function depthOf(json: TriggerJson): number {
  if (typeof json === "string") return 1;
  const inside = Object.values(json)[0] as TriggerJson | Record<string, TriggerJson>;
  if ("repeatedly" in json) return 1 + depthOf(inside as TriggerJson);
  if (isFlat(Object.keys(json)[0] as string) || "afterProcessingTime" in json) return 1;
  return 1 + Math.max(0, ...(Object.values(inside) as TriggerJson[]).map(depthOf));
}

describe("weights", () => {
  const names = { a: fc.constant("a"), b: fc.constant("b"), c: fc.constant("c") };
  const usual = { a: 1, b: 2, c: 1 };
  const shares = (drawn: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      ["a", "b", "c"].map((name) => [name, drawn.filter((one) => one === name).length / 1_000]),
    );

  test("say how often each is drawn", () => {
    expect(shares(draw(weighted(usual, {}, names)))).toEqual({
      a: expect.closeTo(0.25, 1),
      b: expect.closeTo(0.5, 1),
      c: expect.closeTo(0.25, 1),
    });
    expect(shares(draw(weighted(usual, { a: 17 }, names)))).toEqual({
      a: expect.closeTo(0.85, 1),
      b: expect.closeTo(0.1, 1),
      c: expect.closeTo(0.05, 1),
    });
  });

  test("of 0 leave out", () => {
    expect(shares(draw(weighted(usual, { b: 0 }, names)))["b"]).toBe(0);
    expect(new Set(draw(weighted(usual, { a: 0, b: 0 }, names)))).toEqual(new Set(["c"]));
  });

  test("must leave something", () => {
    expect(() => weighted(usual, { a: 0, b: 0, c: 0 }, names)).toThrow(
      new RangeError("All of a, b, c have weight 0."),
    );
  });

  test("shrink toward the first that is left", () => {
    expect(simplest(weighted(usual, {}, names), () => true)).toBe("a");
    expect(simplest(weighted(usual, { a: 0 }, names), () => true)).toBe("b");
  });

  test("can say which are the only ones", () => {
    expect(only(["a", "b", "c"], ["b"])).toEqual({ a: 0, c: 0 });
    expect(only(["a", "b"], ["a", "b", "other"])).toEqual({});
    expect(only(["a", "b"], [])).toEqual({ a: 0, b: 0 });
    expect(only(["a", "b"], null)).toEqual({});
  });
});

/** Calendar windows have to be asked for. */
const usualKinds = windowKinds.filter((kind) => kind !== "calendar");

describe("windows", () => {
  test("are of every kind", () => {
    expect(new Set(draw(windows()).map(windowKindOf))).toEqual(new Set(usualKinds));
    expect(new Set(draw(windows({ calendar: 3 })).map(windowKindOf))).toEqual(new Set(windowKinds));
  });

  test.each(usualKinds)("can be all but %s", (kind: WindowKind) => {
    const others = usualKinds.filter((one) => one !== kind);
    expect(new Set(draw(windows({ [kind]: 0 })).map(windowKindOf))).toEqual(new Set(others));
  });

  test("overlap, meet and leave gaps, with offsets on both sides of zero", () => {
    const sliding = draw(windows(only(windowKinds, ["sliding"]))).map(
      (json) => (json as Extract<CaseWindows, { sliding: unknown }>).sliding,
    );
    expect(new Set(sliding.map(({ size, period }) => Math.sign(size - period)))).toEqual(
      new Set([-1, 0, 1]),
    );
    expect(new Set(sliding.map(({ offset = 0 }) => Math.sign(offset)))).toEqual(
      new Set([-1, 0, 1]),
    );
  });
});

describe("triggers", () => {
  test("are of every kind, on the outside and within", () => {
    const drawn = draw(triggers()).map(namesIn);
    expect(new Set(drawn.map(([outermost]) => outermost))).toEqual(new Set(triggerNames));
    expect(new Set(drawn.flatMap((names) => names.slice(1)))).toEqual(new Set(triggerNames));
  });

  test.each(triggerNames)("can do without %s", (name) => {
    const names = draw(triggers({ weights: { [name]: 0 } })).flatMap(namesIn);
    // What could have early and late parts may turn out to have neither.
    const left = triggerNames.filter((one) => one !== name || one === "afterWatermark");
    expect(new Set(names)).toEqual(new Set(left));
  });

  test("nest as deep as they may, and no deeper", () => {
    for (const depth of [1, 2, 3, 4]) {
      const depths = draw(triggers({ depth })).map(depthOf);
      expect(Math.max(...depths)).toBe(depth);
      expect(Math.max(...draw(unfinishingTriggers({ depth })).map(depthOf))).toBe(depth);
    }
  });

  test("need a leaf", () => {
    const leaves = ["default", "afterWatermark", "afterCount", "always", "never"];
    const timed = [
      "afterProcessingTime",
      "alignedProcessingTime",
      "afterSynchronizedProcessingTime",
      "everyEventTime",
      "everyProcessingTime",
      "afterDelta",
      "afterPunctuation",
    ];
    const none = Object.fromEntries([...leaves, ...timed].map((name) => [name, 0]));
    expect(() => triggers({ weights: none })).toThrow(RangeError);
  });

  test("that never finish never do", () => {
    const drawn = draw(unfinishingTriggers());
    expect(drawn.filter((json) => finishingPart(triggerFromJson(json)) !== null)).toEqual([]);
    expect(new Set(drawn.map((json) => namesIn(json)[0]))).toEqual(
      new Set([
        "default",
        "never",
        "always",
        "everyEventTime",
        "everyProcessingTime",
        "repeatedly",
        "earlyAndLate",
      ]),
    );
    expect(new Set(drawn.flatMap(namesIn))).toEqual(new Set(triggerNames));
  });

  test("that never finish keep to weights", () => {
    const weights = { always: 0, earlyAndLate: 0, orFinally: 0, afterCount: 0 };
    const names = new Set(draw(unfinishingTriggers({ weights })).flatMap(namesIn));
    expect(names).toEqual(new Set(triggerNames.filter((name) => !(name in weights))));
  });

  test("shrink to plain ones", () => {
    expect(simplest(triggers(), () => true)).toBe("default");
    const counts = triggers({ depth: 1, weights: only(triggerNames, ["afterCount"]) });
    expect(simplest(counts, () => true)).toEqual({ afterCount: 1 });
  });
});

describe("strategies", () => {
  const fields = {
    accumulation: ["discarding", "accumulating", "retracting"],
    closing: ["ifNonEmpty", "always", "never"],
    onTime: ["always", "ifNonEmpty"],
    timestampCombiner: ["endOfWindow", "earliest", "latest"],
    combine: ["list", "sum", "count", "min", "max", "mean"],
  } as const;
  const valuesOf = (drawn: readonly CaseStrategy[], field: keyof CaseStrategy): Set<unknown> =>
    new Set(drawn.map((strategy) => strategy[field]));

  test("have every mode", () => {
    const drawn = draw(strategies());
    for (const [field, values] of Object.entries(fields))
      expect(valuesOf(drawn, field as keyof CaseStrategy)).toEqual(new Set(values));
    expect(valuesOf(drawn, "allowedLateness")).toEqual(new Set([0, 5, 30]));
    expect(new Set(drawn.map(({ windows: json }) => windowKindOf(json)))).toEqual(
      new Set(usualKinds),
    );
  });

  test.each(
    Object.entries(fields).flatMap(([field, values]) =>
      values.map((value): [string, string] => [field, value]),
    ),
  )("can do without %s %s", (field, value) => {
    const drawn = draw(strategies({ [field]: { [value]: 0 } }));
    const left = fields[field as keyof typeof fields].filter((one) => one !== value);
    expect(valuesOf(drawn, field as keyof CaseStrategy)).toEqual(new Set(left));
  });

  test("can have parts from elsewhere", () => {
    const given = {
      windows: fc.constant<CaseWindows>({ fixed: { size: 3 } }),
      trigger: fc.constant<TriggerJson>("never"),
      allowedLateness: fc.constant(2),
    };
    for (const strategy of draw(strategies(given))) {
      expect(strategy).toMatchObject({
        windows: { fixed: { size: 3 } },
        trigger: "never",
        allowedLateness: 2,
      });
    }
    const limited = draw(
      strategies({ windows: { global: 0 }, trigger: { depth: 1, weights: { never: 0 } } }),
    );
    expect(limited.some((strategy) => strategy.windows === "global")).toBe(false);
    expect(limited.some(({ trigger }) => depthOf(trigger) > 1 || trigger === "never")).toBe(false);
  });

  test("can all be built", () => {
    for (const plain of draw(strategies())) expect(() => buildStrategy(plain)).not.toThrow();
  });

  test("shrink to the plainest", () => {
    expect(simplest(strategies(), () => true)).toEqual({
      windows: { fixed: { size: 10, offset: 0 } },
      trigger: "default",
      accumulation: "discarding",
      allowedLateness: 0,
      closing: "ifNonEmpty",
      onTime: "always",
      timestampCombiner: "endOfWindow",
      combine: "list",
    });
  });
});
