import { type EventTime, MIN_TIMESTAMP, type ProcessingTime } from "../watermark/time.ts";

/** A moment by both clocks. */
export interface Instants {
  readonly watermark: EventTime;
  readonly processingTime: ProcessingTime;
}

/** In state that has been stored it is not known how long something has been so. */
export const notKnown: Instants = Object.freeze({
  watermark: MIN_TIMESTAMP,
  processingTime: MIN_TIMESTAMP,
});
