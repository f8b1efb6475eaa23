import type { DialectRule } from "../rule.ts";
import { laterStepIsNotAsked, leftOverDeadlineAsks } from "./beam-java/asking.ts";
import { alignsBelowTheOffset, strictDeadlines } from "./beam-java/deadlines.ts";
import { earlyLateRootReset, partsStayFinished } from "./beam-java/early-late.ts";
import { finishedPartThrows } from "./beam-java/finished-parts.ts";
import {
  closedSessionIsHit,
  insideIsAMerge,
  mergedAwaySessionTakesTheHold,
  mergedAwayStateStays,
  mergedPastTheEndStalls,
  newSessionsAreLate,
} from "./beam-java/merging.ts";
import { endThatGoesOn, endThatRepeats } from "./beam-java/or-finally.ts";

import {
  heldBeforeTheWindow,
  oneWindowTooMany,
  stampedBeforeTheWindow,
  truncatesBelowTheOffset,
} from "./beam-java/truncation.ts";

export const beamJava: readonly DialectRule[] = [
  truncatesBelowTheOffset,
  strictDeadlines,
  endThatRepeats,
  earlyLateRootReset,
  stampedBeforeTheWindow,
  oneWindowTooMany,
  mergedAwayStateStays,
  heldBeforeTheWindow,
  endThatGoesOn,
  newSessionsAreLate,
  closedSessionIsHit,
  alignsBelowTheOffset,
  laterStepIsNotAsked,
  mergedPastTheEndStalls,
  partsStayFinished,
  mergedAwaySessionTakesTheHold,
  leftOverDeadlineAsks,
  insideIsAMerge,
  finishedPartThrows,
];
