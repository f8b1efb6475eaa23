import type { CellReport } from "./measure.ts";
import type { Spread } from "./spread.ts";
import { judgement, type Verdict, verdictsOf } from "./verdicts.ts";

/** A report as Markdown: what is demanded, all cells, and their operations. */
export function markdown(machine: string, reports: readonly CellReport[]): string {
  const verdicts = verdictsOf(reports);
  const demanded = verdicts.map((verdict) => [
    verdict.demand,
    `${verdict.must.toPrecision(2)}${verdict.unit}`,
    verdict.goal === null ? "" : `${verdict.goal}${verdict.unit}`,
    valueOf(verdict),
    judgement(verdict),
    verdict.plan ?? "",
  ]);
  const counted = reports.filter((report) => report.work !== null);
  const operations = counted.map((report) => [
    report.cell,
    ...Object.values(report.work ?? {}).map((count) => Number(count.toPrecision(3)).toString()),
  ]);
  return [
    machine,
    "",
    "## What is demanded",
    "",
    "`goal` and `must` say what is reached; growth is the exponent of a fitted power law.",
    "",
    table(["demand", "must", "goal", "measured", "reached", "plan"], demanded),
    "",
    "## All cells",
    "",
    "Nanoseconds of processor time per element, or what the unit says: the median, and in brackets",
    "least and most. Ratios are of the engine to the contestant in the same round.",
    "",
    table(
      ["cell", "contestants", "engine", "ratios", "panes/element", "results", "plan", "unit"],
      reports.map(cellRow),
    ),
    "",
    "## Operations per element",
    "",
    table(["cell", ...Object.keys(counted[0]?.work ?? {})], operations),
    "",
  ].join("\n");
}

function cellRow(report: CellReport): string[] {
  const others = Object.entries(report.costs).filter(([name]) => name !== "engine");
  return [
    report.cell,
    others.map(([name, spread]) => `${name} ${costOf(spread)}`).join("; "),
    costOf(report.costs["engine"]),
    Object.values(report.ratios).map(ratioOf).join("; "),
    report.panesPerElement.toPrecision(2),
    Object.values(report.results)
      .map((text) => text.split(", ").at(-1) as string)
      .join(" "),
    report.plan ?? "",
    report.unit,
  ];
}

/** One line for the terminal. */
export function line(report: CellReport): string {
  const costs = Object.entries(report.costs).map(([name, spread]) => `${name} ${costOf(spread)}`);
  const ratios = Object.entries(report.ratios).map(
    ([name, spread]) => `${ratioOf(spread)} of ${name}`,
  );
  const unit = report.unit === "ns per element" ? "" : ` (${report.unit})`;
  const plan = report.plan === null ? "" : ` [${report.plan}]`;
  return `${report.cell.padEnd(26)} ${costs.join(", ")}${unit}: ${ratios.join(", ")}${plan}`;
}

export function verdictLine(verdict: Verdict): string {
  const { must, goal, unit } = verdict;
  const wanted = `must ${must.toPrecision(2)}${unit}${goal === null ? "" : `, goal ${goal}${unit}`}`;
  return `${judgement(verdict).padEnd(7)}${verdict.demand}: ${valueOf(verdict)} (${wanted})`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, at) => (at === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function valueOf({ measured, unit }: Verdict): string {
  const { median, min, max } = measured;
  const range = min === max ? "" : ` [${min.toFixed(2)}, ${max.toFixed(2)}]`;
  return `${median.toFixed(2)}${unit}${range}`;
}

export function costOf(spread: Spread | undefined): string {
  if (spread === undefined) return "";
  return `${short(spread.median)} [${short(spread.min)}, ${short(spread.max)}]`;
}

function ratioOf({ median, min, max }: Spread): string {
  return `${median.toFixed(2)}x [${min.toFixed(2)}, ${max.toFixed(2)}]`;
}

function short(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}
