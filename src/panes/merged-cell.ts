import type { EventTime } from "../watermark/time.ts";
import { compareWindows, sameWindow, type Window } from "../windows/interval.ts";
import { type Cell, NONE, Past } from "./cell.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import type { EmittedPane } from "./pane.ts";
import { type Session, windowOf } from "./span.ts";

/**
 * The cell of a window into which `parts` (sorted, at least one) are merged: contents, count and
 * hold are combined, the trigger decides for itself what remains of its state, panes are owed for
 * what the parts have emitted. Numbering goes on only if the window equals one of its parts.
 */
export function mergedCell<K extends Key, T, R>(
  core: Core<K, T, R>,
  parts: readonly Session<K, unknown, R>[],
  result: Window,
): Cell<unknown, R> {
  const equal = parts.find((part) => sameWindow(part, result)) ?? null;
  const cell = equal === null ? core.makeCell() : core.makeCell(equal.cell.order);
  const [first, ...others] = parts as [Session<K, unknown, R>, ...Session<K, unknown, R>[]];
  let { accumulator } = first.cell;
  for (const part of others) accumulator = core.combine.merge(accumulator, part.cell.accumulator);
  core.merges += others.length;
  cell.accumulator = accumulator;
  cell.fresh = parts.reduce((sum, part) => sum + part.cell.fresh, 0);
  cell.hold = mergedHold(core, parts, result);
  core.lookAt(result);
  cell.trigger = core.trigger.merge(
    parts.map((part) => part.cell.trigger),
    equal === null ? null : equal.cell.trigger,
    core.now,
  );
  cell.past = mergedPast(parts, result, equal);
  return cell;
}

/**
 * What `mergedCell` comes to for one part that has not ended, done in place: the session grows, and
 * its span and cell stay. To Beam this is a merge, with a new place in the order of first sight, a
 * hold made anew, and a window that is replaced if it has emitted a pane.
 */
export function extend<K extends Key, T, R>(
  core: Core<K, T, R>,
  session: Session<K, unknown, R>,
  start: EventTime,
  end: EventTime,
): void {
  const { key, cell } = session;
  const { journal, trigger } = core;
  if (journal !== null) journal.removed(session, key);
  if (cell.past !== null || !trigger.isKeptByExtension) {
    cell.past = mergedPast([session], { start, end }, null);
    core.lookAt({ start, end });
    cell.trigger = trigger.merge([cell.trigger], null, core.now);
  }
  session.start = start;
  session.end = end;
  session.named = null;
  cell.order = core.sequence++;
  if (core.stamps.dependsOnlyOnWindow) {
    if (cell.hold === NONE) session.held += 1;
    cell.hold = end - 1;
  }
  if (journal !== null) journal.changed(session, key, cell);
}

/** Under `endOfWindow` a merge is a new contribution: it holds only if the merged window has not ended. */
function mergedHold<K extends Key, T, R>(
  core: Core<K, T, R>,
  parts: readonly Session<K, unknown, R>[],
  result: Window,
): number {
  if (core.stamps.dependsOnlyOnWindow)
    return core.now.watermark < result.end ? result.end - 1 : NONE;
  const holds = parts.map((part) => part.cell.hold).filter((hold) => hold !== NONE);
  if (holds.length === 0) return NONE;
  const combined = holds.reduce((a, b) => core.stamps.combine(a, b));
  return Math.min(combined, result.end - 1);
}

function mergedPast<K extends Key, R>(
  parts: readonly Session<K, unknown, R>[],
  result: Window,
  equal: Session<K, unknown, R> | null,
): Past<R> | null {
  if (parts.every((part) => part.cell.past === null)) return null;
  const merged = new Past<R>();
  const owed: EmittedPane<R>[] = [];
  const replaced: Window[] = [];
  for (const part of parts) {
    const { past } = part.cell;
    if (past === null) continue;
    owed.push(...past.owed);
    replaced.push(...past.replaces);
    if (part === equal) {
      merged.index = past.index;
      merged.onTimeIndex = past.onTimeIndex;
      merged.emitted = past.emitted;
    } else {
      if (past.emitted !== null) owed.push(past.emitted);
      if (past.index >= 0) replaced.push(windowOf(part));
    }
  }
  merged.owed = owed.sort((a, b) => compareWindows(a.window, b.window));
  merged.replaces = distinct(replaced).filter((window) => !sameWindow(window, result));
  return merged;
}

function distinct(windows: readonly Window[]): Window[] {
  const sorted = [...windows].sort(compareWindows);
  return sorted.filter((window, at) => at === 0 || !sameWindow(window, sorted[at - 1] as Window));
}
