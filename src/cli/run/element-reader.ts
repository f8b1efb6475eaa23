import { show } from "../../errors.ts";
import type { EventTime, ProcessingTime } from "../../watermark/time.ts";
import { BadInput } from "../bad-input.ts";
import type { Row } from "../input/index.ts";
import { keyOfTexts } from "../output/index.ts";
import type { CellValue, RowValue } from "./aggregates.ts";
import { CellProblem } from "./cell-problem.ts";
import { readNumber } from "./number-cell.ts";
import type { RunSettings } from "./settings.ts";
import { readTime, type TimeForm } from "./time-cell.ts";

/** What a row means to the engine. */
export interface Element {
  readonly row: Row;
  readonly key: string;
  readonly value: RowValue;
  readonly timestamp: EventTime;
  readonly arrival: ProcessingTime | null;
  /** The cell of the watermark's column; null if there is none or it is empty. */
  readonly watermark: EventTime | null;
}

/** Understands the cells of rows. */
export class ElementReader {
  /** The columns whose cells rows must have, in the order in which `read` takes them. */
  readonly columns: readonly string[];
  private readonly fileName: string;
  private readonly time: TimeForm;
  private readonly arrivalAt: number;
  private readonly watermarkAt: number;
  private readonly keyAt: number;
  private readonly valuesAt: number;
  private readonly isNumber: readonly boolean[];

  constructor({ fileName, timestamp, arrival, watermark, key, aggregates, time }: RunSettings) {
    const columns = [timestamp];
    this.arrivalAt = arrival === null ? -1 : columns.push(arrival) - 1;
    this.watermarkAt = watermark.kind === "column" ? columns.push(watermark.column) - 1 : -1;
    this.keyAt = columns.length;
    columns.push(...key);
    this.valuesAt = columns.length;
    columns.push(...aggregates.columns.map(({ name }) => name));
    this.columns = columns;
    this.isNumber = aggregates.columns.map(({ isNumber }) => isNumber);
    this.fileName = fileName;
    this.time = time;
  }

  /** The element of a row; `BadInput`, as a value, for a cell that cannot be used. */
  read(row: Row): Element | BadInput {
    const { cells } = row;
    const timestamp = readTime(cells[0], this.time);
    if (timestamp instanceof CellProblem) return this.problem(row, 0, timestamp);
    const arrival = this.arrivalAt < 0 ? null : readTime(cells[this.arrivalAt], this.time);
    if (arrival instanceof CellProblem) return this.problem(row, this.arrivalAt, arrival);
    const watermark = this.watermarkOf(cells);
    if (watermark instanceof CellProblem) return this.problem(row, this.watermarkAt, watermark);
    const key = this.keyOf(row);
    if (key instanceof BadInput) return key;
    const value = this.valueOf(row);
    return value instanceof BadInput ? value : { row, key, value, timestamp, arrival, watermark };
  }

  private watermarkOf(cells: Row["cells"]): EventTime | null | CellProblem {
    const cell = this.watermarkAt < 0 ? null : cells[this.watermarkAt];
    return cell === "" || cell === null ? null : readTime(cell, this.time);
  }

  private keyOf(row: Row): string | BadInput {
    const count = this.valuesAt - this.keyAt;
    if (count === 1) {
      const cell = row.cells[this.keyAt];
      if (typeof cell === "string") return cell;
    }
    const texts: string[] = [];
    for (let at = this.keyAt; at < this.valuesAt; at++) {
      const cell = row.cells[at];
      if (!isPlain(cell) || cell === null) {
        return this.problem(
          row,
          at,
          new CellProblem(
            `${show(cell)} cannot be a key`,
            "use text, a number or a boolean as a key",
          ),
        );
      }
      texts.push(String(cell));
    }
    return keyOfTexts(texts);
  }

  private valueOf(row: Row): RowValue | BadInput {
    const values: CellValue[] = [];
    for (let at = 0; at < this.isNumber.length; at++) {
      const cell = row.cells[this.valuesAt + at];
      const value = this.isNumber[at] === true ? readNumber(cell) : readPlain(cell);
      if (value instanceof CellProblem) return this.problem(row, this.valuesAt + at, value);
      values.push(value);
    }
    return values;
  }

  private problem({ line }: Row, at: number, { reason, remedy }: CellProblem): BadInput {
    return new BadInput(reason, remedy, {
      file: this.fileName,
      line,
      column: this.columns[at] as string,
    });
  }
}

function isPlain(cell: unknown): cell is CellValue {
  return cell === null || typeof cell !== "object";
}

function readPlain(cell: unknown): CellValue | CellProblem {
  // JSON has no negative zero to write, though it can be read.
  if (typeof cell === "number" && Number.isFinite(cell)) return cell + 0;
  if (typeof cell !== "number" && isPlain(cell)) return cell;
  return new CellProblem(
    `${show(cell)} is no single value`,
    "name a column of text, numbers or booleans",
  );
}
