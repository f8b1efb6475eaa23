import { count, list, max, sum, tuple } from "../../src/combine/index.ts";
import {
  type Dropped,
  Engine,
  type Key,
  type Pane,
  type Strategy,
  strategy,
} from "../../src/panes/index.ts";
import type { EngineEvent } from "../../src/state/index.ts";
import {
  afterCount,
  afterEach,
  afterProcessingTime,
  afterWatermark,
  repeatedly,
} from "../../src/triggers/index.ts";
import { MAX_TIMESTAMP } from "../../src/watermark/index.ts";
import { fixed, globalWindows, sessions, sliding } from "../../src/windows/index.ts";

/** A strategy with a script after which a snapshot has everything that a snapshot can have. */
export interface RichRun {
  readonly strategy: Strategy<number, unknown>;
  readonly before: readonly EngineEvent<Key, number>[];
}

const put = (
  ...elements: readonly (readonly [key: Key, value: number, timestamp: number])[]
): EngineEvent<Key, number> => ({
  elements: elements.map(([key, value, timestamp]) => ({ key, value, timestamp })),
});

export const richRuns: Readonly<Record<string, RichRun>> = {
  "sessions, retracting, merged, owed and closed": {
    strategy: strategy<number, unknown>({
      windows: sessions(10),
      trigger: afterEach(afterCount(1), afterProcessingTime(5), afterCount(3)),
      accumulation: "retracting",
      allowedLateness: 100,
      allowUnsafeTriggers: true,
      combine: tuple({ all: list<number>(), most: max(), n: count() }),
    }),
    before: [
      { watermark: 3, processingTime: 100 },
      put(["k", 1, 0], ["k", 2, 15], [7, 3, 4], [7n, 4, 4], [true, 5, 4], ["late", 6, -200]),
      put(["k", 3, 8]),
      put(["done", 1, 0]),
      { processingTime: 105 },
      put(["done", 1, 0]),
      { processingTime: 110 },
      put(["done", 1, 0], ["done", 1, 0], ["done", 1, 0]),
      put(["k", 4, 30]),
      put(["k", 5, 24]),
    ],
  },
  "sliding, early and late, held at the earliest": {
    strategy: strategy<number, unknown>({
      windows: sliding(10, { period: 5 }),
      trigger: afterWatermark({
        early: repeatedly(afterCount(2)),
        late: afterProcessingTime({ delay: 5, alignTo: 10 }),
      }),
      accumulation: "accumulating",
      allowedLateness: 20,
      timestampCombiner: "earliest",
      closing: "always",
      combine: sum(),
    }),
    before: [
      { watermark: 3, processingTime: 100 },
      put(["k", 1, 4], ["k", 2, 4], ["j", 3, 9]),
      { watermark: 11 },
      put(["k", 1, 4]),
    ],
  },
  "fixed, with nothing special": {
    strategy: strategy<number, unknown>({ windows: fixed(10), combine: list<number>() }),
    before: [put(["k", 1, 4], ["j", 2, 14]), { watermark: 5 }],
  },
  "global, counted": {
    strategy: strategy<number, unknown>({
      windows: globalWindows(),
      trigger: repeatedly(afterCount(3)),
      combine: max(),
    }),
    before: [put(["k", 1, 4], ["k", 9, 4], ["j", 2, 14])],
  },
};

/** What happens after the snapshot: every kind of step, and the end of time. */
export const after: readonly EngineEvent<Key, number>[] = [
  put(["k", 6, 12]),
  { processingTime: 120 },
  put(["k", 7, 40], ["new", 8, 41], ["done", 9, 5], [7n, 9, 9]),
  { watermark: 20 },
  put(["k", 1, 4], ["k", 1, 22], [7, 1, 12]),
  { watermark: 60, processingTime: 400 },
  put(["k", 1, 59], ["k", 1, 59]),
  { watermark: MAX_TIMESTAMP },
];

export class Recorder {
  readonly results: (Pane<Key, unknown> | Dropped<Key, number>)[] = [];
  onPane = (pane: Pane<Key, unknown>): void => {
    this.results.push(pane);
  };
  onDropped = (dropped: Dropped<Key, number>): void => {
    this.results.push(dropped);
  };
}

export function start({ strategy: of }: RichRun): {
  engine: Engine<Key, number, unknown>;
  recorder: Recorder;
} {
  const recorder = new Recorder();
  return { engine: new Engine(of, recorder), recorder };
}
