import { show, TidemarkError } from "../errors.ts";
import { type FunctionIdentity, identityOf } from "../watermark/identity.ts";
import { node } from "./node.ts";
import type { AfterDelta, AfterPunctuation, Scalar, ValueField } from "./trigger.ts";

export interface AfterDeltaOptions {
  /** How far values may go without a pane, from 0; in the unit of the values. */
  readonly threshold: number;
  /** The field of the elements' values that has the number. Default: the value itself. */
  readonly of?: string;
}

export type AfterPunctuationOptions<T> =
  | { readonly equals: Scalar; readonly of?: string }
  | (FunctionIdentity & { readonly predicate: (value: T) => boolean });

/**
 * Once the newest value is more than a threshold away from the newest that the last pane had, or, if
 * there was none, from the window's first. Never finishes. For windows that do not merge: of two
 * sessions that become one none tells which value was the last. Flink's `DeltaTrigger`.
 *
 * A value without a finite number there is refused with `INVALID_VALUE`.
 */
export function afterDelta(options: number | AfterDeltaOptions): AfterDelta {
  const { threshold, of } = typeof options === "number" ? { threshold: options } : options;
  if (typeof threshold !== "number" || !Number.isFinite(threshold) || threshold < 0) {
    throw new TidemarkError(
      "INVALID_TRIGGER",
      `afterDelta needs a finite threshold from 0, not ${show(threshold)}.`,
      threshold,
    );
  }
  return node<AfterDelta>({ kind: "afterDelta", threshold, of: checkedField(of, "afterDelta") });
}

/**
 * Once the pane has an element that marks an end: one whose value, or a field of it, equals what is
 * given, or that a predicate is true of. Snapshots know the predicate by name and version. Finishes
 * with its firing.
 *
 * A predicate must not change anything. What it throws interrupts a step, as a combiner does.
 */
export function afterPunctuation<T>(options: AfterPunctuationOptions<T>): AfterPunctuation {
  if ("predicate" in options) {
    const identity = identityOf(options, "punctuation");
    const predicate = options.predicate as (value: unknown) => boolean;
    if (typeof predicate === "function") {
      const by = Object.freeze({ ...identity, predicate });
      return node<AfterPunctuation>({ kind: "afterPunctuation", by });
    }
    throw new TidemarkError(
      "INVALID_TRIGGER",
      `The predicate of afterPunctuation is ${show(predicate)}, which is no function.`,
      predicate,
    );
  }
  const { equals } = options;
  const of = checkedField(options.of, "afterPunctuation");
  if (equals !== null && !["string", "number", "boolean"].includes(typeof equals)) {
    throw new TidemarkError(
      "INVALID_TRIGGER",
      `afterPunctuation compares values with ${show(equals)}, which is neither text, a number, true, false nor null.`,
      equals,
      "Give equals one of these, or a predicate with name and version.",
    );
  }
  return node<AfterPunctuation>({
    kind: "afterPunctuation",
    by: Object.freeze({ of, equals }),
  });
}

function checkedField(of: unknown, trigger: string): ValueField {
  if (of === undefined) return null;
  if (typeof of === "string" && of !== "") return of;
  throw new TidemarkError(
    "INVALID_TRIGGER",
    `The \`of\` of ${trigger} is ${show(of)}, which names no field.`,
    of,
  );
}
