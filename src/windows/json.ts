import { show, TidemarkError } from "../errors.ts";
import type { DurationInput } from "../watermark/duration.ts";
import { fixed } from "./fixed.ts";
import { globalWindows } from "./global.ts";
import { sessions } from "./sessions.ts";
import { sliding } from "./sliding.ts";
import type { WindowFn } from "./window-fn.ts";

/** Reads the JSON form of a built-in window function; durations in any accepted form. */
export function windowsFromJson(json: unknown): WindowFn {
  if (json === "global") return globalWindows();
  const [kind, fields] = onlyEntry(json);
  switch (kind) {
    case "fixed": {
      const { size, offset } = pick(fields, ["size"], ["offset"]);
      return fixed(size as DurationInput, { offset: (offset ?? 0) as DurationInput });
    }
    case "sliding": {
      const { size, period, offset } = pick(fields, ["size", "period"], ["offset"]);
      return sliding(size as DurationInput, {
        period: period as DurationInput,
        offset: (offset ?? 0) as DurationInput,
      });
    }
    case "sessions": {
      const { gap, touching } = pick(fields, ["gap"], ["touching"]);
      if (touching !== undefined && touching !== "separate") {
        throw invalid(`Sessions with touching: ${show(touching)} are not known`, touching);
      }
      return sessions(gap as DurationInput);
    }
    default:
      throw invalid(`${show(json)} is no window function`, json);
  }
}

function onlyEntry(json: unknown): [string, unknown] {
  const entries = typeof json === "object" && json !== null ? Object.entries(json) : [];
  const first = entries[0];
  if (entries.length === 1 && first !== undefined) return first;
  throw invalid(`${show(json)} is no window function`, json);
}

function pick(fields: unknown, required: string[], optional: string[]): Record<string, unknown> {
  if (typeof fields !== "object" || fields === null) {
    throw invalid(`The window function's parameters ${show(fields)} are no mapping`, fields);
  }
  for (const name of Object.keys(fields)) {
    if (!required.includes(name) && !optional.includes(name)) {
      throw invalid(`The window function has an unknown parameter ${show(name)}`, fields);
    }
  }
  for (const name of required) {
    if (!Object.hasOwn(fields, name)) {
      throw invalid(`The window function lacks its parameter ${show(name)}`, fields);
    }
  }
  return fields as Record<string, unknown>;
}

function invalid(reason: string, value: unknown): TidemarkError {
  return new TidemarkError(
    "INVALID_WINDOWS",
    `${reason}.`,
    value,
    "Use global, fixed: {size, offset?}, sliding: {size, period, offset?} or sessions: {gap}.",
  );
}
