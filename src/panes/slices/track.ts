import type { DurationMs } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { Key } from "../key.ts";
import type { Span } from "../span.ts";
import type { Slice } from "./slice.ts";
import { type Merger, Sweep } from "./sweep.ts";

/** What one key has in one slice. */
export class Part<K extends Key> {
  readonly track: Track<K>;
  readonly slice: Slice;
  accumulator: unknown;
  /** How many elements it has. */
  fresh = 0;
  /** The windows in which its first element was the key's first, from this one … */
  since: Span | null = null;
  /** … to this one, without a gap; null if there are none. */
  until: Span | null = null;
  /** The place of the key in the first of them, in the order of first sight; the others follow. */
  order = 0;

  constructor(track: Track<K>, slice: Slice, accumulator: unknown) {
    this.track = track;
    this.slice = slice;
    this.accumulator = accumulator;
  }

  /** Whether the key was first seen in a window by this part's first element. */
  isFirstIn({ start }: Window): boolean {
    const { since, until } = this;
    return since !== null && until !== null && since.start <= start && until.start >= start;
  }

  /** The key's place in the order of first sight in a window in which this part was first. */
  orderIn({ start }: Window, periodMs: DurationMs): number {
    return this.since === null ? this.order : this.order + (start - this.since.start) / periodMs;
  }
}

/** All that one key has in slices that some live window has, in the order of time. */
export class Track<K extends Key> {
  readonly key: K;
  readonly parts: Part<K>[] = [];
  /** The latest part, if an element of its slice has nowhere else to go. */
  latest: Part<K> | null = null;
  /** The last of the windows that were restored before their end, each with a cell of the key. */
  beside: Span | null = null;
  /** How many parts at the start of the list are in no live window. */
  private over = 0;
  private readonly sweep: Sweep = new Sweep();

  constructor(key: K) {
    this.key = key;
  }

  /** Whether there may be cells of the key in windows that have not ended. */
  get hasBeside(): boolean {
    if (this.beside?.ended === true || this.beside?.dead === true) this.beside = null;
    return this.beside !== null;
  }

  /** Whether there may be one in a window that has this slice. */
  isBeside(slice: Slice): boolean {
    return this.hasBeside && slice.start < (this.beside as Span).end;
  }

  /** The place in `parts` of the part of a slice, or of the first part after it. */
  placeOf(slice: Slice): number {
    const { parts } = this;
    let from = this.over;
    let to = parts.length;
    // Mostly it is one of the latest.
    for (let step = 1; from < to; step *= 2) {
      const at = Math.max(from, to - step);
      if ((parts[at] as Part<K>).slice.start < slice.start) {
        from = at + 1;
        break;
      }
      to = at;
    }
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((parts[middle] as Part<K>).slice.start < slice.start) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  find(slice: Slice): Part<K> | null {
    const part = this.parts[this.placeOf(slice)];
    return part !== undefined && part.slice === slice ? part : null;
  }

  /** A part that is not there yet, at its place. */
  insert(at: number, slice: Slice, accumulator: unknown): Part<K> {
    const { parts } = this;
    const part = new Part(this, slice, accumulator);
    if (at === parts.length) {
      parts.push(part);
      this.latest = this.isBeside(slice) ? null : part;
    } else parts.splice(at, 0, part);
    return part;
  }

  /** A slice gets an element that may be late for one of its windows. */
  changed(slice: Slice): void {
    if (this.sweep.hasPassed(slice.start)) this.sweep.reset();
  }

  /** The part by whose first element the key was first seen in a window, or null. */
  firstSeenIn({ start, end }: Window): Part<K> | null {
    for (let at = this.parts.length - 1; at >= this.over; at--) {
      const part = this.parts[at] as Part<K>;
      if (part.slice.start < start) return null;
      if (part.slice.start < end && part.isFirstIn({ start, end })) return part;
    }
    return null;
  }

  /** The contents of a window; `isOwn` says that they are to be changed. */
  contentsOf(window: Window, isOwn: boolean, merger: Merger): unknown {
    const { sweep, parts } = this;
    if (sweep.leave(parts, window) && this.over > 0) {
      sweep.forget(this.over);
      parts.splice(0, this.over);
      this.over = 0;
    }
    return sweep.contents(parts, window, isOwn, merger);
  }

  /** Forgets the parts that no window after this one has. True if none is left. */
  dropThrough(window: Window): boolean {
    const { parts } = this;
    while (this.over < parts.length && (parts[this.over] as Part<K>).slice.last <= window.start) {
      this.over += 1;
    }
    return this.over === parts.length;
  }
}
