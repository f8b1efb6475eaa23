import type { Cell } from "./cell.ts";
import type { Core } from "./core.ts";
import type { Key } from "./key.ts";
import type { Row } from "./span.ts";

/**
 * The cells that are to be asked when a bundle is in. They are asked in the order of their first
 * elements in it, but only those are listed whose patience the bundle has used up: of a great many
 * cells that a bundle touches, mostly few.
 */
export class Waiting<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly cells: Cell<unknown, R>[] = [];
  /** Where they are, and their keys. */
  private readonly rows: Row<K, unknown, R>[] = [];
  private readonly keys: K[] = [];
  /** How many cells the bundle has touched. */
  private touched = 0;
  private inOrder = true;
  private lastPlace = -1;
  /** The number in the list of each cell that was touched, plus 1; 0 for those that are not in it. */
  private slots: Int32Array = new Int32Array(0);

  constructor(core: Core<K, T, R>) {
    this.core = core;
  }

  /** An element has gone into a cell. Returns whether it is the cell's first in this bundle. */
  touch(cell: Cell<unknown, R>): boolean {
    const { step } = this.core;
    if (cell.step === step) return false;
    cell.step = step;
    cell.place = this.touched++;
    return true;
  }

  /** Puts a cell that has been touched on the list; once only. */
  add(row: Row<K, unknown, R>, key: K, cell: Cell<unknown, R>): void {
    if (cell.place < this.lastPlace) this.inOrder = false;
    this.lastPlace = cell.place;
    this.cells.push(cell);
    this.rows.push(row);
    this.keys.push(key);
  }

  /** The bundle is in: asks all, and forgets them. */
  askAll(): void {
    const { cells } = this;
    if (this.inOrder) for (let at = 0; at < cells.length; at++) this.ask(at);
    else this.askByPlace();
    this.clear();
  }

  private askByPlace(): void {
    const { cells, touched } = this;
    if (this.slots.length < touched) this.slots = new Int32Array(2 * touched);
    const { slots } = this;
    for (let at = 0; at < cells.length; at++) slots[(cells[at] as Cell<unknown, R>).place] = at + 1;
    for (let place = 0; place < touched; place++) {
      const at = slots[place] as number;
      if (at === 0) continue;
      slots[place] = 0;
      this.ask(at - 1);
    }
  }

  private ask(at: number): void {
    const row = this.rows[at] as Row<K, unknown, R>;
    this.core.ask(row, this.keys[at] as K, this.cells[at] as Cell<unknown, R>);
  }

  private clear(): void {
    const { cells, rows, keys } = this;
    // Mostly there is one: setting a length would cost more.
    if (cells.length > 8) cells.length = rows.length = keys.length = 0;
    while (cells.length > 0) {
      cells.pop();
      rows.pop();
      keys.pop();
    }
    this.touched = 0;
    this.inOrder = true;
    this.lastPlace = -1;
  }
}
