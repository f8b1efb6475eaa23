import type { DialectRule } from "../rule.ts";
import { closedSessionGrows, openSessionIsTaken } from "./beam-python/closed-sessions.ts";
import { emptinessIsIgnored, everyTimerAsks, staleDeadlineFires } from "./beam-python/empty.ts";
import {
  allForgetsADeadline,
  choiceKeepsItsParts,
  deadlineEndsTheWindow,
  mergeRewindsNothing,
  secondTimerMovesOn,
  sequenceForgetsNothing,
} from "./beam-python/excuses.ts";
import { acceptsAtTheExpiry, expiryMakesNoPane, neverExpires } from "./beam-python/expiry.ts";
import { globalWindowNeverExpires } from "./beam-python/global.ts";
import { contributesPastTheEnd, earlyPaneKeepsItsHold } from "./beam-python/stamps.ts";
import { deadlineDecides, outputWatermarkDecides } from "./beam-python/timing.ts";
import { triggerRules } from "./beam-python/triggers.ts";

export const beamPython: readonly DialectRule[] = [
  acceptsAtTheExpiry,
  neverExpires,
  emptinessIsIgnored,
  ...triggerRules,
  closedSessionGrows,
  everyTimerAsks,
  staleDeadlineFires,
  globalWindowNeverExpires,
  expiryMakesNoPane,
  outputWatermarkDecides,
  deadlineDecides,
  contributesPastTheEnd,
  earlyPaneKeepsItsHold,
  openSessionIsTaken,
  mergeRewindsNothing,
  deadlineEndsTheWindow,
  allForgetsADeadline,
  choiceKeepsItsParts,
  secondTimerMovesOn,
  sequenceForgetsNothing,
];
