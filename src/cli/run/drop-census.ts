import {
  type PlainData,
  readCount,
  readFields,
  readInstant,
  readList,
} from "../../watermark/plain.ts";
import type { DurationMs } from "../../watermark/time.ts";
import { compareWindows, type Window } from "../../windows/interval.ts";
import { readLength } from "./histogram.ts";

/** How many rows a window has lost. */
export interface Loss {
  readonly window: Window;
  readonly count: number;
  readonly leastMs: DurationMs;
  readonly mostMs: DurationMs;
}

const mostWindows = 1000;

/** What was dropped by window, in bounded memory: windows beyond the first thousand are one heap. */
export class DropCensus {
  /** Drops of windows that have no entry of their own. */
  elsewhere = 0;
  private readonly losses = new Map<string, Loss>();

  add(window: Window, lateByMs: DurationMs): void {
    const name = `${window.start}/${window.end}`;
    const known = this.losses.get(name);
    if (known === undefined && this.losses.size >= mostWindows) {
      this.elsewhere += 1;
      return;
    }
    this.losses.set(name, {
      window,
      count: (known?.count ?? 0) + 1,
      leastMs: Math.min(known?.leastMs ?? lateByMs, lateByMs),
      mostMs: Math.max(known?.mostMs ?? lateByMs, lateByMs),
    });
  }

  /** How many windows have lost rows. */
  get size(): number {
    return this.losses.size;
  }

  /** The windows that have lost most; of equal ones the earlier first. */
  top(n: number): readonly Loss[] {
    return [...this.losses.values()]
      .sort((a, b) => b.count - a.count || compareWindows(a.window, b.window))
      .slice(0, n);
  }

  save(): PlainData {
    const losses = [...this.losses.values()];
    return {
      elsewhere: this.elsewhere,
      losses: losses.map(({ window, count, leastMs, mostMs }) => [
        window.start,
        window.end,
        count,
        leastMs,
        mostMs,
      ]),
    };
  }

  load(data: unknown): void {
    const fields = readFields(data, ["elsewhere", "losses"], "the dropped rows");
    this.elsewhere = readCount(fields.elsewhere, "count of other windows");
    for (const entry of readList(fields.losses, "list of windows")) {
      const [start, end, count, leastMs, mostMs] = readList(entry, "window");
      const window = {
        start: readInstant(start, "window's start"),
        end: readInstant(end, "window's end"),
      };
      this.losses.set(`${window.start}/${window.end}`, {
        window,
        count: readCount(count, "window's count"),
        leastMs: readLength(leastMs),
        mostMs: readLength(mostMs),
      });
    }
  }
}
