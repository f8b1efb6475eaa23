import type { EventTime } from "../watermark/time.ts";

interface HasClocks {
  readonly clocks: { readonly watermark: EventTime; readonly outputWatermark: EventTime };
}

/** Stored state as it is read back; with a watermark, as by a host that has kept all but that. */
export function readBack(text: string, watermark?: EventTime): unknown {
  const stored = JSON.parse(text) as HasClocks;
  if (watermark === undefined) return stored;
  const outputWatermark = Math.min(stored.clocks.outputWatermark, watermark);
  return { ...stored, clocks: { ...stored.clocks, watermark, outputWatermark } };
}
