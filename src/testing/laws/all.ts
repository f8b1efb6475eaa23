import type { Backend } from "../subject.ts";
import { everyElementIsAccountedFor } from "./accounting.ts";
import {
  orderOfOnTimeInputChangesNoFinalValue,
  splitBundlesChangeNoFinalValue,
} from "./bundling.ts";
import { checkpointsAreInvisible } from "./checkpoints.ts";
import { windowsContainTheirElements } from "./containment.ts";
import { discardingPanesCombineToTruth } from "./discarding.ts";
import { equalsModel, equalsReference, type ReferenceScope } from "./equality.ts";
import type { Law, LawOptions, LawReport } from "./law.ts";
import type * as named from "./named.ts";
import { nothingIsLeft } from "./nothing-left.ts";
import { outputWatermarkIsKept } from "./output-watermark.ts";
import { paneNumbersHaveNoGaps } from "./pane-numbers.ts";
import { retractionsSumToTruth } from "./retractions.ts";
import { secondGroupingDropsNothing } from "./second-grouping.ts";
import { sessionsAreSortedAndCut } from "./sessions.ts";
import { timeShiftMovesTheOutput } from "./time-shift.ts";
import { splitWatermarkStepsChangeNoFinalValue } from "./watermark-steps.ts";

/** The name of a law, as in `laws`. */
export type LawName = keyof typeof named;

const inOrder: readonly ((factory: Backend, scope: ReferenceScope) => Law)[] = [
  windowsContainTheirElements,
  sessionsAreSortedAndCut,
  retractionsSumToTruth,
  discardingPanesCombineToTruth,
  splitBundlesChangeNoFinalValue,
  orderOfOnTimeInputChangesNoFinalValue,
  splitWatermarkStepsChangeNoFinalValue,
  checkpointsAreInvisible,
  paneNumbersHaveNoGaps,
  outputWatermarkIsKept,
  secondGroupingDropsNothing,
  timeShiftMovesTheOutput,
  nothingIsLeft,
  everyElementIsAccountedFor,
  equalsReference,
  equalsModel,
];

/** All laws for one engine, in the order of the semantics. */
export function allLaws(factory: Backend, scope: ReferenceScope = {}): readonly Law[] {
  return inOrder.map((makeLaw) => makeLaw(factory, scope));
}

/** How long all laws are tried, and of what. */
export interface CheckLawsOptions extends Omit<LawOptions, "path">, ReferenceScope {
  /** The laws to check, by name. Default all. */
  readonly only?: readonly LawName[];
}

/** Puts an engine to the laws, one after the other, whatever comes of each. */
export function checkLaws(factory: Backend, options: CheckLawsOptions = {}): readonly LawReport[] {
  const only: readonly string[] | undefined = options.only;
  return allLaws(factory, options)
    .filter(({ name }) => only === undefined || only.includes(name))
    .map((law) => law.run(options));
}
