import { floorTo } from "../../watermark/time.ts";
import type { Key } from "../../panes/key.ts";
import type { Taken } from "../subject.ts";
import type { FedElement } from "./fed.ts";
import type { AnyStrategy } from "./profile.ts";

/**
 * What Jet keeps of sums over sliding windows: from window to window it adds the frame that comes and takes away
 * the one that goes, and forgets a key whose sum is then zero. The first window it has put together anew.
 */
export class Deducted {
  private readonly sizeMs: number;
  private readonly periodMs: number;
  private readonly offsetMs: number;
  /** The ends of the frames in which a key has elements. */
  private readonly frames: Map<Key, Set<number>> = new Map();
  private firstEnd: number | null = null;

  private constructor(sizeMs: number, periodMs: number, offsetMs: number) {
    this.sizeMs = sizeMs;
    this.periodMs = periodMs;
    this.offsetMs = offsetMs;
  }

  /** Null for what Jet puts together anew for every window. */
  static of({ windows, combine }: AnyStrategy): Deducted | null {
    if (windows.shape !== "periodic" || windows.sizeMs === windows.periodMs) return null;
    return combine.name === "sum"
      ? new Deducted(windows.sizeMs, windows.periodMs, windows.offsetMs)
      : null;
  }

  /** An element that was not late. */
  note({ key, timestamp }: FedElement): void {
    const end = this.frameEndAfter(timestamp);
    const ends = this.frames.get(key);
    if (ends === undefined) this.frames.set(key, new Set([end]));
    else ends.add(end);
  }

  /** The first watermark says which window is the first, whether or not it has elements. */
  advance(watermark: number): void {
    if (this.firstEnd !== null) return;
    const next = this.frameEndAfter(watermark);
    const ends = [...this.frames.values()].flatMap((all) => [...all]);
    this.firstEnd = ends.length === 0 ? next : Math.min(...ends, next - this.periodMs);
  }

  kept(panes: Taken["panes"]): Taken["panes"] {
    return panes.filter(
      ({ key, window, value }) => value !== 0 || !this.isTouched(key, window.end),
    );
  }

  private frameEndAfter(timestamp: number): number {
    return floorTo(timestamp, this.periodMs, this.offsetMs) + this.periodMs;
  }

  /** Whether a frame of the key has been added or taken away between the first window and this one. */
  private isTouched(key: Key, end: number): boolean {
    const firstEnd = this.firstEnd ?? end;
    for (const frame of this.frames.get(key) ?? []) {
      const lastEnd = frame + this.sizeMs - this.periodMs;
      if (frame > firstEnd && frame <= end) return true;
      if (lastEnd >= firstEnd && lastEnd < end) return true;
    }
    return false;
  }
}
