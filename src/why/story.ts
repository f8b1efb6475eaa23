import { decodeKey } from "../state/key-record.ts";
import { formatDuration } from "../watermark/duration.ts";
import { formatInstant } from "../watermark/time.ts";
import { contains, type Window } from "../windows/interval.ts";
import { needText } from "./need-text.ts";
import type { TraceEvent } from "./trace-event.ts";
import type { PartExplanation } from "./trigger-state.ts";

/** Whether an event is about windows of a key, given as text, that hold an instant. */
export function isAbout(event: TraceEvent, key: string, at: number): boolean {
  if (!("key" in event) || event.key === null || !("window" in event)) return false;
  const { window } = event;
  const isOfKey = String(decodeKey(event.key)) === key;
  return isOfKey && (window === null || contains(window, at));
}

/** An event as one line for people, or null for one that says nothing of the panes to come. */
export function storyLine(
  event: TraceEvent,
  instant: (instant: number) => string = formatInstant,
): string | null {
  const told = tell(event, instant);
  if (told === null) return null;
  const where =
    "window" in event && event.window !== null ? `${bounds(event.window, instant)} ` : "";
  return `step ${event.step}: ${where}${told}`;
}

function tell(event: TraceEvent, instant: (instant: number) => string): string | null {
  switch (event.event) {
    case "added":
      return `takes an element at ${instant(event.timestamp)}`;
    case "dropped": {
      const by = event.lateByMs === null ? "" : ` by ${formatDuration(event.lateByMs)}`;
      return `an element at ${instant(event.timestamp)} is dropped: ${event.reason}${by}`;
    }
    case "asked":
      return event.isDue
        ? `is asked: ${leaves(event.trigger, "due").join(" and ")} due`
        : `is asked, and waits: ${leavesNeed(event.trigger, instant).join("; or ")}`;
    case "merged":
      return `was merged from ${event.from.map((from) => bounds(from, instant)).join(" and ")}`;
    case "pane":
    case "retraction": {
      const what = event.event === "pane" ? "pane" : "takes back pane";
      return `${what} ${event.index}, ${event.timing}${event.isLast ? ", last" : ""}: ${JSON.stringify(event.value)}`;
    }
    case "closed":
      return "is closed: its trigger has finished";
    case "expired":
      return event.unfired === 0
        ? "expires"
        : `expires, with ${event.unfired} pending ${event.unfired === 1 ? "element" : "elements"} that come in no pane`;
    case "hold":
      return event.at === null
        ? "holds no longer"
        : `holds the output watermark at ${instant(event.at)}`;
    default:
      return null;
  }
}

function leaves(part: PartExplanation, state: PartExplanation["state"]): readonly string[] {
  const inside = part.parts.flatMap((one) => leaves(one, state));
  if (inside.length > 0 || part.state !== state) return inside;
  return [part.part];
}

function leavesNeed(
  { needs, part }: PartExplanation,
  instant: (instant: number) => string,
): readonly string[] {
  return needs.length === 0
    ? [`${part} waits in vain`]
    : needs.map((one) => needText(one, instant));
}

function bounds({ start, end }: Window, instant: (instant: number) => string): string {
  return `[${instant(start)}, ${instant(end)})`;
}
