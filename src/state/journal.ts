import type { Cell } from "../panes/cell.ts";
import type { Journal } from "../panes/journal.ts";
import type { Key } from "../panes/key.ts";
import type { Place } from "../panes/plan.ts";
import type { Span } from "../panes/span.ts";

/** Which cells a step has changed: the last word on each, by the name of its key and window. */
export class StepJournal<K extends Key, R> implements Journal<K> {
  private readonly touched: Map<string, Place<K, R> | null> = new Map();

  changed(span: Span, key: K, cell: Cell<unknown, unknown>): void {
    this.touched.set(placeName(key, span.start, span.end), {
      span,
      key,
      cell: cell as Cell<unknown, R>,
    });
  }

  removed(span: Span, key: K): void {
    this.touched.set(placeName(key, span.start, span.end), null);
  }

  /** Hands over what has been noted and begins anew. `null` stands for a cell that is gone. */
  take(): ReadonlyMap<string, Place<K, R> | null> {
    const taken = new Map(this.touched);
    this.touched.clear();
    return taken;
  }
}

/** A name that no two different places share. */
export function placeName(key: Key, start: number, end: number): string {
  return `${start}/${end}/${typeof key}/${String(key)}`;
}
