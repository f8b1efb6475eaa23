import {
  type AsyncHost,
  type Commit,
  Driver,
  driveAsync,
  type KeyState,
  OutputWatermark,
  type WorkItem,
} from "tidemark/state";
import { MIN_TIMESTAMP } from "tidemark/watermark";
import { type Contestant, streaming, type Subject } from "../contestant.ts";
import { outputTo, strategyOf, type Windowing } from "../engine.ts";
import type { BenchKey, FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

/** An asynchronous store of texts: each key's record, and when the key wants to be woken. */
class TextStore implements AsyncHost<BenchKey, number, unknown> {
  readonly due: Map<BenchKey, number> = new Map();
  private readonly texts: Map<BenchKey, string> = new Map();

  async load(key: BenchKey): Promise<KeyState | null> {
    const text = this.texts.get(key);
    return text === undefined ? null : (JSON.parse(text) as KeyState);
  }

  async commit({ key, state, timers }: Commit<BenchKey, number, unknown>): Promise<void> {
    if (state === null) this.texts.delete(key);
    else this.texts.set(key, JSON.stringify(state));
    if (timers.watermark === null) this.due.delete(key);
    else this.due.set(key, timers.watermark);
  }
}

/** State scoped by key in such a store: a bundle is one work item for each of its keys. */
export function hostOf(windowing: Windowing): Contestant {
  return streaming("engine", (results) => new Hosted(windowing, results));
}

class Hosted implements Subject {
  private readonly driver: Driver<BenchKey, number, unknown>;
  private readonly store: TextStore = new TextStore();
  private readonly holds: OutputWatermark<BenchKey> = new OutputWatermark();
  private readonly output: ReturnType<typeof outputTo>;
  private watermark: number = MIN_TIMESTAMP;

  constructor(windowing: Windowing, results: Results) {
    this.driver = new Driver(strategyOf(windowing));
    this.output = outputTo(results);
  }

  async take({ keys, values, timestamps, watermark }: FeedBundle): Promise<void> {
    const byKey = new Map<BenchKey, { value: number; timestamp: number }[]>();
    for (let at = 0; at < timestamps.length; at++) {
      const key = keys[at] as BenchKey;
      const element = { value: values[at] as number, timestamp: timestamps[at] as number };
      const elements = byKey.get(key);
      if (elements === undefined) byKey.set(key, [element]);
      else elements.push(element);
    }
    await Promise.all(Array.from(byKey, ([key, elements]) => this.step({ key, elements })));
    this.holds.settle();
    if (watermark !== null) await this.advance(watermark);
  }

  private async advance(watermark: number): Promise<void> {
    this.watermark = watermark;
    const due = [...this.store.due].filter(([, at]) => at <= watermark);
    await Promise.all(due.map(([key]) => this.step({ key })));
    this.holds.settle(watermark);
  }

  private async step(item: WorkItem<BenchKey, number>): Promise<void> {
    const clocks = { watermark: this.watermark, outputWatermark: this.holds.value };
    const commit = await driveAsync(this.driver, this.store, { ...item, ...clocks });
    this.holds.report(item.key, commit.hold);
    for (const pane of commit.panes) this.output.onPane(pane);
    for (const dropped of commit.dropped) this.output.onDropped?.(dropped);
  }
}
