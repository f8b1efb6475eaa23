import type { Cell } from "../panes/cell.ts";
import type { Journal } from "../panes/journal.ts";
import type { Key } from "../panes/key.ts";
import type { Place } from "../panes/plan.ts";
import type { Span } from "../panes/span.ts";
import { CellName } from "./cell-name.ts";

/** A cell that a step has changed, or that is gone (`null`). */
export interface Noted<K extends Key, R> {
  readonly name: CellName;
  readonly place: Place<K, R> | null;
}

/** What a step has done to cells, in its order: the last word on each name counts. */
export class StepJournal<K extends Key, R> implements Journal<K> {
  private notes: Noted<K, R>[] = [];
  /** Names that need no second note: that of the last, and those before it. Most steps change one cell. */
  private last: CellName | null = null;
  private readonly noted: Set<CellName> = new Set();

  changed(span: Span, key: K, cell: Cell<unknown, unknown>): void {
    const { start, end } = span;
    let name = cell.name as CellName | null;
    if (name === null || name.start !== start || name.end !== end)
      cell.name = name = new CellName(key, start, end);
    if (this.last === name || this.noted.has(name)) return;
    if (this.last !== null) this.noted.add(this.last);
    this.last = name;
    this.notes.push({ name, place: { span, key, cell: cell as Cell<unknown, R> } });
  }

  removed(span: Span, key: K): void {
    this.notes.push({ name: new CellName(key, span.start, span.end), place: null });
    // Whoever is changed after this needs a note behind it.
    this.forget();
  }

  /** Hands over what has been noted and begins anew. */
  take(): readonly Noted<K, R>[] {
    const taken = this.notes;
    this.notes = [];
    this.forget();
    return taken;
  }

  private forget(): void {
    this.last = null;
    if (this.noted.size > 0) this.noted.clear();
  }
}
