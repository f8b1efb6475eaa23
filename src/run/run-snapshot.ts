import type { Snapshot } from "../state/snapshot-format.ts";
import type { PlainData } from "../watermark/plain.ts";

/** The state of a run as plain JSON data: the engine's and the watermark generator's. */
export interface RunSnapshot {
  readonly engine: Snapshot;
  readonly watermark: PlainData;
}
