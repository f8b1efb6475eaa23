import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type WatermarkChange, WatermarkInputs } from "../../src/watermark/index.ts";

type Event = number | "idle" | "active";

interface Case {
  readonly name: string;
  readonly why: string;
  readonly inputs: number;
  readonly steps: readonly [input: number, event: Event, outputs: readonly Event[]][];
}

const facts = parse(
  readFileSync(new URL("../facts/valve.yaml", import.meta.url), "utf8"),
) as readonly Case[];

function apply(inputs: WatermarkInputs, name: string, event: Event): WatermarkChange {
  if (typeof event === "number") return inputs.advance(name, event);
  return event === "idle" ? inputs.idle(name) : inputs.active(name);
}

function outputs({ watermark, status }: WatermarkChange): Event[] {
  return [watermark, status].filter((output): output is Event => output !== null);
}

describe("test/facts/valve.yaml", () => {
  test("has cases", () => {
    expect(facts.length).toBeGreaterThan(20);
  });

  test.each(facts)("$name: $why", ({ inputs: count, steps }) => {
    const names = Array.from({ length: count }, (_, at) => `input ${at}`);
    const inputs = new WatermarkInputs(names);
    let resumed = new WatermarkInputs(names);
    for (const [input, event, expected] of steps) {
      expect(outputs(apply(inputs, `input ${input}`, event))).toEqual(expected);
      const saved: unknown = JSON.parse(JSON.stringify(resumed.snapshot()));
      resumed = new WatermarkInputs(names);
      resumed.restore(saved);
      expect(outputs(apply(resumed, `input ${input}`, event))).toEqual(expected);
    }
  });
});
