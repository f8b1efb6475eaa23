import { type DurationInput, toDurationMs } from "../watermark/duration.ts";
import { type FunctionIdentity, formatIdentity, identityOf } from "../watermark/identity.ts";
import { type EventTime, MAX_TIMESTAMP, MIN_TIMESTAMP } from "../watermark/time.ts";
import { interval, type Window } from "./interval.ts";
import type { PeriodicWindowFn, PlainWindowFn, WindowFnJson } from "./window-fn.ts";

export interface StaggerOptions<T> extends FunctionIdentity {
  /**
   * How much later the windows of an element are than those it would have. Pure; give all elements of
   * a key the same, or the key is in windows of different grids.
   */
  readonly offsetOf: (value: T) => DurationInput;
}

class StaggeredWindows<T> implements PlainWindowFn<T> {
  readonly kind = "custom";
  readonly shape = "plain";
  readonly windows: PeriodicWindowFn;
  readonly identity: FunctionIdentity;
  private readonly offsetOf: StaggerOptions<T>["offsetOf"];

  constructor(windows: PeriodicWindowFn, options: StaggerOptions<T>) {
    this.windows = windows;
    this.identity = identityOf(options, "stagger");
    this.offsetOf = options.offsetOf;
  }

  assign(timestamp: EventTime, value: T): readonly Window[] {
    const { windows } = this;
    // Windows repeat, so that a whole number of periods does not matter.
    const offsetMs =
      toDurationMs(this.offsetOf(value), `offset that ${this.identity.name} gives`) %
      windows.periodMs;
    const moved = timestamp - offsetMs;
    // At the ends of time the other grid has to be left.
    const within = Math.min(Math.max(moved, MIN_TIMESTAMP), MAX_TIMESTAMP - 1);
    return windows
      .assign(within, value)
      .map(({ start, end }) => interval(back(start, offsetMs), back(end, offsetMs)))
      .filter(({ start, end }) => timestamp >= start && timestamp < end);
  }

  toJSON(): WindowFnJson {
    return { staggered: { windows: this.windows.toJSON(), offsetOf: this.identity } };
  }

  toString(): string {
    return `staggered(${this.windows}, ${formatIdentity(this.identity)})`;
  }
}

/**
 * Fixed or sliding windows that start at other times for other elements, so that the panes of many
 * keys do not all come out at once. The offset is that of the value, which has to know its key.
 *
 * Throws `INVALID_STRATEGY` without a name and version. An offset that is no duration is refused with
 * `INVALID_DURATION` when its element is added.
 */
export function staggered<T>(
  windows: PeriodicWindowFn,
  options: StaggerOptions<T>,
): PlainWindowFn<T> {
  return Object.freeze(new StaggeredWindows(windows, options));
}

/** The ends of time stay where they are. */
function back(instant: EventTime, offsetMs: number): EventTime {
  return instant === MIN_TIMESTAMP || instant === MAX_TIMESTAMP ? instant : instant + offsetMs;
}
