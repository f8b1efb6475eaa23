import type { Combiner, NumberColumn } from "../../combine/combine-fn.ts";

/** The accumulators of some lines. */
export interface Contents<T> {
  /** A new line, of no elements. */
  begin(line: number): void;
  add(line: number, value: T): void;
  /** Adds the values between two places to the lines in the same places, one by one. */
  addEach(lines: Int32Array, values: ArrayLike<T>, from: number, to: number): void;
  /** The accumulator of a line. */
  get(line: number): unknown;
  set(line: number, accumulator: unknown): void;
  /** Makes room. */
  growTo(capacity: number): void;
  /** Keeps nothing alive. */
  clear(): void;
}

export function contentsOf<T>(combine: Combiner<T, unknown>, capacity: number): Contents<T> {
  const { numbers } = combine;
  if (numbers === undefined) return new AnyContents(combine);
  return new NumberContents(combine, numbers, capacity);
}

/** Accumulators of any kind. */
class AnyContents<T> implements Contents<T> {
  private readonly combine: Combiner<T, unknown>;
  private accumulators: unknown[] = [];

  constructor(combine: Combiner<T, unknown>) {
    this.combine = combine;
  }

  begin(line: number): void {
    this.accumulators[line] = this.combine.create();
  }

  add(line: number, value: T): void {
    const { accumulators } = this;
    const before = accumulators[line];
    const after: unknown = this.combine.add(before, value);
    if (after !== before) accumulators[line] = after;
  }

  addEach(lines: Int32Array, values: ArrayLike<T>, from: number, to: number): void {
    for (let at = from; at < to; at++) this.add(lines[at] as number, values[at] as T);
  }

  get(line: number): unknown {
    return this.accumulators[line];
  }

  set(line: number, accumulator: unknown): void {
    this.accumulators[line] = accumulator;
  }

  growTo(): void {
    // An array grows by itself.
  }

  clear(): void {
    this.accumulators = [];
  }
}

/** Accumulators that are numbers, and need no object each. */
class NumberContents<T> implements Contents<T> {
  private readonly combine: Combiner<T, unknown>;
  private readonly numbers: NumberColumn<T>;
  private column: Float64Array;

  constructor(combine: Combiner<T, unknown>, numbers: NumberColumn<T>, capacity: number) {
    this.combine = combine;
    this.numbers = numbers;
    this.column = new Float64Array(capacity);
  }

  begin(line: number): void {
    this.column[line] = this.numbers.empty;
  }

  add(line: number, value: T): void {
    const { column } = this;
    column[line] = this.combine.add(column[line], value) as number;
  }

  addEach(lines: Int32Array, values: ArrayLike<T>, from: number, to: number): void {
    this.numbers.addEach(this.column, lines, values, from, to);
  }

  get(line: number): number {
    return this.column[line] as number;
  }

  set(line: number, accumulator: number): void {
    this.column[line] = accumulator;
  }

  growTo(capacity: number): void {
    const longer = new Float64Array(capacity);
    longer.set(this.column);
    this.column = longer;
  }

  clear(): void {
    // A line begins anew.
  }
}
