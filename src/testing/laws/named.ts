export { everyElementIsAccountedFor } from "./accounting.ts";
export {
  orderOfOnTimeInputChangesNoFinalValue,
  splitBundlesChangeNoFinalValue,
} from "./bundling.ts";
export { checkpointsAreInvisible } from "./checkpoints.ts";
export { windowsContainTheirElements } from "./containment.ts";
export { discardingPanesCombineToTruth } from "./discarding.ts";
export { equalsModel, equalsReference } from "./equality.ts";
export { nothingIsLeft } from "./nothing-left.ts";
export { outputWatermarkIsKept } from "./output-watermark.ts";
export { paneNumbersHaveNoGaps } from "./pane-numbers.ts";
export { retractionsSumToTruth } from "./retractions.ts";
export { secondGroupingDropsNothing } from "./second-grouping.ts";
export { sessionsAreSortedAndCut } from "./sessions.ts";
export { timeShiftMovesTheOutput } from "./time-shift.ts";
export { splitWatermarkStepsChangeNoFinalValue } from "./watermark-steps.ts";
