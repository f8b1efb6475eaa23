import type { EventTime } from "../../watermark/time.ts";
import type { Combiner } from "../../combine/combine-fn.ts";
import type { Window } from "../../windows/interval.ts";
import type { Key } from "../key.ts";
import type { SliceLine } from "./line.ts";
import { NOTHING, type Slice, type Track } from "./slice.ts";

/** The combiner of a plan, and how often it has merged. */
export interface Merger {
  readonly combine: Combiner<never, unknown>;
  merges: number;
}

/**
 * The contents of one window after the other, put together from their slices for all keys, with
 * at most three merges for a key in a slice and a window on the average, however many slices a
 * window has.
 *
 * Windows are asked for in ascending order, so slices come in at one end and go out at the other: a
 * queue made of two stacks. The front was made at once, from the last slice to the first: a key has
 * what is in all of it (`top`), and every slice knows what its keys have in those that follow
 * (`rests`), which is what is left when it goes. What has come since is merged into one accumulator
 * (`back`). When the front is used up, what is in the back becomes the front.
 */
export class Stacks<K extends Key> {
  private readonly merger: Merger;
  private readonly slices: SliceLine<K>;
  private turn = 0;
  /** Slices before the first have gone, those before the second are in the front, those before the last are in. */
  private gone: EventTime = Number.NEGATIVE_INFINITY;
  private front: EventTime = Number.NEGATIVE_INFINITY;
  private end: EventTime = Number.NEGATIVE_INFINITY;

  constructor(merger: Merger, slices: SliceLine<K>) {
    this.merger = merger;
    this.slices = slices;
  }

  /** Goes on to a window. */
  moveTo({ start, end }: Window): void {
    // One that ends before the last has what came in between still to come.
    if (start >= this.front || start < this.gone || end < this.end) this.turnTo(start, end);
    else {
      for (const slice of this.slices.between(this.gone, start)) this.leave(slice);
      for (const slice of this.slices.between(this.end, end)) this.enter(slice);
    }
    this.gone = start;
    this.end = end;
  }

  /** A slice is in no window any more. */
  drop(slice: Slice<K>): void {
    if (slice.start >= this.gone && slice.start < this.front) this.leave(slice);
    this.gone = Math.max(this.gone, slice.end);
  }

  /** What a key has in a slice has changed. */
  changed({ start }: Slice<K>, track: Track<K>): void {
    if (start < this.end) track.turn = -1;
  }

  /**
   * What a key has in the window; it must be in it. That may be shared with others and only be
   * looked at, unless `isOwn`.
   */
  contentsOf(track: Track<K>, isOwn: boolean): unknown {
    const { merger } = this;
    if (track.turn !== this.turn) this.remake(track);
    const { top, back } = track;
    if (top !== NOTHING && back !== NOTHING) return merge(copy(top, merger), back, merger);
    const contents = top === NOTHING ? back : top;
    return isOwn ? copy(contents, merger) : contents;
  }

  private turnTo(start: EventTime, end: EventTime): void {
    const slices = this.slices.between(start, end);
    this.turn += 1;
    this.front = end;
    for (let at = slices.length - 1; at >= 0; at--) {
      const slice = slices[at] as Slice<K>;
      const { tracks, size } = slice;
      for (let line = 0; line < size; line++) {
        const track = tracks[line] as Track<K>;
        if (track.turn !== this.turn) this.clear(track);
        this.stack(track, slice, line);
      }
    }
  }

  private clear(track: Track<K>): void {
    track.turn = this.turn;
    track.top = NOTHING;
    track.back = NOTHING;
  }

  private stack(track: Track<K>, slice: Slice<K>, line: number): void {
    const { merger } = this;
    const { top } = track;
    const own = copy(slice.accumulators[line], merger);
    slice.rests[line] = top;
    track.top = top === NOTHING ? own : merge(own, top, merger);
  }

  private leave({ tracks, rests, size }: Slice<K>): void {
    for (let line = 0; line < size; line++) (tracks[line] as Track<K>).top = rests[line];
  }

  private enter({ tracks, accumulators, size }: Slice<K>): void {
    for (let line = 0; line < size; line++) {
      const track = tracks[line] as Track<K>;
      if (track.turn !== this.turn) {
        if (track.turn >= 0) this.clear(track);
        else continue;
      }
      this.append(track, accumulators[line]);
    }
  }

  private append(track: Track<K>, accumulator: unknown): void {
    const { merger } = this;
    const { back } = track;
    track.back = back === NOTHING ? copy(accumulator, merger) : merge(back, accumulator, merger);
  }

  /** A key of which slices have changed that are in. */
  private remake(track: Track<K>): void {
    this.clear(track);
    const { slices, lines } = track.since(this.gone);
    for (let at = 0; at < slices.length; at++) {
      const slice = slices[at] as Slice<K>;
      if (slice.start < this.front) this.stack(track, slice, lines[at] as number);
    }
    for (let at = slices.length - 1; at >= 0; at--) {
      const { start, accumulators } = slices[at] as Slice<K>;
      if (start >= this.front && start < this.end)
        this.append(track, accumulators[lines[at] as number]);
    }
  }
}

export function merge(a: unknown, b: unknown, merger: Merger): unknown {
  merger.merges += 1;
  return merger.combine.merge(a, b);
}

/** An accumulator that no one else has; those that cannot be changed need no copy. */
export function copy(accumulator: unknown, merger: Merger): unknown {
  if (typeof accumulator !== "object" || accumulator === null) return accumulator;
  return merge(merger.combine.create(), accumulator, merger);
}
