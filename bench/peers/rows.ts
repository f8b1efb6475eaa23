import type { CellReport } from "../measure.ts";
import { spreadOf } from "../spread.ts";
import { table } from "../table.ts";
import type { Peer, PeerReport } from "./peer.ts";
import type { Workload } from "./workloads.ts";

export type Contestant = Peer | "by hand" | "element" | "batch";

/** One line of the table; times in nanoseconds of processor time per element. */
export interface Row {
  readonly workload: string;
  readonly kind: Workload["kind"];
  readonly contestant: Contestant;
  readonly elements: number;
  readonly best: number;
  readonly median: number;
  /** The harness without an engine, where there is one. */
  readonly noop: number | null;
  /** The best run over the best run of the engine's batch entry on the same elements. */
  readonly ratio: number;
  readonly results: string;
}

export function ownRows({ name, kind }: Workload, report: CellReport): Row[] {
  const batch = report.costs["engine"]?.min as number;
  return Object.entries(report.costs).map(([contestant, { min, median }]) => ({
    workload: name,
    kind,
    contestant: contestant === "engine" ? "batch" : (contestant as Contestant),
    elements: report.elements,
    best: min,
    median,
    noop: null,
    ratio: min / batch,
    results: report.results["panes"] as string,
  }));
}

export function peerRow(
  { name, kind }: Workload,
  contestant: Peer,
  own: CellReport,
  report: PeerReport,
): Row {
  const { min, median } = spreadOf(report.nanos);
  return {
    workload: name,
    kind,
    contestant,
    elements: own.elements,
    best: min,
    median,
    noop: report.noop === null ? null : spreadOf(report.noop).min,
    ratio: min / (own.costs["engine"]?.min as number),
    results: report.results,
  };
}

export function rowsTable(rows: readonly Row[]): string {
  return table(
    [
      "workload",
      "contestant",
      "elements",
      "best",
      "median",
      "harness alone",
      "ratio to batch",
      "results",
    ],
    rows.map((row) => [
      row.workload,
      row.contestant,
      `${row.elements}`,
      row.best.toFixed(0),
      row.median.toFixed(0),
      row.noop === null ? "" : row.noop.toFixed(0),
      row.ratio.toFixed(2),
      row.results.split(", ").at(-1) as string,
    ]),
  );
}
