import { show, TidemarkError } from "../errors.ts";
import { identityOf } from "../watermark/identity.ts";
import type { CombineFn } from "./combine-fn.ts";

/** A combiner of your own, checked and frozen. `name` and `version` are what snapshots compare. */
export function combiner<T, A, R>(combine: CombineFn<T, A, R>): CombineFn<T, A, R> {
  identityOf(combine, "combiner");
  for (const part of ["create", "add", "merge", "extract"] as const) {
    if (typeof combine[part] !== "function") {
      throw new TidemarkError(
        "INVALID_STRATEGY",
        `The combiner ${combine.name} has no function ${part}, but ${show(combine[part])}.`,
        combine,
      );
    }
  }
  const promise: unknown = combine.mergesExactly ?? false;
  if (typeof promise !== "boolean" && typeof promise !== "function") {
    throw new TidemarkError(
      "INVALID_STRATEGY",
      `The combiner ${combine.name} has mergesExactly: ${show(promise)}.`,
      combine,
      "Use true, false, or a function that says it of one value.",
    );
  }
  return Object.freeze({ ...combine });
}
