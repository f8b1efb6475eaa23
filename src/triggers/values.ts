import { show, TidemarkError } from "../errors.ts";
import type { AfterDelta, AfterPunctuation, ValueField } from "./trigger.ts";

/** The field of an element's value, or the value itself. What has no fields has none of that name. */
export function fieldOf(value: unknown, of: ValueField): unknown {
  if (of === null) return value;
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[of]
    : undefined;
}

/** Whether a value marks an end. */
export function predicateOf({ by }: AfterPunctuation): (value: unknown) => boolean {
  if ("predicate" in by) return by.predicate;
  const { of, equals } = by;
  return (value) => fieldOf(value, of) === equals;
}

/** Throws `INVALID_VALUE` for a value of which there is no distance. */
export function checkDelta({ of }: AfterDelta, value: unknown): void {
  const found = fieldOf(value, of);
  if (typeof found === "number" && Number.isFinite(found)) return;
  const what = of === null ? show(value) : `${show(of)} of ${show(value)}, which is ${show(found)}`;
  throw new TidemarkError(
    "INVALID_VALUE",
    `afterDelta needs a finite number, not ${what}.`,
    value,
    "Filter such values out, or name with `of` a field that always has a number.",
  );
}
