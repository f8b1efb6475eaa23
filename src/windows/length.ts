import { show, TidemarkError } from "../errors.ts";
import { type DurationInput, toDurationAtLeast } from "../watermark/duration.ts";
import type { DurationMs } from "../watermark/time.ts";

/**
 * The longest window, some 9 500 years: beyond it the bounds of windows near the ends of time would
 * not be exact numbers. For everything at once there is `globalWindows()`.
 */
const longestMs = 3e14;

/** The size, period or gap of windows: from one millisecond to the longest. */
export function toWindowLength(input: DurationInput, what: string): DurationMs {
  const lengthMs = toDurationAtLeast(input, 1, what);
  if (lengthMs <= longestMs) return lengthMs;
  throw new TidemarkError(
    "INVALID_DURATION",
    `The ${what} ${show(input)} is longer than ${longestMs} ms.`,
    input,
    "Use globalWindows() for all of time.",
  );
}
