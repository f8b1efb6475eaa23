import type { FunctionIdentity } from "../watermark/identity.ts";
import type { Codec } from "./codec.ts";

/**
 * How the elements of a window become its value. `add` and `merge` may change their first argument
 * and return it; they must not keep or change the second. The engine never shares an accumulator
 * between windows.
 */
export interface CombineFn<in T, A, out R> extends FunctionIdentity {
  /** The accumulator of no elements. */
  create(): A;
  add(accumulator: A, value: T): A;
  /** Both accumulators as one; `a` is of the earlier window. Must be associative. */
  merge(a: A, b: A): A;
  /** The value of a pane. Must share nothing with the accumulator that a later `add` could change. */
  extract(accumulator: A): R;
  /** Throws `INVALID_VALUE` for a value that `add` cannot take; called before anything has changed. */
  check?(value: T): void;
  /** Does what `check` does for each value; without it they are checked one by one. */
  checkEach?(values: ArrayLike<T>): void;
  /** How accumulators are stored; without it they must be plain JSON data. */
  readonly codec?: Codec<A>;
  /**
   * For accumulators that are numbers, unless they are of no elements: how many elements are added
   * at once. Without it they are added one by one.
   */
  readonly numbers?: NumberColumn<T>;
  /**
   * Promises that merging changes nothing: if elements are spread over several accumulators in any
   * way and any order, and these are merged, empty ones too, the value is exactly the one that
   * adding the elements one by one gives, to the last digit. A function promises it only for values
   * of which it returns true, among each other; it must depend on nothing but the value.
   *
   * Windows that overlap can then share what they have in common, and an element costs the same in
   * however many of them it is. Without the promise elements are added to each window one by one.
   */
  readonly mergesExactly?: boolean | ((value: T) => boolean);
}

/** Accumulators in a column of numbers. Each value goes to the line in its place. */
export interface NumberColumn<in T> {
  /** Stands for the accumulator of no elements, which is never looked at. */
  readonly empty: number;
  /** Does what `add` does for each value from one place to before another, in their order. */
  addEach(
    column: Float64Array,
    lines: Int32Array,
    values: ArrayLike<T>,
    from: number,
    to: number,
  ): void;
}

/** A combiner of which only input and output matter. */
// oxlint-disable-next-line typescript/no-explicit-any -- the accumulator's type is nobody else's business
export type Combiner<T, R> = CombineFn<T, any, R>;
