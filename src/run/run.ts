import type { Key } from "../panes/key.ts";
import type { Counters } from "../panes/ledger.ts";
import type { Pane } from "../panes/pane.ts";
import type { Strategy } from "../panes/strategy.ts";
import { Feed } from "./feed.ts";
import type { Clock, RunOptions } from "./options.ts";
import type { RunSnapshot } from "./run-snapshot.ts";

/** Values one after the other, now or later. */
export type Source<T> = Iterable<T> | AsyncIterable<T>;

const woken = Symbol("woken");

/**
 * The panes of a source. Nothing is read before the first pane is asked for; leaving the loop
 * closes the source.
 */
export class Run<T, K extends Key, R> implements AsyncIterable<Pane<K, R>> {
  private readonly feed: Feed<T, K, R>;
  private readonly source: Source<T>;
  private readonly options: RunOptions<T, K>;
  private readonly panes: AsyncGenerator<Pane<K, R>, void, undefined>;

  constructor(strategy: Strategy<T, R>, source: Source<T>, options: RunOptions<T, K>) {
    this.feed = new Feed(strategy, options);
    this.source = source;
    this.options = options;
    this.panes = this.iterate();
  }

  /** The panes; a run can be iterated once. */
  [Symbol.asyncIterator](): AsyncGenerator<Pane<K, R>, void, undefined> {
    return this.panes;
  }

  /** What has become of the elements read so far. */
  get counters(): Counters {
    return this.feed.counters;
  }

  get watermark(): number {
    return this.feed.watermark;
  }

  get outputWatermark(): number {
    return this.feed.outputWatermark;
  }

  /**
   * The state after the last value read, for `resume`. Throws `ENGINE_BUSY` while panes of that
   * value have not been received yet, and `NOT_SERIALISABLE` for values that need a codec.
   */
  snapshot(): RunSnapshot {
    return this.feed.snapshot();
  }

  private async *iterate(): AsyncGenerator<Pane<K, R>, void, undefined> {
    const { feed, options, source } = this;
    const values = open(source);
    const interruption = new Interruption(options.signal);
    let exhausted = false;
    let waiting = false;
    try {
      interruption.throwIfAborted();
      for (;;) {
        let result = values.next();
        if (isPromise(result)) {
          waiting = true;
          yield* this.untilSettled(result, interruption);
          result = await result;
          waiting = false;
        }
        interruption.throwIfAborted();
        if (result.done === true) break;
        feed.push(result.value);
        yield* this.drain();
      }
      exhausted = true;
      feed.end();
      yield* this.drain();
    } finally {
      interruption.dispose();
      if (!exhausted) await close(values, waiting);
    }
  }

  /** Lets deadlines fire and signals interrupt while the source has nothing to say. */
  private async *untilSettled(
    next: Promise<IteratorResult<T>>,
    interruption: Interruption,
  ): AsyncGenerator<Pane<K, R>, void, undefined> {
    for (;;) {
      const alarm = new Alarm(this.options.clock, this.feed.wakeAt);
      try {
        const first = await Promise.race([next, alarm.wake, interruption.aborted]);
        if (first !== woken) return;
      } finally {
        alarm.cancel();
      }
      this.feed.tick();
      yield* this.drain();
    }
  }

  private *drain(): Generator<Pane<K, R>, void, undefined> {
    for (let pane = this.feed.take(); pane !== undefined; pane = this.feed.take()) yield pane;
  }
}

/** One wake-up of the host's clock, if there is a clock and something to wait for. */
class Alarm {
  readonly wake: Promise<typeof woken>;
  readonly cancel: () => void;

  constructor(clock: Clock | undefined, at: number | null) {
    let cancel = (): void => {};
    this.wake = new Promise((resolve) => {
      if (clock !== undefined && at !== null) cancel = clock.wakeAt(at, () => resolve(woken));
    });
    this.cancel = () => cancel();
  }
}

/** The signal of a run as a promise that never resolves, and rejects when the signal is raised. */
class Interruption {
  readonly aborted: Promise<never>;
  private readonly signal: RunOptions<unknown, Key>["signal"];
  private listener: () => void = () => {};

  constructor(signal: RunOptions<unknown, Key>["signal"]) {
    this.signal = signal;
    this.aborted = new Promise((_resolve, reject) => {
      this.listener = () => reject(signal?.reason);
    });
    // Nobody may be waiting when the signal is raised; `throwIfAborted` reports it then.
    this.aborted.catch(() => {});
    signal?.addEventListener("abort", this.listener);
  }

  throwIfAborted(): void {
    if (this.signal?.aborted === true) throw this.signal.reason;
  }

  dispose(): void {
    this.signal?.removeEventListener("abort", this.listener);
  }
}

type Values<T> = {
  next(): IteratorResult<T> | Promise<IteratorResult<T>>;
  return?(): unknown;
};

function open<T>(source: Source<T>): Values<T> {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  return source[Symbol.iterator]();
}

/** Closes a source that has more to give. One that is still busy with a value may take its time. */
async function close<T>(values: Values<T>, waiting: boolean): Promise<void> {
  const closed = values.return?.();
  if (!isPromise(closed)) return;
  if (waiting) closed.then(undefined, () => {});
  else await closed;
}

function isPromise<V>(value: V | Promise<V>): value is Promise<V> {
  return typeof (value as Promise<V> | null | undefined)?.then === "function";
}
