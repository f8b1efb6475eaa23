import { instantText } from "./instant-text.ts";
import { keyTexts, type OutputPlan, type PaneWriter, type ResultPane } from "./pane-writer.ts";

interface Column {
  readonly title: string;
  readonly alignsRight: boolean;
  width: number;
}

const timings = { early: "early", onTime: "on time", late: "late" } as const;

/**
 * Panes as a table for people. Every line is written at once, so widths cannot be those of all
 * lines to come: they start from what the column usually needs and grow where a cell needs more.
 */
export class TableWriter implements PaneWriter {
  readonly header: string;
  private readonly plan: OutputPlan;
  private readonly columns: readonly Column[];

  constructor(plan: OutputPlan) {
    this.plan = plan;
    const instantWidth = instantText(0, plan.unitMs).length;
    this.columns = [
      ...plan.keyColumns.map((title) => column(title, 12)),
      column("from", instantWidth),
      column("to", instantWidth),
      column("pane", "on time 0, last".length),
      ...(plan.retracts ? [column("change", 0)] : []),
      ...plan.labels.map((title) => column(title, 7, !/^(?:list|distinct)\(/.test(title))),
    ];
    this.header = this.row(this.columns.map(({ title }) => title));
  }

  line(pane: ResultPane): string {
    const { plan } = this;
    return this.row([
      ...keyTexts(plan, pane.key).map(oneLine),
      instantText(pane.window.start, plan.unitMs),
      instantText(pane.window.end, plan.unitMs),
      `${timings[pane.timing]} ${pane.index}${pane.isLast ? ", last" : ""}`,
      ...(plan.retracts ? [pane.retraction ? "-" : "+"] : []),
      ...plan.labels.map((label) => cellText(pane.value[label])),
    ]);
  }

  save(): readonly number[] {
    return this.columns.map(({ width }) => width);
  }

  load(saved: readonly number[]): void {
    for (const [at, one] of this.columns.entries()) one.width = saved[at] ?? one.width;
  }

  private row(cells: readonly string[]): string {
    let line = "";
    for (const [at, one] of this.columns.entries()) {
      const cell = cells[at] as string;
      if (cell.length > one.width) one.width = cell.length;
      if (at > 0) line += "  ";
      line += one.alignsRight ? cell.padStart(one.width) : cell.padEnd(one.width);
    }
    return `${line.trimEnd()}\n`;
  }
}

function column(title: string, width: number, alignsRight = false): Column {
  return { title, alignsRight, width: Math.max(width, title.length) };
}

function cellText(value: unknown): string {
  if (value === null) return "-";
  if (typeof value === "number") return numberText(value);
  return JSON.stringify(value);
}

/** Four decimals are enough to look at; the other forms have them all. */
function numberText(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1e12) return String(value);
  return String(size < 0.001 ? Number(value.toPrecision(4)) : Number(value.toFixed(4)));
}

/** A key with a line break in it must not break the line. */
function oneLine(text: string): string {
  return /[\p{Cc}]/u.test(text) ? JSON.stringify(text) : text;
}
