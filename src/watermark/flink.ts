import { show, TidemarkError } from "../errors.ts";
import { type EventTime, MAX_TIMESTAMP, MIN_TIMESTAMP, toWatermark } from "./time.ts";

/**
 * Two conventions. Flink's watermark t says that no further element with a timestamp **<= t** will
 * come, ours that none **< t** will. The same promise is one millisecond higher here; a test that
 * passes on one side and is off by one on the other usually lacks this conversion.
 */

/**
 * Flink's watermark in our convention: `t + 1`, kept within the bounds of time. Flink's
 * `Long.MIN_VALUE` (none yet) and `Long.MAX_VALUE` (end of input), as JavaScript numbers, become
 * `MIN_TIMESTAMP` and `MAX_TIMESTAMP`. Throws `INVALID_WATERMARK` for what is no integer.
 */
export function fromFlinkWatermark(watermark: number): EventTime {
  if (!Number.isInteger(watermark)) {
    throw new TidemarkError(
      "INVALID_WATERMARK",
      `Flink's watermark ${show(watermark)} is not an integer number of milliseconds.`,
      watermark,
    );
  }
  return Math.min(Math.max(watermark + 1, MIN_TIMESTAMP), MAX_TIMESTAMP);
}

/**
 * Our watermark in Flink's convention: `t - 1`; `fromFlinkWatermark` turns it back for every t. The
 * result for `MIN_TIMESTAMP` lies before the bounds of time on purpose: the next instant would
 * promise more than was promised. Flink itself takes only `Long.MAX_VALUE` for the end of input.
 */
export function toFlinkWatermark(watermark: EventTime): number {
  return toWatermark(watermark) - 1;
}
