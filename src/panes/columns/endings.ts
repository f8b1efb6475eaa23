import { type Cell, likeFired } from "../cell.ts";
import type { Core } from "../core.ts";
import type { Key } from "../key.ts";
import type { PaneRun } from "../output.ts";
import type { ColumnRow } from "./column-row.ts";
import type { KeyIds } from "./key-ids.ts";

/** What a window of columns says at its end and at its expiry, and what of it becomes cells. */
export class Endings<K extends Key, T, R> {
  private readonly core: Core<K, T, R>;
  private readonly ids: KeyIds<K>;
  /** Whether all of a window that has fired must have cells: it will be asked again, or has emitted what may be taken back. */
  private readonly keepsCells: boolean;

  constructor(core: Core<K, T, R>, ids: KeyIds<K>, keepsCells: boolean) {
    this.core = core;
    this.ids = ids;
    this.keepsCells = keepsCells;
  }

  /** The end of a window: all its keys are due, or none. */
  fire(row: ColumnRow<K, T, R>): void {
    const { core, ids, keepsCells } = this;
    const { columns } = row;
    core.lookAt(row);
    if (!core.trigger.root.isDue(core.trigger.blank, core.now)) return;
    let run: PaneRun<K, R> | null = null;
    for (let line = 0; line < columns.size; line++) {
      const key = ids.keys[columns.ids[line] as number] as K;
      if (run !== null) {
        core.goOn(run, key, columns.contents.get(line));
        continue;
      }
      const cell = this.pending(row, line);
      core.ask(row, key, cell);
      row.fired = cell;
      if (keepsCells) row.put(key, cell);
      else if (columns.size > 1) run = core.beginRun(columns.size);
    }
  }

  /** The expiry of a window. What has fired at its end, and has nothing new, has no more to say. */
  expire(row: ColumnRow<K, T, R>): void {
    const { core } = this;
    if (row.fired === null && row.columns.size > 0) {
      this.expireLines(row);
      return;
    }
    for (const [key, cell] of row.sorted()) if (!core.isSpent(cell)) core.expire(row, key, cell);
  }

  /** The expiry of a window that has not fired: lines, and between them the cells of what was late. */
  private expireLines(row: ColumnRow<K, T, R>): void {
    const { core, ids } = this;
    const { columns } = row;
    const cells = row.cells.size === 0 ? [] : [...row.sorted()];
    let next = 0;
    let run: PaneRun<K, R> | null = null;
    const expireCellsBefore = (order: number): void => {
      for (; next < cells.length; next++) {
        const [key, cell] = cells[next] as readonly [K, Cell<unknown, R>];
        if (cell.order >= order) return;
        core.expire(row, key, cell);
        run = null;
      }
    };
    for (let line = 0; line < columns.size; line++) {
      const key = ids.keys[columns.ids[line] as number] as K;
      const order = columns.orders[line] as number;
      if (cells.length > 0) {
        expireCellsBefore(order);
        if (cells[next]?.[1].order === order) continue;
      }
      if (run !== null) {
        core.goOn(run, key, columns.contents.get(line));
        continue;
      }
      core.expire(row, key, this.pending(row, line));
      if (columns.size > 1) run = core.beginRun(columns.size);
    }
    expireCellsBefore(Number.POSITIVE_INFINITY);
  }

  /** A cell with what a line has that has not fired. */
  private pending({ columns }: ColumnRow<K, T, R>, line: number): Cell<unknown, R> {
    const cell = this.core.makeCell(columns.orders[line]);
    cell.accumulator = columns.contents.get(line);
    cell.fresh = columns.counts[line] as number;
    return cell;
  }

  /** The cell that the general plan would have of a line. It shares the contents with the line. */
  cellOf(row: ColumnRow<K, T, R>, line: number): Cell<unknown, R> {
    const { core } = this;
    const { fired } = row;
    const cell = this.pending(row, line);
    if (fired === null) {
      cell.hold = row.end - 1;
      return cell;
    }
    likeFired(cell, fired);
    if (fired.closed || !core.keepsContents) cell.accumulator = core.combine.create();
    return cell;
  }
}
