import type { EventTime } from "../../watermark/time.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { Place } from "../plan.ts";
import { Reader } from "./reader.ts";
import type { Rows } from "./rows.ts";
import { seenIn, type SlicedRow, type Sights } from "./sight.ts";
import type { Track } from "./slice.ts";

/**
 * All cells of some windows, and for some keys cells made of slices where they have none, in the
 * order of first sight. `ended` is the window that has ended last.
 */
export function placesIn<K extends Key, T, R>(
  core: Core<K, T, R>,
  rows: Rows<K, T, R>,
  ended: SlicedRow<K, R> | null,
  tracks: ReadonlyMap<K, Track<K>>,
): Place<K, R>[] {
  // Looking is no work of the run.
  const { merges } = core;
  const places: Place<K, R>[] = [];
  const readers = new Map<Track<K>, Reader<K, T, R>>();
  for (const track of tracks.values()) readers.set(track, new Reader(core, track));
  let before: { readonly slot: EventTime; readonly seen: Sights<K> } | null = ended;
  for (const row of rows) {
    const { slot, cells } = row;
    for (const [key, cell] of cells) places.push({ span: row, key, cell });
    const seen = row.ended ? row.seen : seenIn(before, row, rows.cuts.periodMs);
    if (!row.ended) before = { slot, seen };
    for (let at = 0; at < seen.size; at++) {
      const track = seen.tracks[at] as Track<K>;
      const reader = readers.get(track);
      if (reader === undefined || cells.has(track.key)) continue;
      places.push({ span: row, key: track.key, cell: reader.read(row, seen.orders[at] as number) });
    }
  }
  core.merges = merges;
  return places.sort((a, b) => a.cell.order - b.cell.order);
}
