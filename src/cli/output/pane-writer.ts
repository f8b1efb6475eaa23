import type { Pane } from "../../panes/pane.ts";
import type { Results } from "../run/aggregates.ts";

export type ResultPane = Pane<string, Results>;

/** What the forms of the output need to know of the run. */
export interface OutputPlan {
  /** The columns that make the key; none if all rows are one group. */
  readonly keyColumns: readonly string[];
  readonly labels: readonly string[];
  /** What the bounds of windows are multiples of. */
  readonly unitMs: number;
  readonly retracts: boolean;
}

/** One form of the output. */
export interface PaneWriter {
  /** What stands above the first pane. */
  readonly header: string;
  line(pane: ResultPane): string;
  /** What a later half must know to go on in the same form. */
  save(): readonly number[];
  load(saved: readonly number[]): void;
}

/** The texts of a key's columns. */
export function keyTexts({ keyColumns }: OutputPlan, key: string): readonly string[] {
  if (keyColumns.length === 0) return [];
  return keyColumns.length === 1 ? [key] : (JSON.parse(key) as string[]);
}

/** The key of a row: the text of its column, or the texts of several as a JSON array. */
export function keyOfTexts(texts: readonly string[]): string {
  if (texts.length === 0) return "all";
  return texts.length === 1 ? (texts[0] as string) : JSON.stringify(texts);
}
