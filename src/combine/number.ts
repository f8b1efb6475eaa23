import { show, TidemarkError } from "../errors.ts";

/** Which number of an element a combiner is about; elements that are numbers need none. */
export type NumberOf<T> = (value: T) => number;

export function selfNumber(value: unknown): number {
  return value as number;
}

/** Refuses what is no finite number. */
export function checkNumber(value: unknown, combiner: string): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new TidemarkError(
    "INVALID_VALUE",
    `${combiner} was given ${show(value)}, which is no finite number.`,
    value,
  );
}
