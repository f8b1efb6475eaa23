import { count, list, max, mean, top } from "tidemark/combine";
import { afterCount, afterWatermark, repeatedly } from "tidemark/triggers";
import { fixed, globalWindows, sessions, sliding } from "tidemark/windows";
import { streaming } from "../contestant.ts";
import { type Digest, engineOf, type Windowing } from "../engine.ts";
import type { FeedOptions } from "../feed.ts";
import { LookUp } from "../floors/look-up.ts";
import { alone, type BenchCell, base, floor, LATENESS, minutes, yardstick } from "./cell.ts";
import { composite, early } from "./triggers.ts";

/** One property of the base cell, changed in steps; `at` is the step's place where it is a number. */
export interface Axis {
  readonly name: string;
  readonly steps: readonly { readonly cell: BenchCell; readonly at?: number }[];
}

type Step = readonly [name: string, feed: Partial<FeedOptions>, windowing?: Partial<Windowing>];

function axis(name: string, steps: readonly Step[]): Axis {
  return {
    name,
    steps: steps.map(([step, feed, windowing]) => ({
      cell: alone(`axis-${name}-${step}`, { ...base, ...feed }, { ...minutes, ...windowing }),
    })),
  };
}

/** An axis of numbers, along which growth is measured. */
function growing(
  name: string,
  sizes: readonly number[],
  cellAt: (size: number) => BenchCell,
): Axis {
  return { name, steps: sizes.map((at) => ({ at, cell: cellAt(at) })) };
}

const late = { share: 0.1, hopeless: 0, lateMs: LATENESS };
const none = { allowedLateness: 0 };
const lateEach = afterWatermark({ late: afterCount(1) });

const windows = axis("windows", [
  ["fixed", {}, none],
  ["sliding-2", {}, { ...none, windows: sliding(60_000, { period: 30_000 }) }],
  ["sliding-6", {}, { ...none, windows: sliding(60_000, { period: 10_000 }) }],
  ["sliding-60", { elements: 300_000 }, { ...none, windows: sliding(60_000, { period: 1_000 }) }],
  ["sessions-20", { stepMs: 10 }, { ...none, windows: sessions(30_000) }],
  ["sessions-200", { stepMs: 10 }, { ...none, windows: sessions(53_000) }],
  ["global-count", {}, { ...none, windows: globalWindows(), trigger: repeatedly(afterCount(50)) }],
]);

/** Ten elements a pane and ten times as many elements a window as keys. */
const keys = growing("keys", [100, 1_000, 10_000, 100_000], (size) => ({
  name: `axis-keys-${size}`,
  feed: { ...base, keys: size, stepMs: 6_000 / size },
  contestants: (plan) => [
    floor(),
    streaming("look-up", (results) => new LookUp(results), "look-up"),
    engineOf(minutes, "batch", plan),
  ],
}));

const skew = axis("skew", [["zipf-1.1", { choose: { zipf: 1.1 } }]]);

const order = axis("order", [
  ["in-order", { disorder: 0 }],
  ["tenth-late", { late }],
  ["hundredth-dropped", { late: { ...late, share: 0, hopeless: 0.01 } }],
]);

/** How many windows that have ended are still kept; each has 5 elements for each key. */
const lateness = growing("lateness", [1, 4, 20, 100], (size) =>
  alone(`axis-lateness-${size}`, base, {
    windows: fixed(6_000),
    allowedLateness: size * 6_000,
  }),
);

const trigger = axis("trigger", [
  ["early-10", {}, { trigger: afterWatermark({ early: afterCount(10), late: afterCount(1) }) }],
  ["early-1", {}, { trigger: afterWatermark({ early: afterCount(1), late: afterCount(1) }) }],
  ["late-each", { late }, { trigger: lateEach }],
  ["composite", {}, composite(10)],
]);

const accumulation = axis("accumulation", [
  ["discarding", {}, { ...early, accumulation: "discarding" }],
  ["accumulating", {}, { ...early, accumulation: "accumulating" }],
  ["retracting", {}, { ...early, accumulation: "retracting" }],
]);

/** Lists and tops are told apart by length and ends: good enough to see that a pane is the same. */
const digestOf: Digest = (value) =>
  Array.isArray(value)
    ? value.length + Number(value[0] ?? 0) + 1_000 * Number(value.at(-1) ?? 0)
    : Number(value ?? 0);

const combiners = { count: count(), mean: mean(), max: max(), list: list(), top: top(3) };

const aggregate: Axis = {
  name: "aggregate",
  steps: Object.entries(combiners).map(([name, combine]) => ({
    cell: {
      name: `axis-aggregate-${name}`,
      feed: base,
      contestants: (plan) => [
        yardstick(),
        engineOf({ ...minutes, combine }, "batch", plan, { digest: digestOf }),
      ],
    },
  })),
};

/** `told-each` tells the watermark after every element, but moves it only every thousand. */
const watermark = axis("watermark", [
  ["every-1", { elements: 300_000, batch: 1, watermarkEvery: 1 }],
  ["told-each", { elements: 300_000, batch: 1, watermarkEvery: 1, watermarkMovesEvery: 1_000 }],
  ["every-100", { batch: 100, watermarkEvery: 100 }],
  ["every-100000", { watermarkEvery: 100_000 }],
]);

const batch = axis("batch", [
  ["10", { batch: 10 }],
  ["100", { batch: 100 }],
  ["10000", { batch: 10_000, watermarkEvery: 10_000 }],
]);

/** Every element opens a window of its own, which waits until so many others have been opened. */
const timers = growing("timers", [1_000, 5_000, 25_000, 125_000], (size) =>
  alone(
    `axis-timers-${size}`,
    {
      elements: 500_000,
      keys: 1,
      stepMs: 10,
      regular: true,
      disorder: 0,
      boundMs: size * 10,
      ends: false,
    },
    { windows: fixed(10) },
  ),
);

/** The base cell is `fixed-1000-batch`; each axis leaves out the step that would be the same. */
export const axes: Readonly<Record<"keys" | "lateness" | "timers", Axis>> = {
  keys,
  lateness,
  timers,
};

export const axisCells: readonly BenchCell[] = [
  windows,
  keys,
  skew,
  order,
  lateness,
  trigger,
  accumulation,
  aggregate,
  watermark,
  batch,
  timers,
].flatMap(({ steps }) => steps.map(({ cell }) => cell));
