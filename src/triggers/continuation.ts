import {
  afterAll,
  afterAny,
  afterCount,
  afterSynchronizedProcessingTime,
  afterWatermark,
  orFinally,
  repeatedly,
} from "./build.ts";
import { expandedOf } from "./expand.ts";
import type { Trigger } from "./trigger.ts";

/**
 * The trigger of a grouping downstream of one that used `trigger`: it passes on what upstream
 * decided to emit, without waiting for counts or delays a second time (Beam's continuation trigger).
 */
export function continuationOf(trigger: Trigger): Trigger {
  switch (trigger.kind) {
    case "default":
    case "never":
    case "always":
    case "afterSynchronizedProcessingTime":
      return trigger;
    case "afterCount":
      return afterCount(1);
    case "afterProcessingTime":
      return afterSynchronizedProcessingTime();
    case "afterPunctuation":
      return afterCount(1);
    case "afterDelta":
      return repeatedly(afterCount(1));
    case "custom":
      return trigger.continuation;
    case "everyEventTime":
      return afterWatermark({ early: afterCount(1), late: afterCount(1) });
    case "everyProcessingTime":
      return continuationOf(expandedOf(trigger));
    case "afterWatermark":
      return afterWatermark({
        ...(trigger.early === null ? {} : { early: continuationOf(trigger.early) }),
        ...(trigger.late === null ? {} : { late: continuationOf(trigger.late) }),
      });
    case "repeatedly":
      return repeatedly(continuationOf(trigger.trigger));
    case "afterAll":
      return afterAll(...trigger.triggers.map(continuationOf));
    case "afterAny":
      return afterAny(...trigger.triggers.map(continuationOf));
    case "afterEach":
      return repeatedly(afterAny(...trigger.triggers.map(continuationOf)));
    case "orFinally":
      return repeatedly(orFinally(continuationOf(trigger.main), continuationOf(trigger.finally)));
  }
}
