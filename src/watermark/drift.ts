import { type DurationInput, toDurationAtLeast } from "./duration.ts";
import { type DurationMs, type EventTime, MAX_TIMESTAMP, toWatermark } from "./time.ts";

/** An input that is further ahead of the slowest one than it should be. */
export interface InputDrift {
  readonly input: string;
  readonly watermark: EventTime;
  /** How far it is ahead of the minimum; more than the allowed drift. */
  readonly aheadMs: DurationMs;
}

export interface DriftReport {
  /** The watermark of the slowest input; null if there is none. */
  readonly minimum: EventTime | null;
  readonly maxDriftMs: DurationMs;
  /** In the order in which the inputs were given. */
  readonly ahead: readonly InputDrift[];
}

/**
 * Which inputs are **more** than `maxDrift` ahead of the slowest one, and by how much: those that a
 * host may pause, so that the engine need not buffer what they read ahead. Pass the inputs that
 * count (`WatermarkInputs.activeWatermarks()`): an idle one must not hold the others. One that has
 * no watermark yet stands at `MIN_TIMESTAMP` and holds all others; one that has ended is reported
 * never, since there is nothing left to pause.
 */
export function driftReport(
  watermarks: Readonly<Record<string, EventTime>>,
  maxDrift: DurationInput,
): DriftReport {
  const maxDriftMs = toDurationAtLeast(maxDrift, 0, "drift");
  const inputs = Object.entries(watermarks).map(([input, watermark]) => ({
    input,
    watermark: toWatermark(watermark, `watermark of input ${input}`),
  }));
  const minimum = inputs.reduce<EventTime | null>(
    (least, { watermark }) => (least === null || watermark < least ? watermark : least),
    null,
  );
  const ahead: InputDrift[] = [];
  for (const { input, watermark } of inputs) {
    const aheadMs = watermark - (minimum as EventTime);
    if (watermark < MAX_TIMESTAMP && aheadMs > maxDriftMs)
      ahead.push({ input, watermark, aheadMs });
  }
  return { minimum, maxDriftMs, ahead };
}
