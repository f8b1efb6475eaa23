import type { DurationMs } from "../../watermark/time.ts";
import type { Cell } from "../cell.ts";
import type { Key } from "../key.ts";
import type { SlicedRow } from "./row.ts";
import type { Part } from "./track.ts";

/** A key in a window: either it has a cell there, or all of it is in slices, which know it by a part. */
export type Sight<K extends Key, R> = { readonly order: number; readonly key: K } & (
  | { readonly cell: Cell<unknown, R>; readonly part: null }
  | { readonly cell: null; readonly part: Part<K> }
);

/**
 * The parts whose keys were first seen in a window, in that order, from those of the window before
 * it: what still counts of them, and what has begun here. Each window costs its own keys.
 */
export function seenIn<K extends Key, R>(
  before: readonly Part<K>[],
  row: SlicedRow<K, R>,
): readonly Part<K>[] {
  const { begun } = row;
  const kept = before.filter((part) => part.isFirstIn(row));
  if (kept.length === 0) return begun;
  // Two parts are in the same order in every window in which both were first.
  const seen: Part<K>[] = [];
  let at = 0;
  for (const part of begun) {
    for (; at < kept.length && (kept[at] as Part<K>).order < part.order; at++)
      seen.push(kept[at] as Part<K>);
    seen.push(part);
  }
  for (; at < kept.length; at++) seen.push(kept[at] as Part<K>);
  return seen;
}

/** All keys of a window that has ended, in the order of first sight. */
export function sightsOf<K extends Key, R>(
  row: SlicedRow<K, R>,
  periodMs: DurationMs,
): readonly Sight<K, R>[] {
  const sights: Sight<K, R>[] = [];
  for (const [key, cell] of row.cells) sights.push({ order: cell.order, key, cell, part: null });
  for (const part of row.seen) {
    const { key } = part.track;
    if (row.cells.has(key)) continue;
    sights.push({ order: part.orderIn(row, periodMs), key, cell: null, part });
  }
  return sights.sort((a, b) => a.order - b.order);
}
