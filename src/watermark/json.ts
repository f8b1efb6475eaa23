import { show, TidemarkError } from "../errors.ts";
import { bounded } from "./bounded.ts";
import type { DurationInput } from "./duration.ts";
import type { WatermarkStrategy } from "./generator.ts";
import { monotonous } from "./monotonous.ts";
import { perfect } from "./perfect.ts";
import type { TimestampInput } from "./time.ts";

/**
 * Reads the JSON form of a built-in watermark strategy; the bound in any accepted form of a
 * duration. A punctuated strategy is a function and is built in code.
 */
export function watermarkStrategyFromJson(json: unknown): WatermarkStrategy {
  if (json === "monotonous") return monotonous();
  const entries = typeof json === "object" && json !== null ? Object.entries(json) : [];
  const [kind, argument] = (entries.length === 1 ? entries[0] : undefined) ?? [];
  if (kind === "bounded") return bounded(argument as DurationInput);
  if (kind === "perfect" && Array.isArray(argument)) return perfect(argument as TimestampInput[]);
  throw new TidemarkError(
    "INVALID_STRATEGY",
    `${show(json)} is no watermark strategy.`,
    json,
    "Use monotonous, {bounded: duration} or {perfect: [timestamp, …]}.",
  );
}
