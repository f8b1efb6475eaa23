import { formatInstant } from "../../watermark/time.ts";
import { csvLine } from "./csv-cell.ts";
import { keyTexts, type OutputPlan, type PaneWriter, type ResultPane } from "./pane-writer.ts";

/** Panes as CSV, with a header; times in ISO text, lists in JSON. */
export class CsvWriter implements PaneWriter {
  readonly header: string;
  private readonly plan: OutputPlan;

  constructor(plan: OutputPlan) {
    this.plan = plan;
    this.header = csvLine([
      ...plan.keyColumns,
      "windowStart",
      "windowEnd",
      ...plan.labels,
      "timestamp",
      "timing",
      "index",
      "onTimeIndex",
      "first",
      "last",
      "retraction",
      "replaces",
    ]);
  }

  line(pane: ResultPane): string {
    const { window, value } = pane;
    return csvLine([
      ...keyTexts(this.plan, pane.key),
      formatInstant(window.start),
      formatInstant(window.end),
      ...this.plan.labels.map((label) => cellText(value[label])),
      formatInstant(pane.timestamp),
      pane.timing,
      String(pane.index),
      String(pane.onTimeIndex),
      String(pane.isFirst),
      String(pane.isLast),
      String(pane.retraction),
      pane.replaces
        .map(({ start, end }) => `${formatInstant(start)}/${formatInstant(end)}`)
        .join(" "),
    ]);
  }

  save(): readonly number[] {
    return [];
  }

  load(): void {
    // Every line stands for itself.
  }
}

function cellText(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
