import { afterProcessingTime, afterWatermark } from "./build.ts";
import type { AfterWatermark, EveryProcessingTime } from "./trigger.ts";

/** What an abbreviation stands for. The first multiple after an instant is the one from the next millisecond on. */
export function expandedOf({ every }: EveryProcessingTime): AfterWatermark {
  const { periodMs, offsetMs } = every;
  const next = afterProcessingTime({ delay: 1, alignTo: { period: periodMs, offset: offsetMs } });
  return afterWatermark({ early: next, late: next });
}
