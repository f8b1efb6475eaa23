import { keyTexts, type OutputPlan, type PaneWriter, type ResultPane } from "./pane-writer.ts";

/** Panes as JSON lines with the field names of transcripts; times in milliseconds. */
export class JsonlWriter implements PaneWriter {
  readonly header = "";
  private readonly plan: OutputPlan;

  constructor(plan: OutputPlan) {
    this.plan = plan;
  }

  line(pane: ResultPane): string {
    const { keyColumns, labels } = this.plan;
    const { window, value } = pane;
    return `${JSON.stringify({
      key: keyColumns.length > 1 ? keyTexts(this.plan, pane.key) : pane.key,
      window: [window.start, window.end],
      value: labels.length === 1 ? value[labels[0] as string] : value,
      timestamp: pane.timestamp,
      timing: pane.timing,
      index: pane.index,
      onTimeIndex: pane.onTimeIndex,
      first: pane.isFirst,
      last: pane.isLast,
      retraction: pane.retraction,
      replaces: pane.replaces.map(({ start, end }) => [start, end]),
    })}\n`;
  }

  save(): readonly number[] {
    return [];
  }

  load(): void {
    // Every line stands for itself.
  }
}
