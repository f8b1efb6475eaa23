import { type Codec, plainCodec } from "./codec.ts";
import type { Combiner } from "./combine-fn.ts";

/** The codec of a combiner's accumulators: its own, or that of plain data. */
export function codecOf(combiner: Combiner<never, unknown>): Codec<unknown> {
  return (combiner.codec as Codec<unknown> | undefined) ?? plainCodec;
}
