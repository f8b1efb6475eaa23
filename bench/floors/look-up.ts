import type { FeedBundle } from "../feed.ts";
import type { Results } from "../results.ts";

/** No windows at all: one look-up of each element's key. What keys cost by themselves. */
export class LookUp {
  private readonly sums: Map<string, { sum: number }> = new Map();
  private readonly results: Results;

  constructor(results: Results) {
    this.results = results;
  }

  take({ keys, values }: FeedBundle): void {
    const { sums } = this;
    for (let at = 0; at < values.length; at++) {
      const acc = sums.get(keys[at] as string);
      if (acc === undefined) {
        sums.set(keys[at] as string, { sum: values[at] as number });
        this.results.panes += 1;
      } else acc.sum += values[at] as number;
    }
  }
}
