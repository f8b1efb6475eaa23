import { TidemarkError } from "../errors.ts";
import type { StrategyJson } from "../panes/strategy.ts";

/** Throws `STRATEGY_MISMATCH` with the first difference if two strategies are not the same. */
export function compareStrategies(theirs: StrategyJson, ours: StrategyJson): void {
  const path = firstDifference(theirs, ours, "");
  if (path === null) return;
  const [field] = path.slice(1).split(/[.[]/) as [keyof StrategyJson];
  throw new TidemarkError(
    "STRATEGY_MISMATCH",
    `The snapshot was taken under another strategy: ${path.slice(1)} is ${JSON.stringify(at(theirs, path))} in the snapshot and ${JSON.stringify(at(ours, path))} here.`,
    { snapshot: theirs[field], here: ours[field] },
  );
}

/** The path of the first place at which two pieces of plain data differ, such as `.windows.fixed.size`. */
function firstDifference(a: unknown, b: unknown, path: string): string | null {
  if (Object.is(a, b)) return null;
  if (!isObject(a) || !isObject(b)) return path;
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const inner = firstDifference(a[name], b[name], `${path}.${name}`);
    if (inner !== null) return inner;
  }
  return null;
}

function at(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split(".").slice(1)) value = isObject(value) ? value[name] : undefined;
  return value ?? null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
