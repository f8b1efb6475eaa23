import { triggerFromJson } from "../../triggers/from-json.ts";
import type { Trigger, TriggerJson } from "../../triggers/trigger.ts";
import { windowsFromJson } from "../../windows/json.ts";
import type { SessionOptions } from "../../windows/session-options.ts";
import type { SessionsJson, WindowFn } from "../../windows/window-fn.ts";
import type { AnyStrategy } from "./profile.ts";

/** The same windows, with these rules if they are sessions of one gap. */
export function withSessionRules(
  windows: WindowFn,
  rules: Pick<SessionOptions, "touching" | "lateness">,
): WindowFn {
  const sessions = sessionsIn(windows);
  return sessions === null ? windows : windowsFromJson({ sessions: { ...sessions, ...rules } });
}

/** A strategy of an engine whose windows end once: no lateness, and no pane without news. */
export function endingOnce(given: AnyStrategy, touching: "separate" | "merge"): AnyStrategy {
  return Object.freeze({
    ...given,
    windows: withSessionRules(given.windows, { touching }),
    allowedLatenessMs: 0,
    onTime: "ifNonEmpty",
    closing: "ifNonEmpty",
    timestampCombiner: "endOfWindow",
  } satisfies AnyStrategy);
}

/** The plain data of sessions of one gap; null for other windows. */
export function sessionsIn(windows: WindowFn): SessionsJson | null {
  const json = windows.toJSON();
  if (typeof json !== "object" || !("sessions" in json)) return null;
  return json.sessions.gapOf === undefined ? json.sessions : null;
}

/** The same trigger with its continuous parts on event time moved by so much. */
export function withMovedMultiples(trigger: Trigger, byMs: number): Trigger {
  const json = trigger.toJSON();
  const text = JSON.stringify(json);
  if (!text.includes("everyEventTime")) return trigger;
  const moved: unknown = JSON.parse(text, (name, value: unknown) =>
    name === "everyEventTime" ? movedBy(value as Multiples, byMs) : value,
  );
  return triggerFromJson(moved);
}

type Multiples = Extract<TriggerJson, { everyEventTime: unknown }>["everyEventTime"];

function movedBy({ period, offset }: Multiples, byMs: number): Multiples {
  return { period, offset: offset + byMs };
}
