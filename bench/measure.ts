import { Bench, type FnReturnedObject } from "tinybench";
import type { PlanName, Work } from "tidemark/panes";
import type { BenchCell, Unit } from "./cells/cell.ts";
import type { Attempt, Contestant, Subject } from "./contestant.ts";
import type { PlanWish } from "./engine.ts";
import { type Feed, makeFeed } from "./feed.ts";
import { type Spread, spreadOf } from "./spread.ts";

export interface MeasureOptions {
  readonly samples: number;
  /** Rounds that are run before and not counted. */
  readonly warmups: number;
  /** What part of the cell's elements to run. */
  readonly share: number;
}

export interface CellReport {
  readonly cell: string;
  readonly elements: number;
  readonly keys: number;
  readonly samples: number;
  readonly unit: Unit;
  /** The first contestant, of which ratios are taken unless something else is said. */
  readonly base: string;
  /** The plan of the engine, or null where there is none to ask. */
  readonly plan: PlanName | null;
  /** What each group of contestants put out. */
  readonly results: Readonly<Record<string, string>>;
  readonly panesPerElement: number;
  /** In the cell's unit; nanoseconds are of processor time, whatever thread they were spent on. */
  readonly costs: Readonly<Record<string, Spread>>;
  /** Nanoseconds that passed: more than that while others have the processor. */
  readonly wallNanos: Readonly<Record<string, Spread>>;
  /** Engine over each other contestant, round by round. */
  readonly ratios: Readonly<Record<string, Spread>>;
  /** Operations per element, the same in every run; null where there is no engine. */
  readonly work: Readonly<Record<keyof Work, number>> | null;
}

/**
 * Runs a cell's contestants in turn, A B A B, in this process, and compares them round by round.
 * Throws if those that have to agree do not put out the same.
 */
export async function measure(
  cell: BenchCell,
  { samples, warmups, share }: MeasureOptions,
  plan: PlanWish = null,
): Promise<CellReport> {
  const feed = makeFeed({ ...cell.feed, elements: Math.ceil(cell.feed.elements * share) });
  const contest = new Contest(cell, feed, plan);
  const rounds: Round[] = [];
  for (let at = 0; at < warmups + samples; at++) {
    const round = await contest.round();
    if (at >= warmups) rounds.push(round);
  }
  return report(cell, contest, rounds);
}

interface Round {
  readonly costs: Readonly<Record<string, number>>;
  readonly wallNanos: Readonly<Record<string, number>>;
}

/** The contestants of a cell, which live as long as it is measured. */
class Contest {
  readonly feed: Feed;
  readonly results: Record<string, string> = {};
  readonly contestants: readonly Contestant[];
  panes = 0;
  private readonly cell: BenchCell;
  private readonly company: () => void;
  private readonly kept: Map<string, Subject> = new Map();

  constructor(cell: BenchCell, feed: Feed, plan: PlanWish) {
    this.cell = cell;
    this.feed = feed;
    this.contestants = cell.contestants(plan);
    this.company = cell.company?.() ?? (() => {});
  }

  /** The engine of the last round; none if the cell has no contestant of that name. */
  get engine(): Subject | undefined {
    return this.kept.get("engine");
  }

  /** One round of all; with a bench of its own, since tinybench would run AA BB. */
  async round(): Promise<Round> {
    const bench = new Bench({ time: 0, iterations: 1, warmup: false, throws: true });
    const costs: Record<string, number> = {};
    const wallNanos: Record<string, number> = {};
    this.company();
    for (const contestant of this.contestants) {
      const { name } = contestant;
      const task = async (): Promise<FnReturnedObject> => {
        const attempt = contestant.prepare(this.feed);
        const wall = performance.now();
        const before = process.cpuUsage();
        await attempt.run();
        const { user, system } = process.cpuUsage(before);
        wallNanos[name] = ((performance.now() - wall) * 1e6) / this.feed.elements;
        costs[name] = attempt.measured ?? ((user + system) * 1e3) / this.feed.elements;
        await this.end(contestant, attempt);
        return { overriddenDuration: (user + system) / 1e3 };
      };
      bench.add(name, task, { async: true });
    }
    await bench.run();
    return { costs, wallNanos };
  }

  private async end({ name, group }: Contestant, attempt: Attempt): Promise<void> {
    await attempt.finish?.();
    this.kept.set(name, attempt.subject);
    const results = attempt.results.toString();
    const others = (this.results[group] ??= results);
    if (others !== results)
      throw new Error(`${this.cell.name}: ${name} put out ${results}, another ${others}.`);
    this.panes = attempt.results.panes;
  }
}

function report(cell: BenchCell, contest: Contest, rounds: readonly Round[]): CellReport {
  const { elements } = contest.feed;
  const names = contest.contestants.map(({ name }) => name);
  const others = names.includes("engine") ? names.filter((name) => name !== "engine") : [];
  const spreads = (over: readonly string[], of: (round: Round, name: string) => number) =>
    Object.fromEntries(
      over.map((name) => [name, spreadOf(rounds.map((round) => of(round, name)))]),
    );
  const costOf = (round: Round, name: string): number => round.costs[name] as number;
  const work = contest.engine?.work;
  return {
    cell: cell.name,
    elements,
    keys: cell.feed.keys,
    samples: rounds.length,
    unit: cell.unit ?? "ns per element",
    base: names[0] as string,
    plan: contest.engine?.plan ?? null,
    results: contest.results,
    panesPerElement: contest.panes / elements,
    costs: spreads(names, costOf),
    wallNanos: spreads(names, (round, name) => round.wallNanos[name] as number),
    ratios: spreads(others, (round, name) => costOf(round, "engine") / costOf(round, name)),
    work: work === undefined ? null : perElement(work, elements),
  };
}

function perElement(work: Work, elements: number): Record<keyof Work, number> {
  const entries = Object.entries(work).map(([name, count]) => [name, count / elements]);
  return Object.fromEntries(entries) as Record<keyof Work, number>;
}
