import {
  type Contestant,
  type Entry,
  engineOf,
  floorsOf,
  type WindowsSpec,
} from "./contestants.ts";
import type { FeedOptions } from "./feed.ts";

/** One line of the table: an input and those that are run on it. */
export interface BenchCell {
  readonly name: string;
  readonly feed: FeedOptions;
  contestants(): Contestant[];
}

const MINUTE = 60_000;
const windows = {
  fixed: { kind: "fixed", size: MINUTE, lateness: 30_000 },
  sliding6: { kind: "sliding", size: MINUTE, period: 10_000 },
  sliding60: { kind: "sliding", size: MINUTE, period: 1_000 },
  sessions: { kind: "sessions", gap: 30_000 },
} as const satisfies Record<string, WindowsSpec>;

type Shape = keyof typeof windows;

/**
 * How much comes and how dense. Fixed: 50 000 elements a window (500 000 with 100 000 keys: 5 for
 * each pane). Sessions: 20 elements in the mean, since the gap is three times a key's mean distance.
 * Sliding with 100 000 keys puts out as many panes as there are additions, so it is short.
 */
const feeds: Record<Shape, Record<number, FeedOptions>> = {
  fixed: {
    1: { elements: 1_000_000, keys: 1, stepMs: 1.2 },
    1_000: { elements: 1_000_000, keys: 1_000, stepMs: 1.2 },
    100_000: { elements: 1_000_000, keys: 100_000, stepMs: 0.12 },
  },
  sliding6: {
    1: { elements: 400_000, keys: 1, stepMs: 1 },
    1_000: { elements: 400_000, keys: 1_000, stepMs: 1 },
    100_000: { elements: 150_000, keys: 100_000, stepMs: 0.1 },
  },
  sliding60: {
    1: { elements: 200_000, keys: 1, stepMs: 1 },
    1_000: { elements: 200_000, keys: 1_000, stepMs: 0.2 },
    100_000: { elements: 15_000, keys: 100_000, stepMs: 0.1 },
  },
  sessions: {
    1: { elements: 300_000, keys: 1, stepMs: 10_000 },
    1_000: { elements: 300_000, keys: 1_000, stepMs: 10 },
    100_000: { elements: 600_000, keys: 100_000, stepMs: 0.1 },
  },
};

function cell(
  shape: Shape,
  keys: number,
  entry: Entry,
  suffix = "",
  more: Partial<FeedOptions> = {},
): BenchCell {
  return {
    name: `${shape}-${keys}-${entry}${suffix}`,
    feed: { ...(feeds[shape][keys] as FeedOptions), ...more },
    contestants: () => [...floorsOf(windows[shape]), engineOf(windows[shape], entry)],
  };
}

/** Says how far apart two runs of the same code are on this machine. */
const noise: BenchCell = {
  name: "noise",
  feed: feeds.fixed[1_000] as FeedOptions,
  contestants: () => {
    const twice = () => floorsOf(windows.fixed)[0] as Contestant;
    return [twice(), { ...twice(), name: "engine" }];
  },
};

const late = { share: 0.1, hopeless: 0.01, lateMs: 30_000 };

export const cells: readonly BenchCell[] = [
  noise,
  ...(Object.keys(windows) as Shape[]).flatMap((shape) =>
    [1, 1_000, 100_000].flatMap((keys) =>
      (["element", "batch"] as const).map((entry) => cell(shape, keys, entry)),
    ),
  ),
  cell("fixed", 1_000, "element", "-fractions", { fractions: true }),
  cell("fixed", 1_000, "element", "-late", { late }),
];

/** What issue 3 demands of the ratio of engine to floor. */
export const musts: readonly { readonly cell: string; readonly ratio: number }[] = [
  { cell: "fixed-1000-element", ratio: 2 },
  { cell: "fixed-1000-batch", ratio: 1.5 },
];
