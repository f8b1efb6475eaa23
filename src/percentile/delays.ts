import { LogCollapsingLowestDenseDDSketch as Sketch } from "@datadog/sketches-js";
import {
  invalidSnapshot,
  type PlainData,
  readCount,
  readFields,
  readList,
} from "../watermark/plain.ts";
import type { DurationMs } from "../watermark/time.ts";

/** Bins enough for delays from a millisecond to years at one percent; the shortest delays share one. */
const binLimit = 2048;

/**
 * How long elements took, of the last ones: a sketch of those of the current generation, and one of
 * the generation before it. Bounded memory, and no clock: what is remembered depends on the number of
 * elements alone.
 */
export class Delays {
  private readonly accuracy: number;
  private readonly generation: number;
  private current: Sketch;
  private previous: Sketch;

  /** `generation` is how many delays a sketch takes before the next one begins. */
  constructor(accuracy: number, generation: number) {
    this.accuracy = accuracy;
    this.generation = generation;
    this.current = this.empty();
    this.previous = this.empty();
  }

  get count(): number {
    return this.current.count + this.previous.count;
  }

  add(delayMs: DurationMs): void {
    if (this.current.count >= this.generation) {
      this.previous = this.current;
      this.current = this.empty();
    }
    this.current.accept(delayMs);
  }

  /** The delay that a share of the remembered elements has not passed; off by the accuracy at most. */
  quantile(share: number): DurationMs {
    const all = this.empty();
    all.merge(this.previous);
    all.merge(this.current);
    return all.count === 0 ? 0 : Math.ceil(all.getValueAtQuantile(share));
  }

  snapshot(): PlainData {
    return { current: write(this.current), previous: write(this.previous) };
  }

  restore(data: unknown): void {
    const { current, previous } = readFields(data, ["current", "previous"], "delays");
    [this.current, this.previous] = [this.read(current), this.read(previous)];
  }

  private empty(): Sketch {
    return new Sketch({ relativeAccuracy: this.accuracy, binLimit });
  }

  /** A sketch of the same bins; what it says follows from them alone. */
  private read(data: unknown): Sketch {
    const sketch = this.empty();
    const { zeros, bins } = readFields(data, ["zeros", "bins"], "a sketch of delays");
    sketch.zeroCount = readCount(zeros, "number of elements without delay");
    for (const bin of readList(bins, "list of bins")) {
      const [key, count, ...more] = readList(bin, "bin");
      if (!Number.isSafeInteger(key) || more.length > 0)
        throw invalidSnapshot(`The bin ${JSON.stringify(bin)} is none`, data);
      sketch.store.add(key as number, readCount(count, "count of a bin"));
    }
    sketch.count = sketch.zeroCount + sketch.store.count;
    if (sketch.count > this.generation)
      throw invalidSnapshot(`A sketch of ${sketch.count} delays is too large`, data);
    return sketch;
  }
}

function write({ zeroCount, store }: Sketch): PlainData {
  const { bins, offset } = store;
  return {
    zeros: zeroCount,
    bins: bins.flatMap((count, at) => (count > 0 ? [[at + offset, count]] : [])),
  };
}
