import type { Cell } from "./cell.ts";
import type { Key } from "./key.ts";
import type { Span } from "./span.ts";

/**
 * Hears of every cell that a step changes, so that a store can write changes through. Called in the
 * middle of a step, possibly often for one cell: note which cell it was, and read it afterwards.
 */
export interface Journal<K extends Key> {
  changed(span: Span, key: K, cell: Cell<unknown, unknown>): void;
  /** The cell is gone: expired or merged away. */
  removed(span: Span, key: K): void;
  /** Windows of a key have become one. */
  merged?(parts: readonly Span[], into: Span, key: K): void;
}
