import type { Cell } from "../cell.ts";
import type { Key } from "../key.ts";
import { Row } from "../span.ts";
import type { Part } from "./track.ts";

/**
 * A window of the sliced plan. Of most keys it has no cell: what is in it is in slices. `cells` has
 * those of which more is to be known than slices tell.
 */
export class SlicedRow<K extends Key, R> extends Row<K, unknown, R> {
  /** The parts whose keys were first seen in this window and in none before, in that order. */
  readonly begun: Part<K>[] = [];
  /** Once it has ended: the parts whose keys were first seen in it, in that order. */
  seen: readonly Part<K>[] = [];
  /** What its firing at the end has left of a key that was in slices only; null if none has fired. */
  fired: Cell<unknown, R> | null = null;
  /** Whether `cells` is in the order of first sight. */
  inOrder = true;
  private lastOrder = -1;

  put(key: K, cell: Cell<unknown, R>): void {
    if (cell.order < this.lastOrder) this.inOrder = false;
    this.lastOrder = cell.order;
    this.cells.set(key, cell);
  }
}
