import type { EventTime } from "../../watermark/time.ts";
import type { CaseStrategy } from "../cases/case.ts";
import type { TriggerName } from "../arbitraries/triggers.ts";
import type { WindowKind } from "../arbitraries/windows.ts";
import type { ReportedField } from "./observation.ts";

/**
 * What an engine can be asked. What is absent is not restricted, but for windows and triggers that Beam has
 * not: random cases have them for those engines alone that name them.
 */
export interface Capabilities {
  readonly windows?: readonly WindowKind[];
  readonly triggers?: readonly TriggerName[];
  readonly accumulation?: readonly CaseStrategy["accumulation"][];
  readonly closing?: readonly CaseStrategy["closing"][];
  readonly onTime?: readonly CaseStrategy["onTime"][];
  readonly timestampCombiner?: readonly CaseStrategy["timestampCombiner"][];
  readonly combine?: readonly CaseStrategy["combine"][];
  /** Whether windows can take late data. */
  readonly allowedLateness?: boolean;
  /** Whether one case may have several keys. */
  readonly keys?: boolean;
  /** Whether the clock of processing time can be set. */
  readonly processingTime?: boolean;
  /** How deep triggers may nest, from 1. */
  readonly triggerDepth?: number;
  /** The earliest event time that the engine takes. */
  readonly earliest?: EventTime;
  /** The least number that an element may be, up to 1. Default 1. */
  readonly leastValue?: number;
  /** The fields that it reports beyond key, window, value and retraction of its outputs. */
  readonly reports?: readonly ReportedField[];
}
