import { musts } from "./cells.ts";
import type { CellReport, Spread } from "./measure.ts";

/** A report as Markdown: one table of times, one of operations, and whether the musts hold. */
export function markdown(machine: string, reports: readonly CellReport[]): string {
  const times = reports.map((report) => [
    report.cell,
    nanos(report.nanos["floor"]),
    nanos(report.nanos["slices"]),
    nanos(report.nanos["engine"]),
    millions(report.nanos["engine"]),
    ratio(report.ratios["floor"]),
    ratio(report.ratios["slices"]),
    report.panesPerElement.toPrecision(2),
    report.results.split(", ").at(-1) as string,
    `${report.samples}`,
  ]);
  const counted = reports.filter((report) => report.work !== null);
  const operations = counted.map((report) => [
    report.cell,
    ...Object.values(report.work ?? {}).map((count) => Number(count.toPrecision(3)).toString()),
  ]);
  return [
    machine,
    "",
    "Nanoseconds of processor time per element: the median, and in brackets least and most. Ratios are",
    "of the engine to the floor in the same round.",
    "",
    table(
      [
        "cell",
        "floor",
        "slicing floor",
        "engine",
        "M/s",
        "ratio",
        "to slices",
        "panes/element",
        "results",
        "samples",
      ],
      times,
    ),
    "",
    "Operations per element:",
    "",
    table(["cell", ...Object.keys(counted[0]?.work ?? {})], operations),
    "",
    ...verdicts(reports),
    "",
  ].join("\n");
}

/** Whether each must that was measured holds. */
export function verdicts(reports: readonly CellReport[]): string[] {
  return musts.flatMap((must) => {
    const found = reports.find((report) => report.cell === must.cell)?.ratios["floor"];
    if (found === undefined) return [];
    const holds = found.median <= must.ratio ? "holds" : "MISSED";
    return [
      `${must.cell} at most ${must.ratio}x the floor: ${holds} (${found.median.toFixed(2)}x)`,
    ];
  });
}

/** One line for the terminal. */
export function line(report: CellReport): string {
  const { floor, slices, engine } = report.nanos;
  const sliced =
    slices === undefined ? "" : `, ${ratio(report.ratios["slices"])} of slices ${nanos(slices)}`;
  return `${report.cell.padEnd(30)} floor ${nanos(floor)}, engine ${nanos(engine)} ns: ${ratio(report.ratios["floor"])}${sliced}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function nanos(spread: Spread | undefined): string {
  if (spread === undefined) return "";
  return `${short(spread.median)} [${short(spread.min)}, ${short(spread.max)}]`;
}

function ratio(spread: Spread | undefined): string {
  if (spread === undefined) return "";
  return `${spread.median.toFixed(2)}x [${spread.min.toFixed(2)}, ${spread.max.toFixed(2)}]`;
}

function millions(spread: Spread | undefined): string {
  return spread === undefined ? "" : (1_000 / spread.median).toPrecision(2);
}

function short(nanos: number): string {
  return nanos < 100 ? nanos.toFixed(1) : nanos.toFixed(0);
}
