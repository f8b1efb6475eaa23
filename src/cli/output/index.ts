import { CsvWriter } from "./csv.ts";
import { JsonlWriter } from "./jsonl.ts";
import type { OutputPlan, PaneWriter } from "./pane-writer.ts";
import { TableWriter } from "./table.ts";

export { csvLine } from "./csv-cell.ts";
export { unitOfWindows } from "./instant-text.ts";
export { keyOfTexts, type OutputPlan, type PaneWriter, type ResultPane } from "./pane-writer.ts";

export type OutputFormat = "table" | "jsonl" | "csv";

const writers = { table: TableWriter, jsonl: JsonlWriter, csv: CsvWriter };

export function paneWriter(format: OutputFormat, plan: OutputPlan): PaneWriter {
  return new writers[format](plan);
}
