import fc from "fast-check";
import type { EventTime } from "../../watermark/time.ts";
import {
  compareWindows,
  contains,
  formatWindow,
  sameWindow,
  type Window,
} from "../../windows/interval.ts";
import type { MergingWindowFn, WindowFn } from "../../windows/window-fn.ts";

/** What a window function is tried with, and for how long. */
export interface WindowLawOptions<T> {
  /** The values of elements. Default numbers from 1 to 9. */
  readonly values?: fc.Arbitrary<T>;
  /** The timestamps of elements. Default from -40 to 120. */
  readonly timestamps?: fc.Arbitrary<EventTime>;
  /** How many random streams. Default 300. */
  readonly runs?: number;
  /** Where they start. Default 20150801. */
  readonly seed?: number;
  /** The path of a failure, to go straight to its stream. */
  readonly path?: string;
}

type Stream<T> = readonly (readonly [timestamp: EventTime, value: T])[];

/**
 * Holds a window function, one of your own say, to laws 1 and 2 on random streams of one key.
 *
 * Law 1: an element is in its windows (unless the function declares `mayExcludeTimestamp`), which are
 * in order, each once, and the same whenever they are asked for. Law 2, of merging windows: which
 * windows there are at last does not depend on the order in which elements arrive, nor on how they are
 * bundled; and what has been merged does not merge again.
 *
 * Throws an error that has the smallest stream found and what is wrong with it.
 */
export function checkWindows<T = number>(
  windows: WindowFn<T>,
  options: WindowLawOptions<T> = {},
): void {
  const { runs = 300, seed = 20_150_801 } = options;
  const values = options.values ?? (fc.integer({ min: 1, max: 9 }) as unknown as fc.Arbitrary<T>);
  const timestamps = options.timestamps ?? fc.integer({ min: -40, max: 120 });
  const element = fc.tuple(timestamps, values);
  const streams = fc.array(element, { minLength: 1, maxLength: 12 }).chain((stream) =>
    fc.record({
      stream: fc.constant<Stream<T>>(stream),
      order: fc.shuffledSubarray([...stream.keys()], { minLength: stream.length }),
      bundles: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: stream.length }),
    }),
  );
  const property = fc.property(streams, ({ stream, order, bundles }) => {
    for (const one of stream) checkAssignment(windows, one);
    if (windows.shape !== "merging") return;
    const arranged = order.map((at) => stream[at] as Stream<T>[number]);
    checkMerging(windows, stream, [grown(windows, stream, [1]), grown(windows, arranged, bundles)]);
  });
  const { counterexample, counterexamplePath, errorInstance, failed } = fc.check(property, {
    numRuns: runs,
    seed,
    ...(options.path === undefined ? {} : { path: options.path }),
  });
  if (!failed) return;
  const [found] = counterexample ?? [];
  const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(
    `${windows}: ${reason}\nElements: ${JSON.stringify(found?.stream)}, in the order ${JSON.stringify(found?.order)}\nAgain with: seed ${seed}, path ${JSON.stringify(counterexamplePath)}`,
  );
}

function checkMerging<T>(
  windows: MergingWindowFn<T>,
  stream: Stream<T>,
  others: readonly (readonly Window[])[],
): void {
  const together = grown(windows, stream, [stream.length]);
  const other = others.find((set) => textOf(set) !== textOf(together));
  if (other !== undefined) {
    throw new Error(
      `Law 2: together they come to ${textOf(together)}, in other bundles or another order to ${textOf(other)}.`,
    );
  }
  const again = windows.merge(together).find(({ parts }) => parts.length > 1);
  if (again === undefined) return;
  throw new Error(`Law 2: merged windows merge again, to ${formatWindow(again.result)}.`);
}

function checkAssignment<T>(windows: WindowFn<T>, [timestamp, value]: Stream<T>[number]): void {
  const assigned = windows.assign(timestamp, value);
  const mayExclude = "mayExcludeTimestamp" in windows && windows.mayExcludeTimestamp;
  const outside = assigned.find((window) => !contains(window, timestamp));
  if (outside !== undefined && !mayExclude)
    throw new Error(`Law 1: ${timestamp} is not in its window ${formatWindow(outside)}.`);
  for (const [at, window] of assigned.entries()) {
    const before = assigned[at - 1];
    if (before !== undefined && compareWindows(before, window) >= 0)
      throw new Error(`Law 1: the windows ${textOf(assigned)} are not in order, each once.`);
  }
  const again = windows.assign(timestamp, value);
  if (textOf(again) !== textOf(assigned))
    throw new Error(`Law 1: asked twice, ${textOf(assigned)} become ${textOf(again)}.`);
}

/** The windows that a key has when a stream has come in bundles of these sizes, again and again. */
function grown<T>(
  windows: MergingWindowFn<T>,
  stream: Stream<T>,
  sizes: readonly number[],
): readonly Window[] {
  let set: readonly Window[] = [];
  let at = 0;
  for (let bundle = 0; at < stream.length; bundle++) {
    const size = sizes[bundle % sizes.length] as number;
    const arriving = stream
      .slice(at, at + size)
      .flatMap(([time, value]) => windows.assign(time, value));
    set = merged(windows, distinct([...set, ...arriving]));
    at += size;
  }
  return set;
}

function merged<T>(windows: MergingWindowFn<T>, set: readonly Window[]): readonly Window[] {
  const merges = windows.merge(set);
  const gone = merges.flatMap(({ parts }) => parts);
  const left = set.filter((window) => !gone.some((part) => sameWindow(part, window)));
  return distinct([...left, ...merges.map(({ result }) => result)]);
}

function distinct(windows: readonly Window[]): readonly Window[] {
  const sorted = [...windows].sort(compareWindows);
  return sorted.filter((window, at) => {
    const before = sorted[at - 1];
    return before === undefined || !sameWindow(before, window);
  });
}

function textOf(windows: readonly Window[]): string {
  return windows.map(({ start, end }) => `[${start}, ${end})`).join(" ") || "nothing";
}
