import { describe, expect, test } from "vitest";
import { Engine, strategy } from "../../src/panes/index.ts";
import { parseTrigger, strategyFromJson } from "../../src/text/index.ts";
import {
  afterAny,
  afterCount,
  afterDelta,
  afterPunctuation,
  afterWatermark,
  customTrigger,
  repeatedly,
  triggerFromJson,
} from "../../src/triggers/index.ts";
import { fixed, sessions } from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";

const one = afterCount(1);

describe("triggers that read values", () => {
  test.each<[() => unknown, string, string]>([
    [() => afterDelta(-1), "threshold from 0, not -1", "a negative threshold"],
    [() => afterDelta(Number.NaN), "threshold", "no number"],
    [() => afterDelta({ threshold: 1, of: "" }), "of", "no field"],
    [
      () => afterPunctuation({ equals: undefined as never }),
      "undefined",
      "nothing to compare with",
    ],
    [
      () => afterPunctuation({ name: "mine", version: 1, predicate: 1 as never }),
      "predicate",
      "no function",
    ],
    [
      () => customTrigger({ name: "mine", version: 1, machine: null as never }),
      "machine",
      "no machine",
    ],
    [
      () => customTrigger({ name: "mine", version: 1, machine: () => null as never, cells: 0 }),
      "0 numbers",
      "nothing to remember",
    ],
  ])("cannot be made: %s", (make, text) => {
    expectError("INVALID_TRIGGER", make, text);
  });

  const mine = afterPunctuation({ name: "mine", version: 1, predicate: (value) => value === 7 });
  const own = customTrigger({
    name: "own",
    version: "b",
    machine: () => {
      throw new Error("not made");
    },
  });

  test("are found by name and version", () => {
    const triggers = [own, mine];
    for (const [trigger, text] of [
      [mine, "afterPunctuation(mine, version: 1)"],
      [own, "custom(own, version: b)"],
    ] as const) {
      expect(trigger.toString()).toBe(text);
      expect(parseTrigger(text, { triggers })).toBe(trigger);
      expect(triggerFromJson(trigger.toJSON(), { triggers })).toBe(trigger);
      const inside = repeatedly(afterAny(trigger, one));
      expect(parseTrigger(inside.toString(), { triggers })).toEqual(inside);
      expect(triggerFromJson(inside.toJSON(), { triggers })).toEqual(inside);
      expect(strategyFromJson({ windows: "global", trigger: text }, { triggers }).trigger).toBe(
        trigger,
      );
    }
  });

  test("are not made up where they are not known", () => {
    const none = 'No trigger afterPunctuation with the name "mine" and the version 2 is known';
    const json = { afterPunctuation: { name: "mine", version: 2 } };
    expectError("INVALID_TRIGGER", () => triggerFromJson(json, { triggers: [mine, own] }), none);
    const text = "afterPunctuation(mine, version: 2)";
    expectError("INVALID_TRIGGER", () => parseTrigger(text, { triggers: [mine] }), none);
    expectError("INVALID_TRIGGER", () => parseTrigger("custom(mine, version: 1)"), "custom");
  });

  test("a machine that is none is refused when it is to run", () => {
    const machine = (() => ({})) as never;
    const wrong = customTrigger({ name: "wrong", version: 1, machine, finishes: false });
    const made = strategy({ windows: fixed(10), trigger: wrong });
    expectError("INVALID_TRIGGER", () => new Engine(made, { onPane() {} }), "custom(wrong");
  });

  test("values without a number leave everything as it was", () => {
    const panes: unknown[] = [];
    const trigger = afterDelta({ threshold: 1, of: "price" });
    const engine = new Engine<string, unknown, unknown>(strategy({ windows: fixed(10), trigger }), {
      onPane: ({ value }) => panes.push(value),
    });
    engine.add("k", { price: 1 }, 1);
    for (const value of [7, null, { price: "2" }, { price: Number.NaN }, {}]) {
      expectError("INVALID_VALUE", () => engine.add("k", value, 1), "price");
      const batch = { keys: ["k", "k"], values: [{ price: 9 }, value], timestamps: [1, 2] };
      expectError("INVALID_VALUE", () => engine.addBatch(batch), "price");
    }
    expect([panes, engine.counters.accepted]).toEqual([[], 1]);
    engine.add("k", { price: 3 }, 1);
    expect(panes).toEqual([[{ price: 1 }, { price: 3 }]]);
  });

  test("windows that merge refuse what cannot merge, wherever it stands", () => {
    for (const trigger of [
      afterDelta(1),
      repeatedly(afterAny(one, repeatedly(own))),
      afterWatermark({ late: afterDelta(1) }),
    ]) {
      const refused = () => strategy({ windows: sessions(5), trigger, allowUnsafeTriggers: true });
      expectError("INVALID_TRIGGER", refused, "which windows that merge cannot have");
      expect(strategy({ windows: fixed(5), trigger, allowUnsafeTriggers: true })).toBeDefined();
    }
  });
});
