import { type Axis, axes } from "./cells/axes.ts";
import { overlaps } from "./cells/sliding.ts";
import type { CellReport } from "./measure.ts";
import { quotientOf, type Spread, slopeOf } from "./spread.ts";

/** One demand and what came of it. */
export interface Verdict {
  readonly demand: string;
  readonly must: number;
  /** What is wanted beyond the must; null where there is nothing more. */
  readonly goal: number | null;
  readonly measured: Spread;
  readonly unit: "x" | " µs" | "";
  readonly plan: string | null;
}

interface Demand {
  readonly demand: string;
  readonly must: number;
  readonly goal: number | null;
  readonly unit?: Verdict["unit"];
  /** The report that the plan is read from. */
  readonly cell: string;
  measured(reports: Reports): Spread | undefined;
}

type Reports = ReadonlyMap<string, CellReport>;

/** The engine against another contestant of its cell, the first if no name is given. */
function ratio(demand: string, cell: string, must: number, goal: number, over?: string): Demand {
  const measured = (reports: Reports): Spread | undefined => {
    const report = reports.get(cell);
    return report?.ratios[over ?? report.base];
  };
  return { demand, cell, must, goal, measured };
}

/** The engine in one cell against the engine in another, each measured by the first contestant. */
function quotient(demand: string, cell: string, other: string, must: number, goal: number): Demand {
  const measured = (reports: Reports): Spread | undefined => {
    const [a, b] = [reports.get(cell), reports.get(other)];
    const [over, under] = [a?.ratios[a.base], b?.ratios[b.base]];
    return over === undefined || under === undefined ? undefined : quotientOf(over, under);
  };
  return { demand, cell, must, goal, measured };
}

function micros(demand: string, contestant: string, must: number, goal: number): Demand {
  const measured = (reports: Reports): Spread | undefined => {
    const nanos = reports.get("snapshot")?.costs[contestant];
    if (nanos === undefined) return undefined;
    return { median: nanos.median / 1e3, min: nanos.min / 1e3, max: nanos.max / 1e3 };
  };
  return { demand, cell: "snapshot", must, goal, unit: " µs", measured };
}

/** The exponent of growth of `of` over the cells, which are at `x`; nothing unless all are there. */
function exponent(
  reports: Reports,
  steps: readonly { readonly cell: string; readonly x: number }[],
  of: (report: CellReport) => number | undefined,
): number | undefined {
  const points = steps.map(({ cell, x }) => {
    const report = reports.get(cell);
    return { x, y: report === undefined ? undefined : of(report) };
  });
  const known = points.filter((point): point is { x: number; y: number } => point.y !== undefined);
  return known.length === steps.length ? slopeOf(known) : undefined;
}

const relative = (report: CellReport): number | undefined => report.ratios[report.base]?.median;

function slope(
  demand: string,
  steps: readonly { readonly cell: string; readonly x: number }[],
  must: number,
): Demand {
  const measured = (reports: Reports): Spread | undefined => {
    const found = exponent(reports, steps, relative);
    return found === undefined ? undefined : { median: found, min: found, max: found };
  };
  return { demand, cell: steps[0]?.cell as string, must, goal: null, unit: "", measured };
}

function stepsOf({ steps }: Axis): { cell: string; x: number }[] {
  return steps.map(({ cell, at }) => ({ cell: cell.name, x: at as number }));
}

function overlapSteps(density: string): { cell: string; x: number }[] {
  return overlaps.map((overlap) => ({ cell: `overlap-${density}-${overlap}`, x: overlap }));
}

const overlapDemands = (["one-key", "20-each", "2-each"] as const).flatMap((density) =>
  [60, 600].map((overlap) => {
    const [must, goal] = density === "2-each" ? ([6, 2.5] as const) : ([2, 1.3] as const);
    const cell = `overlap-${density}-${overlap}`;
    const demand = `sliding, ${density}, overlap ${overlap} against overlap 1`;
    return quotient(demand, cell, `overlap-${density}-1`, must, goal);
  }),
);

const demands: readonly Demand[] = [
  ratio("fixed, 1 key, per element", "fixed-1-element", 1.2, 1),
  ratio("fixed, 1 000 keys, per element", "fixed-1000-element", 1.2, 1),
  ratio("fixed, 1 key, batch", "fixed-1-batch", 1.1, 0.8),
  ratio("fixed, 1 000 keys, batch", "fixed-1000-batch", 1.1, 0.8),
  ratio("fixed, 1 000 keys in a dictionary, batch", "fixed-1000-coded", 0.6, 0.35),
  ratio("fixed, 100 000 keys, batch", "fixed-100000-batch", 1, 0.7),
  ratio("days of a zone against fixed days, per element", "calendar-element", 2, 1.2),
  ratio("days of a zone against fixed days, batch", "calendar-batch", 2, 1.2),
  ratio("early count 10 and late refiring, per element", "early-element", 1.5, 1.1),
  ratio("early count 10 and late refiring, batch", "early-batch", 1.5, 1.1),
  ratio("composite trigger, per element, against the plain loop", "composite-element", 3, 1.5),
  ratio("composite trigger, batch, against the plain loop", "composite-batch", 3, 1.5),
  ...["element", "batch"].flatMap((entry) => [
    ratio(`earliest against endOfWindow, ${entry}`, `earliest-${entry}`, 1.7, 1.2),
    ratio(`latest against endOfWindow, ${entry}`, `latest-${entry}`, 2.3, 1.2),
    ratio(`retracting against accumulating, ${entry}`, `retracting-${entry}`, 1.6, 1.2),
  ]),
  ...overlapDemands,
  ratio("sliding, overlap 60, per element, against slices", "sliding-60-element", 1, 0.7),
  ratio("sliding, overlap 60, batch, against slices", "sliding-60-batch", 1, 0.7),
  ratio("sessions, 1 000 keys, per element", "sessions-1000-element", 1, 0.6),
  ratio("sessions, 1 000 keys, batch", "sessions-1000-batch", 1, 0.6),
  ratio("integer keys, 1 000, against dense arrays", "integers-1000-batch", 4, 2),
  ratio("integer keys, 100 000, against dense arrays", "integers-100000-batch", 4, 2),
  quotient("5 other pipelines, per element", "crowded-element", "fixed-1000-element", 1.6, 1.15),
  quotient("5 other pipelines, batch", "crowded-batch", "fixed-1000-batch", 1.6, 1.15),
  ratio("memory of a live window and key", "memory", 2, 1.3),
  ratio("persistent backend, per element", "persistent", 40, 15),
  ratio("a state kept after every element, against none kept", "persistent-kept", 1.3, 1.1),
  ratio("host scoped by key, against memory", "host", 6, 3),
  micros("snapshot of a live cell", "snapshot", 2, 0.7),
  micros("restore of a live cell", "restore", 2, 0.7),
  slope("growth with the overlap, one key", overlapSteps("one-key"), 0.1),
  slope("growth with the overlap, 20 elements each", overlapSteps("20-each"), 0.1),
  slope("growth with pending timers", stepsOf(axes.timers), 0.35),
  slope("growth with lateness", stepsOf(axes.lateness), 0.05),
];

/** The growth with the keys is held to that of looking them up. */
function keysVerdict(reports: Reports): Verdict | undefined {
  const steps = stepsOf(axes.keys);
  const own = exponent(reports, steps, (report) => report.costs["engine"]?.median);
  const bare = exponent(reports, steps, (report) => report.costs["look-up"]?.median);
  if (own === undefined || bare === undefined) return undefined;
  return {
    demand: "growth with the keys, at most that of `Map.get`",
    must: bare,
    goal: null,
    measured: { median: own, min: own, max: own },
    unit: "",
    plan: reports.get(steps[0]?.cell as string)?.plan ?? null,
  };
}

/** The demands whose cells have been measured. */
export function verdictsOf(all: readonly CellReport[]): Verdict[] {
  const reports: Reports = new Map(all.map((report) => [report.cell, report]));
  const found = demands.flatMap(({ measured, unit = "x", cell, ...demand }): Verdict[] => {
    const spread = measured(reports);
    if (spread === undefined) return [];
    return [{ ...demand, measured: spread, unit, plan: reports.get(cell)?.plan ?? null }];
  });
  return [...found, keysVerdict(reports)].filter((verdict) => verdict !== undefined);
}

export function judgement({ must, goal, measured }: Verdict): "goal" | "must" | "MISSED" {
  if (goal !== null && measured.median <= goal) return "goal";
  return measured.median <= must ? "must" : "MISSED";
}
