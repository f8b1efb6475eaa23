import type { Dropped } from "../../panes/dropped.ts";
import type { Key } from "../../panes/key.ts";
import type { Pane } from "../../panes/pane.ts";
import type { Window } from "../../windows/interval.ts";
import type { Backend } from "../subject.ts";
import type { TranscriptCase } from "./case.ts";
import { type PlayOptions, play, reasonToSkip, startSubject } from "./player.ts";

/**
 * What the engine makes of a script: one JSON object in a line per output and per dropped element
 * (late or closed), with the index of the step that produced it. Claims of the script are not
 * checked. Within a bundle drops come before panes, as the engine makes them.
 *
 * Throws what the engine throws, and nothing else; a case that cannot be run here has no lines.
 */
export function* recordCase(
  transcript: TranscriptCase,
  backend: Backend,
  options: PlayOptions = {},
): Generator<string> {
  if (reasonToSkip(transcript, options) !== null) return;
  const subject = startSubject(transcript, backend, options);
  for (const [step, next] of transcript.steps.entries()) {
    for (const { panes, dropped } of play(subject, next, options)) {
      const place = { case: transcript.name, step };
      for (const element of dropped) {
        if (element.reason !== "unassigned") {
          yield JSON.stringify({ ...place, ...droppedRecord(element) });
        }
      }
      for (const pane of panes) yield JSON.stringify({ ...place, ...paneRecord(pane) });
    }
  }
}

function paneRecord(pane: Pane<Key, unknown>): object {
  return {
    key: typeof pane.key === "bigint" ? String(pane.key) : pane.key,
    window: bounds(pane.window),
    value: pane.value,
    timestamp: pane.timestamp,
    timing: pane.timing,
    index: pane.index,
    onTimeIndex: pane.onTimeIndex,
    first: pane.isFirst,
    last: pane.isLast,
    retraction: pane.retraction,
    replaces: pane.replaces.map(bounds),
  };
}

function droppedRecord(element: Exclude<Dropped<Key, unknown>, { reason: "unassigned" }>): object {
  return {
    dropped: element.reason,
    window: bounds(element.window),
    value: element.value,
    timestamp: element.timestamp,
  };
}

function bounds({ start, end }: Window): readonly [number, number] {
  return [start, end];
}
