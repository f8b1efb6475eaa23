import { count, list, max, mean, sum } from "tidemark/combine";
import { Engine, type StrategyOptions, strategy } from "tidemark/panes";
import { afterCount, afterWatermark, repeatedly } from "tidemark/triggers";
import { fixed, globalWindows, sessions, sliding } from "tidemark/windows";
import { type Feed, makeFeed } from "./feed.ts";

const pipelines: readonly StrategyOptions<number, unknown>[] = [
  { windows: sliding(30_000, { period: 10_000 }), combine: max() },
  { windows: sessions(20_000), combine: count() },
  {
    windows: fixed(10_000),
    combine: list(),
    accumulation: "accumulating",
    trigger: afterWatermark({ early: afterCount(7), late: afterCount(1) }),
    allowedLateness: 10_000,
  },
  { windows: globalWindows(), combine: mean(), trigger: repeatedly(afterCount(50)) },
  {
    windows: fixed(25_000),
    combine: sum((value: number) => value / 2),
    accumulation: "retracting",
    trigger: afterWatermark({ early: afterCount(5), late: afterCount(1) }),
    timestampCombiner: "earliest",
    allowedLateness: 5_000,
  },
];

/** Five other pipelines, with other windows, triggers, combiners and keys, that stay alive. */
export class Crowd {
  private readonly engines = pipelines.map(
    (options) => new Engine<string | number, number, unknown>(strategy(options), { onPane() {} }),
  );
  private readonly feeds: readonly Feed[] = [false, true].map((integers) =>
    makeFeed({ elements: 20_000, keys: 100, stepMs: 20, integers, ends: false }),
  );

  /** The first time as much as it takes to be compiled; later there is only what is late. */
  work(): void {
    for (const [at, engine] of this.engines.entries()) {
      const { bundles } = this.feeds[at % 2] as Feed;
      for (const bundle of bundles) {
        const { keys, values, timestamps, watermark } = bundle;
        engine.addBatch(bundle);
        for (let i = 0; i < timestamps.length; i += 3) {
          engine.add(keys[i] as string, values[i] as number, timestamps[i] as number);
        }
        if (watermark !== null) engine.advanceWatermark(watermark);
      }
    }
  }
}
