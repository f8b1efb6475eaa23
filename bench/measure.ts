import { Bench, type FnReturnedObject } from "tinybench";
import type { Work } from "tidemark/panes";
import type { BenchCell } from "./cells.ts";
import { type Feed, type FeedOptions, makeFeed } from "./feed.ts";

export interface MeasureOptions {
  readonly samples: number;
  /** Rounds that are run before and not counted. */
  readonly warmups: number;
  /** What part of the cell's elements to run. */
  readonly share: number;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface CellReport {
  readonly cell: string;
  readonly elements: number;
  readonly keys: number;
  readonly samples: number;
  /** What all contestants put out. */
  readonly results: string;
  readonly panesPerElement: number;
  /** Nanoseconds of processor time per element, whatever thread they were spent on. */
  readonly nanos: Readonly<Record<string, Spread>>;
  /** Nanoseconds that passed per element: more than that while others have the processor. */
  readonly wallNanos: Readonly<Record<string, Spread>>;
  /** Engine over floor, sample by sample. */
  readonly ratios: Readonly<Record<string, Spread>>;
  /** Operations per element, the same in every run; null where there is no engine. */
  readonly work: Readonly<Record<keyof Work, number>> | null;
}

/**
 * Runs a cell's contestants in turn, A B A B, in this process, and compares them round by round.
 * Throws if they do not put out the same.
 */
export function measure(cell: BenchCell, { samples, warmups, share }: MeasureOptions): CellReport {
  const options: FeedOptions = { ...cell.feed, elements: Math.ceil(cell.feed.elements * share) };
  const feed = makeFeed(options);
  const round = contest(cell, feed);
  for (let at = 0; at < warmups; at++) round();
  const rounds = Array.from({ length: samples }, round);
  return report(cell, options, rounds);
}

interface Round {
  readonly nanos: Readonly<Record<string, number>>;
  readonly wallNanos: Readonly<Record<string, number>>;
  readonly panes: number;
  readonly results: string;
  readonly work: Work | null;
}

/** One round of all contestants; with a bench of its own, since tinybench would run AA BB. */
function contest(cell: BenchCell, feed: Feed): () => Round {
  const contestants = cell.contestants();
  const kept = new Map<string, object>();
  return () => {
    const bench = new Bench({ time: 0, iterations: 1, warmup: false, throws: true });
    const seen = new Map<string, string>();
    const wallNanos: Record<string, number> = {};
    let work: Work | null = null;
    let panes = 0;
    for (const { name, run } of contestants) {
      const task = (): FnReturnedObject => {
        const wall = performance.now();
        const before = process.cpuUsage();
        const result = run(feed);
        const { user, system } = process.cpuUsage(before);
        wallNanos[name] = ((performance.now() - wall) * 1e6) / feed.elements;
        kept.set(name, result.subject);
        seen.set(name, result.results.toString());
        panes = result.results.panes;
        work = result.work ?? work;
        return { overriddenDuration: (user + system) / 1_000 };
      };
      bench.add(name, task, { async: false });
    }
    bench.runSync();
    const [results] = seen.values();
    for (const [name, other] of seen) {
      if (other === results) continue;
      throw new Error(`${cell.name}: ${name} put out ${other}, the floor ${results}.`);
    }
    const nanos: Record<string, number> = {};
    for (const { name, result } of bench.tasks) {
      if (result.state !== "completed")
        throw new Error(`${cell.name}: ${name} is ${result.state}.`);
      nanos[name] = (result.latency.mean * 1e6) / feed.elements;
    }
    return { nanos, wallNanos, panes, results: results as string, work };
  };
}

function report(
  cell: BenchCell,
  { elements, keys }: FeedOptions,
  rounds: readonly Round[],
): CellReport {
  const [first] = rounds as [Round];
  const names = Object.keys(first.nanos);
  const spreads = (of: (round: Round, name: string) => number, over: readonly string[] = names) =>
    Object.fromEntries(over.map((name) => [name, spread(rounds.map((round) => of(round, name)))]));
  const nanosOf = (round: Round, name: string): number => round.nanos[name] as number;
  const perElement = Object.entries(first.work ?? {}).map(([name, count]) => [
    name,
    count / elements,
  ]);
  return {
    cell: cell.name,
    elements,
    keys,
    samples: rounds.length,
    results: first.results,
    panesPerElement: first.panes / elements,
    nanos: spreads(nanosOf),
    wallNanos: spreads((round, name) => round.wallNanos[name] as number),
    ratios: spreads(
      (round, name) => nanosOf(round, "engine") / nanosOf(round, name),
      names.filter((name) => name !== "engine"),
    ),
    work: first.work === null ? null : Object.fromEntries(perElement),
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  return { median, min: sorted[0] as number, max: sorted.at(-1) as number };
}
