import { type PlainData, readFields, invalidSnapshot } from "../../watermark/plain.ts";
import type { EventTime } from "../../watermark/time.ts";
import type { Element } from "./element-reader.ts";
import type { WatermarkSource } from "./watermark.ts";

/** A watermark source at work: what the watermark is to be after each row. */
export interface RowWatermark {
  /** Null leaves it as it is. */
  after(element: Element): EventTime | null;
  save(): PlainData;
  load(saved: unknown): void;
}

/** Starts a watermark source. */
export function startWatermark(source: WatermarkSource): RowWatermark {
  if (source.kind !== "generator") {
    const isColumn = source.kind === "column";
    return {
      after: (element) => (isColumn ? element.watermark : null),
      save: () => ({}),
      load: (saved) => void readFields(saved, [], "the watermark"),
    };
  }
  const generator = source.strategy.start();
  return {
    after: ({ timestamp, value }) => generator.onElement(timestamp, value),
    save: () => generator.snapshot(),
    load(saved) {
      if (saved === undefined) throw invalidSnapshot("The watermark is missing", saved);
      generator.restore(saved);
    },
  };
}
