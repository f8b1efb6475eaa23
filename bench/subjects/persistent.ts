import { type EngineState, PersistentEngine } from "tidemark/persistent";
import { type Contestant, streaming, type Subject } from "../contestant.ts";
import { outputTo, strategyOf, type Windowing } from "../engine.ts";
import type { BenchKey, FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

const RING = 1_024;

/** The persistent backend, element by element; with `keeps`, the state after each is kept a while. */
export function persistentOf(windowing: Windowing, name: string, keeps: boolean): Contestant {
  return streaming(name, (results) => new Persistent(windowing, keeps, results));
}

class Persistent implements Subject {
  private readonly engine: PersistentEngine<BenchKey, number, unknown>;
  private readonly kept: EngineState<BenchKey, number, unknown>[] | null;

  constructor(windowing: Windowing, keeps: boolean, results: Results) {
    this.engine = new PersistentEngine(strategyOf(windowing), outputTo(results));
    this.kept = keeps ? [] : null;
  }

  take({ keys, values, timestamps, watermark }: FeedBundle): void {
    const { engine, kept } = this;
    for (let at = 0; at < timestamps.length; at++) {
      engine.add(keys[at] as BenchKey, values[at] as number, timestamps[at] as number);
      if (kept !== null) kept[at % RING] = engine.state;
    }
    if (watermark !== null) engine.advanceWatermark(watermark);
  }
}
