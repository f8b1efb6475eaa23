import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { type Combiner, count, list, max, mean, min, sum, tuple } from "../../src/combine/index.ts";
import {
  type Dropped,
  Engine,
  type Key,
  type Pane,
  type Strategy,
  strategy,
} from "../../src/panes/index.ts";
import { takeSnapshot } from "../../src/state/index.ts";
import { loadCells } from "../../src/state/load.ts";
import type { Snapshot } from "../../src/state/snapshot-format.ts";
import { type TriggerJson, triggerFromJson } from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/time.ts";
import { fixed, sliding, type WindowFn } from "../../src/windows/index.ts";

/**
 * Law 12: step by step a plan makes what the general plan makes, in the same order, and everything
 * that can be seen of its state is the same, snapshots included.
 */

export type Combine = keyof typeof combiners;
const combiners = {
  sum,
  count,
  min,
  max,
  mean,
  list,
  tuple: () => tuple({ n: count(), all: sum(), most: max() }),
} as const;

export interface Case {
  readonly strategy: {
    readonly windows: { readonly size: number; readonly period: number };
    readonly offset: number;
    readonly trigger: TriggerJson;
    readonly accumulation: "discarding" | "accumulating" | "retracting";
    readonly allowedLateness: number;
    readonly closing: "always" | "ifNonEmpty" | "never";
    readonly onTime: "always" | "ifNonEmpty";
    readonly combine: Combine;
  };
  readonly steps: readonly Step[];
}

type Element = readonly [value: number, timestamp: number, key: Key];

type Step =
  | { readonly bundle: readonly Element[] }
  /** The same with keys as places in a dictionary. */
  | { readonly coded: readonly Element[] }
  | { readonly single: Element }
  | { readonly watermark: number; readonly processingTime?: number }
  | { readonly processingTime: number }
  /** Both go on from snapshots through text: each from its own, or each from the other's. */
  | { readonly restore: "own" | "other" };

const inner: fc.Arbitrary<TriggerJson> = fc.constantFrom<TriggerJson>(
  "always",
  "never",
  { afterCount: 1 },
  { afterCount: 3 },
  { afterProcessingTime: { delay: 5 } },
  { repeatedly: { afterCount: 2 } },
  { afterEach: [{ afterCount: 1 }, { afterCount: 2 }] },
);

/** Mostly such as sleep until the end of a window. */
const trigger: fc.Arbitrary<TriggerJson> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<TriggerJson>("default") },
  { weight: 2, arbitrary: fc.constant<TriggerJson>("never") },
  { weight: 1, arbitrary: fc.constant<TriggerJson>({ afterWatermark: {} }) },
  { weight: 4, arbitrary: fc.record({ afterWatermark: fc.record({ late: inner }) }) },
  { weight: 1, arbitrary: fc.record({ afterWatermark: fc.record({ early: inner, late: inner }) }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<TriggerJson>(
      { repeatedly: { afterWatermark: {} } },
      { afterEach: [{ afterWatermark: {} }, { afterCount: 2 }] },
      { afterAll: [{ afterWatermark: {} }, "never"] },
      { afterAny: ["never", { afterWatermark: { late: { afterCount: 2 } } }] },
      { orFinally: { main: "never", finally: "default" } },
      { repeatedly: { afterEach: ["default", { afterCount: 1 }] } },
      { repeatedly: { afterAny: [{ afterWatermark: {} }, { afterCount: 3 }] } },
    ),
  },
);

const time = fc.oneof(
  { weight: 200, arbitrary: fc.integer({ min: -30, max: 80 }) },
  { weight: 1, arbitrary: fc.constantFrom(MIN_TIMESTAMP, MIN_TIMESTAMP + 9, MAX_TIMESTAMP - 3) },
);
const element: fc.Arbitrary<Element> = fc.tuple(
  fc.oneof(
    { weight: 60, arbitrary: fc.integer({ min: -9, max: 9 }) },
    { weight: 1, arbitrary: fc.constantFrom(0.1, 0.7, 2 ** 53) },
  ),
  time,
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("k", "k", "j", "i", "h") },
    { weight: 3, arbitrary: fc.constantFrom<Key>(0, -0, 1, 2, 7, 300, 70_000, 1e9, -1, 0.5) },
    { weight: 1, arbitrary: fc.constantFrom<Key>(0n, 1n, true, false, "1", "") },
  ),
);

const watermark = fc.integer({ min: -35, max: 95 });
const processingTime = fc.integer({ min: 0, max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ bundle: fc.array(element, { minLength: 1, maxLength: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ coded: fc.array(element, { minLength: 1, maxLength: 6 }) }) },
  { weight: 4, arbitrary: fc.record({ single: element }) },
  { weight: 5, arbitrary: fc.record({ watermark }) },
  { weight: 1, arbitrary: fc.record({ processingTime }) },
  { weight: 1, arbitrary: fc.record({ watermark, processingTime }) },
  {
    weight: 1,
    arbitrary: fc.record({ restore: fc.constantFrom<"own" | "other">("own", "other") }),
  },
);

/** Cases over windows of some sizes and periods. */
export function casesOver(
  windows: readonly (readonly [size: number, period: number])[],
): fc.Arbitrary<Case> {
  return fc.record({
    strategy: fc.record({
      windows: fc.constantFrom(...windows.map(([size, period]) => ({ size, period }))),
      offset: fc.integer({ min: -12, max: 12 }),
      trigger,
      accumulation: fc.constantFrom("discarding", "accumulating", "retracting"),
      allowedLateness: fc.constantFrom(0, 0, 3, 10, 40),
      closing: fc.constantFrom("ifNonEmpty", "ifNonEmpty", "always", "never"),
      onTime: fc.constantFrom("always", "ifNonEmpty"),
      combine: fc.constantFrom<Combine>(
        "sum",
        "sum",
        "count",
        "min",
        "max",
        "mean",
        "tuple",
        "list",
      ),
    }),
    steps: fc.array(step, { minLength: 1, maxLength: 24 }).map(withRisingClocks),
  });
}

/** Readings are sorted into the places of the clock steps, so that shrinking keeps them rising. */
function withRisingClocks(steps: readonly Step[]): readonly Step[] {
  const sorted = (clock: "watermark" | "processingTime"): number[] =>
    steps
      .flatMap((one) => (clock in one ? [(one as Record<typeof clock, number>)[clock]] : []))
      .sort((a, b) => a - b);
  const readings = { watermark: sorted("watermark"), processingTime: sorted("processingTime") };
  return [
    ...steps.map((one) => {
      const moved: Record<string, unknown> = { ...one };
      for (const clock of ["watermark", "processingTime"] as const)
        if (clock in one) moved[clock] = readings[clock].shift();
      return moved as unknown as Step;
    }),
    { watermark: MAX_TIMESTAMP },
  ];
}

/** One of the two, with what it has put out since it was asked last. */
class Side {
  engine: Engine<Key, unknown, unknown>;
  private readonly only: "general" | null;
  private readonly strategy: Strategy<unknown, unknown>;
  private readonly dictionary: Key[] = [];
  private out: (Pane<Key, unknown> | Dropped<Key, unknown>)[] = [];

  constructor(options: Strategy<unknown, unknown>, only: "general" | null) {
    this.strategy = options;
    this.only = only;
    this.engine = this.start();
  }

  private start(): Engine<Key, unknown, unknown> {
    const output = {
      onPane: (pane: Pane<Key, unknown>) => this.out.push(pane),
      onDropped: (dropped: Dropped<Key, unknown>) => this.out.push(dropped),
    };
    return new Engine(this.strategy, output, this.only);
  }

  restore(text: string): void {
    const snapshot = JSON.parse(text) as Snapshot;
    this.engine = this.start();
    this.engine.core.ledger.load(snapshot.counters);
    loadCells(this.engine, snapshot);
  }

  take(step: Exclude<Step, { restore: unknown }>): void {
    const { engine } = this;
    if ("single" in step) engine.add(step.single[2], step.single[0], step.single[1]);
    else if ("coded" in step) {
      const keys = step.coded.map(([, , key]) => key);
      for (const key of keys) if (!this.dictionary.includes(key)) this.dictionary.push(key);
      engine.addBatch({
        codes: keys.map((key) => this.dictionary.indexOf(key)),
        dictionary: this.dictionary,
        values: step.coded.map(([value]) => value),
        timestamps: step.coded.map(([, timestamp]) => timestamp),
      });
    } else if ("bundle" in step) {
      engine.addBatch({
        keys: step.bundle.map(([, , key]) => key),
        values: step.bundle.map(([value]) => value),
        timestamps: step.bundle.map(([, timestamp]) => timestamp),
      });
    } else engine.advance(step);
  }

  snapshot(): string {
    return JSON.stringify(takeSnapshot(this.engine));
  }

  seen(): Record<string, unknown> {
    const { engine } = this;
    const { out } = this;
    this.out = [];
    return {
      out,
      counters: engine.counters,
      outputWatermark: engine.outputWatermark,
      nextDue: engine.nextDue,
      earliestHold: engine.earliestHold(),
      isEmpty: engine.isEmpty,
      windows: engine.windows(),
      windowsOfOne: engine.windows("k"),
      snapshot: JSON.parse(this.snapshot()) as unknown,
    };
  }
}

function windowsOf({ windows, offset }: Case["strategy"]): WindowFn {
  return windows.size === windows.period
    ? fixed(windows.size, { offset })
    : sliding(windows.size, { period: windows.period, offset });
}

/** JSON of what may have keys that JSON has not. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "bigint" ? `${part}n` : part,
  );
}

/**
 * Throws at the first step after which the two differ; returns how they ended. `instead` takes the
 * place of the windows of the case.
 */
export function compare(
  { strategy: plain, steps }: Case,
  instead?: WindowFn,
): Engine<Key, unknown, unknown> {
  const { windows: _windows, offset: _offset, ...others } = plain;
  const options = strategy<unknown, unknown>({
    ...others,
    windows: instead ?? windowsOf(plain),
    trigger: triggerFromJson(others.trigger),
    combine: (combiners[others.combine] as () => Combiner<unknown, unknown>)(),
    allowUnsafeTriggers: true,
  });
  const [general, best] = [new Side(options, "general"), new Side(options, null)];
  steps.forEach((one, at) => {
    if ("restore" in one) {
      const [ofGeneral, ofBest] = [general.snapshot(), best.snapshot()];
      general.restore(one.restore === "own" ? ofGeneral : ofBest);
      best.restore(one.restore === "own" ? ofBest : ofGeneral);
    } else {
      general.take(one);
      best.take(one);
    }
    const [expected, actual] = [general.seen(), best.seen()];
    for (const [what, value] of Object.entries(expected)) {
      if (isDeepStrictEqual(actual[what], value)) continue;
      throw new Error(
        `Law 12 is broken: after step ${at} ${what} is\n${text(actual[what])}\nagainst\n` +
          `${text(value)}\n${text({ strategy: plain, steps })}`,
      );
    }
  });
  return best.engine;
}
