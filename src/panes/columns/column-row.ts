import type { EventTime } from "../../watermark/time.ts";
import type { Window } from "../../windows/interval.ts";
import type { Cell } from "../cell.ts";
import type { Key } from "../key.ts";
import { Row } from "../span.ts";
import type { Columns } from "./columns.ts";

/**
 * A window of the columnar plan. Until its end it is in columns, and `cells` is empty; after that
 * `cells` has the keys of which more is to be known than columns tell.
 */
export class ColumnRow<K extends Key, T, R> extends Row<K, unknown, R> {
  readonly columns: Columns<T>;
  /** What its firing at the end has left of each key; null if none has fired. */
  fired: Cell<unknown, R> | null = null;
  /** Whether `cells` is in the order of first sight. */
  private inOrder = true;
  private lastOrder = -1;

  constructor(
    window: Window,
    expiry: EventTime,
    ended: boolean,
    order: number,
    columns: Columns<T>,
  ) {
    super(window, expiry, ended, order);
    this.columns = columns;
  }

  put(key: K, cell: Cell<unknown, R>): void {
    if (cell.order < this.lastOrder) this.inOrder = false;
    this.lastOrder = cell.order;
    this.cells.set(key, cell);
  }

  /** The cells in the order of first sight. */
  sorted(): Iterable<readonly [K, Cell<unknown, R>]> {
    if (this.inOrder) return this.cells;
    return [...this.cells].sort(([, a], [, b]) => a.order - b.order);
  }
}
