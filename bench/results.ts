import type { BenchKey } from "./feed.ts";

const timings = { early: 0, onTime: 1, late: 2, retraction: 3 } as const;
export type Timing = keyof typeof timings;

/**
 * What a run has put out, as a number that does not depend on the order of panes: floors need not
 * know the engine's order of firing, but every pane must be there with the same content.
 */
export class Results {
  panes = 0;
  dropped = 0;
  private hash = 0;

  pane(
    key: BenchKey,
    start: number,
    end: number,
    value: number,
    timing: Timing,
    index: number,
  ): void {
    let mixed = Math.imul((start | 0) ^ 0x9e3779b9, 0x85ebca6b);
    if (typeof key === "number") mixed = Math.imul(mixed ^ key, 0x01000193);
    else {
      for (let at = 0; at < key.length; at++)
        mixed = Math.imul(mixed ^ key.charCodeAt(at), 0x01000193);
    }
    mixed = Math.imul(mixed ^ (end | 0), 0xc2b2ae35) ^ (mixed >>> 13);
    mixed = Math.imul(mixed ^ ((value * 4) | 0), 0x27d4eb2f) ^ (mixed >>> 15);
    mixed = Math.imul(mixed ^ (timings[timing] + 4 * index), 0x165667b1);
    this.hash = (this.hash + (mixed ^ (mixed >>> 16))) | 0;
    this.panes += 1;
  }

  toString(): string {
    return `${this.panes} panes, ${this.dropped} dropped, ${(this.hash >>> 0).toString(16).padStart(8, "0")}`;
  }
}
