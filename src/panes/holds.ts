import { Heap } from "../watermark/heap.ts";
import type { EventTime } from "../watermark/time.ts";
import { type Cell, NONE } from "./cell.ts";
import type { Span } from "./span.ts";

/**
 * The earliest hold of all cells, without looking at all cells. A hold that is not behind the input
 * watermark need not be known: what counts is the minimum of both, the output watermark.
 */
export interface HoldIndex {
  /** A cell's hold has come into being or has changed. */
  changed(span: Span, cell: Cell<unknown, unknown>): void;
  /** A span has ended, with its trigger asked. */
  ended(span: Span): void;
  earliest(): EventTime;
  /** How many entries there are; for tests of growth. */
  readonly size: number;
}

/**
 * Under `endOfWindow` a pane is held at its window's last instant, which is behind the watermark
 * only once the window has ended. So only ended spans with cells that still hold are kept.
 */
export class EndHolds implements HoldIndex {
  private readonly spans: Heap<Span> = new Heap();

  changed(span: Span): void {
    if (span.ended) this.spans.push(span.end - 1, span);
  }

  ended(span: Span): void {
    if (span.held > 0) this.spans.push(span.end - 1, span);
  }

  earliest(): EventTime {
    for (;;) {
      const span = this.spans.peek();
      if (span === undefined || (!span.dead && span.held > 0)) return this.spans.time;
      this.spans.pop();
    }
  }

  get size(): number {
    return this.spans.size;
  }
}

interface Entry {
  at: EventTime;
  readonly cell: Cell<unknown, unknown>;
  readonly span: Span;
}

/**
 * Under other combiners each cell holds where its elements say. An entry is a lower bound of its
 * cell's hold, put right when it comes to the top: a hold that rises, or is released and taken
 * again, costs nothing until then.
 */
export class CellHolds implements HoldIndex {
  private readonly entries: Heap<Entry> = new Heap();
  private readonly entryOf: Map<Cell<unknown, unknown>, Entry> = new Map();

  changed(span: Span, cell: Cell<unknown, unknown>): void {
    const known = this.entryOf.get(cell);
    if (known !== undefined && known.at <= cell.hold) return;
    const entry: Entry = { at: cell.hold, cell, span };
    this.entryOf.set(cell, entry);
    this.entries.push(entry.at, entry);
    // A lowered hold leaves its old entry behind; keep those below the number of live ones.
    if (this.entries.size > 64 && this.entries.size > 2 * this.entryOf.size) {
      this.entries.compact((old) => this.entryOf.get(old.cell) === old);
    }
  }

  ended(): void {}

  earliest(): EventTime {
    for (;;) {
      const top = this.entries.peek();
      if (top === undefined) return NONE;
      const { cell, span } = top;
      const current = this.entryOf.get(cell) === top;
      if (current && !span.dead && cell.hold === top.at) return top.at;
      if (current && !span.dead && cell.hold !== NONE) {
        top.at = cell.hold;
        this.entries.postponeTop(cell.hold);
        continue;
      }
      this.entries.pop();
      if (current) this.entryOf.delete(cell);
    }
  }

  get size(): number {
    return this.entries.size;
  }
}
