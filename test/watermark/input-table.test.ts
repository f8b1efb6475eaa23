import { describe, expect, test } from "vitest";
import { MAX_TIMESTAMP, WatermarkInputs } from "../../src/watermark/index.ts";
import { errorOf } from "./errors-of.ts";

/**
 * The complete table: what every event does to the input `a` in each state it can be in, beside `b`,
 * which is at 20 and active in the first half, idle in the second.
 */

type Event = number | "idle" | "active" | "remove" | "add c";
/** The new watermark and the new status; null where they stay. */
type Effect = readonly [number | null, "idle" | "active" | null];

const nothing: Effect = [null, null];
const states = ["aligned at 10", "unaligned at 5", "idle at 5", "ended"] as const;

function inputsWith(a: (typeof states)[number], b: "active" | "idle"): WatermarkInputs {
  const inputs = new WatermarkInputs(["a", "b"]);
  if (a === "aligned at 10") inputs.advance("a", 10);
  else if (a === "ended") inputs.advance("a", MAX_TIMESTAMP);
  else {
    inputs.advance("a", 5);
    inputs.idle("a");
  }
  inputs.advance("b", 20);
  if (a === "unaligned at 5") inputs.active("a");
  if (b === "idle") inputs.idle("b");
  return inputs;
}

function effectOf(inputs: WatermarkInputs, event: Event): Effect {
  const { watermark, status } =
    typeof event === "number"
      ? inputs.advance("a", event)
      : event === "add c"
        ? inputs.add("c")
        : inputs[event]("a");
  return [watermark, status];
}

const events: readonly Event[] = [3, 15, 30, "idle", "active", "remove", "add c"];

describe.each<["active" | "idle", Readonly<Record<(typeof states)[number], readonly Effect[]>>]>([
  [
    "active",
    {
      "aligned at 10": [nothing, [15, null], [20, null], [20, null], nothing, [20, null], nothing],
      "unaligned at 5": [nothing, nothing, nothing, nothing, nothing, nothing, nothing],
      "idle at 5": [nothing, nothing, nothing, nothing, nothing, nothing, nothing],
      ended: [nothing, nothing, nothing, nothing, nothing, nothing, nothing],
    },
  ],
  [
    "idle",
    {
      "aligned at 10": [
        nothing,
        [15, null],
        [30, null],
        [20, "idle"],
        nothing,
        [20, "idle"],
        nothing,
      ],
      "unaligned at 5": [
        nothing,
        nothing,
        [30, null],
        [null, "idle"],
        nothing,
        [null, "idle"],
        nothing,
      ],
      "idle at 5": [
        nothing,
        nothing,
        nothing,
        nothing,
        [null, "active"],
        nothing,
        [null, "active"],
      ],
      ended: [nothing, nothing, nothing, [null, "idle"], nothing, [null, "idle"], nothing],
    },
  ],
])("beside an input that is %s", (b, table) => {
  for (const state of states) {
    test.each(
      events.map((event, at) => [event, table[state][at] as Effect] as const),
    )(`${state}: %s`, (event, effect) => {
      const inputs = inputsWith(state, b);
      const before = inputs.watermark;
      expect(effectOf(inputs, event)).toEqual(effect);
      expect(inputs.watermark).toBe(effect[0] ?? before);
    });
  }
});

describe("inputs that join and leave", () => {
  test("before there is an output, a new one is waited for like the others", () => {
    const inputs = new WatermarkInputs(["a"]);
    inputs.add("b");
    expect(inputs.advance("a", 10).watermark).toBe(null);
    expect(inputs.advance("b", 7).watermark).toBe(7);
  });

  test("after that it holds nothing until it has caught up, and then it does", () => {
    const inputs = new WatermarkInputs(["a"]);
    inputs.advance("a", 10);
    inputs.add("b");
    expect(inputs.states()[1]).toMatchObject({ name: "b", status: "active", aligned: false });
    expect(inputs.advance("a", 20).watermark).toBe(20);
    inputs.advance("b", 20);
    expect(inputs.states()[1]).toMatchObject({ aligned: true });
    expect(inputs.advance("a", 30).watermark).toBe(null);
  });

  test("what has left is waited for no longer, and what it promised stays", () => {
    const inputs = new WatermarkInputs(["a", "b", "c"]);
    inputs.advance("a", 50);
    inputs.advance("b", 10);
    inputs.advance("c", 30);
    expect(inputs.remove("b").watermark).toBe(30);
    inputs.idle("c");
    expect([inputs.watermark, inputs.remove("a")]).toEqual([
      50,
      { watermark: null, status: "idle" },
    ]);
    expect(inputs.watermark).toBe(50);
    const again = new WatermarkInputs(["c"]);
    again.restore(JSON.parse(JSON.stringify(inputs.snapshot())));
    expect([again.watermark, again.snapshot()]).toEqual([50, inputs.snapshot()]);
    again.add("d");
    expect(again.advance("d", 60).watermark).toBe(60);
  });

  test("a name is given once, and the last input cannot leave", () => {
    const inputs = new WatermarkInputs(["a"]);
    const before = JSON.stringify(inputs.snapshot());
    for (const act of [
      () => inputs.add("a"),
      () => inputs.add(5 as never),
      () => inputs.remove("a"),
      () => inputs.remove("b"),
    ])
      expect(errorOf(act).code).toBe("INVALID_INPUT");
    expect(JSON.stringify(inputs.snapshot())).toBe(before);
    inputs.add("b");
    inputs.remove("a");
    expect(inputs.states().map(({ name }) => name)).toEqual(["b"]);
  });
});
