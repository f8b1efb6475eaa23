import { sum } from "tidemark/combine";
import {
  Engine,
  type Output,
  type Pane,
  type PlanName,
  type Strategy,
  type StrategyOptions,
  strategy,
  type Work,
} from "tidemark/panes";
import { type Contestant, streaming, type Subject } from "./contestant.ts";
import type { BenchKey, FeedBundle } from "./feed.ts";
import type { Results } from "./results.ts";

/** How elements get in. */
export type Entry = "element" | "batch" | "coded";
/** `general` asks for the plan that the others are held to; null leaves the choice to the engine. */
export type PlanWish = "general" | null;
/** A pane's value as a number, for the hash. */
export type Digest = (value: unknown) => number;

/** What to window, with a sum unless something else is said. */
export type Windowing = Partial<StrategyOptions<number, unknown>> &
  Pick<StrategyOptions<number, unknown>, "windows">;

export function strategyOf(windowing: Windowing): Strategy<number, unknown> {
  return strategy<number, unknown>({ combine: sum(), ...windowing });
}

/** The library. Its name is `engine` unless it is there to be compared with. */
export function engineOf(
  windowing: Windowing,
  entry: Entry,
  plan: PlanWish,
  { name = "engine", group = "panes", digest }: Partial<EngineExtras> = {},
): Contestant {
  const open = (results: Results): Subject => {
    const engine = new Engine(strategyOf(windowing), outputTo(results, digest), plan);
    return new entered[entry](engine);
  };
  return streaming(name, open, group);
}

interface EngineExtras {
  readonly name: string;
  readonly group: string;
  readonly digest: Digest;
}

export function outputTo(results: Results, digest?: Digest): Output<BenchKey, number, unknown> {
  const take = (pane: Pane<BenchKey, unknown>, value: number): void => {
    const { key, window, timing, index } = pane;
    const kind = pane.retraction ? "retraction" : timing;
    results.pane(key, window.start, window.end, value, kind, index);
  };
  return {
    onPane: digest
      ? (pane) => take(pane, digest(pane.value))
      : (pane) => take(pane, pane.value as number),
    onDropped: () => {
      results.dropped += 1;
    },
  };
}

type BenchEngine = Engine<BenchKey, number, unknown>;

abstract class EngineSubject implements Subject {
  readonly engine: BenchEngine;

  constructor(engine: BenchEngine) {
    this.engine = engine;
  }

  abstract take(bundle: FeedBundle): void;

  get work(): Work {
    return this.engine.work;
  }

  get plan(): PlanName {
    return this.engine.plan.name;
  }
}

class ByElement extends EngineSubject {
  take({ keys, values, timestamps, watermark }: FeedBundle): void {
    const { engine } = this;
    for (let at = 0; at < timestamps.length; at++) {
      engine.add(keys[at] as BenchKey, values[at] as number, timestamps[at] as number);
    }
    if (watermark !== null) engine.advanceWatermark(watermark);
  }
}

export class ByBatch extends EngineSubject {
  take(bundle: FeedBundle): void {
    this.engine.addBatch(bundle);
    if (bundle.watermark !== null) this.engine.advanceWatermark(bundle.watermark);
  }
}

/** Batches with keys as places in a dictionary. */
class ByCode extends EngineSubject {
  take({ codes, dictionary, values, timestamps, watermark }: FeedBundle): void {
    this.engine.addBatch({ codes, dictionary, values, timestamps });
    if (watermark !== null) this.engine.advanceWatermark(watermark);
  }
}

const entered = { element: ByElement, batch: ByBatch, coded: ByCode };
