import type { Combiner } from "../combine/combine-fn.ts";
import { count } from "../combine/count.ts";
import { max, min } from "../combine/extreme.ts";
import { mean, sum } from "../combine/sum.ts";
import { show, TidemarkError } from "../errors.ts";
import type { StrategyOptions } from "../panes/strategy.ts";
import { type ReadTriggerOptions, triggerFromJson } from "../triggers/from-json.ts";
import { type DurationInput, toDurationAtLeast } from "../watermark/duration.ts";
import { type ReadWindowsOptions, windowsFromJson } from "../windows/json.ts";
import { errorAt } from "./reason.ts";
import { parseTrigger } from "./trigger.ts";
import { parseWindows } from "./windows.ts";

type Options = StrategyOptions<unknown, unknown>;
type Writable = { -readonly [Field in keyof Options]: Options[Field] };

/** What strategies can have that is not built in. */
export type ReadStrategyOptions = ReadWindowsOptions & ReadTriggerOptions;

export interface StrategyFileOptions extends ReadStrategyOptions {
  /** What errors call the text, usually the file's name. */
  readonly path?: string;
}

const combiners: Readonly<Record<string, () => Combiner<never, unknown>>> = {
  sum,
  count,
  min,
  max,
  mean,
};

/** How each field of a strategy in JSON or YAML is read. */
const readers: {
  readonly [Field in keyof Options]-?: (
    json: unknown,
    options: ReadStrategyOptions,
  ) => Options[Field];
} = {
  windows: (json, options) =>
    typeof json === "string" ? parseWindows(json, options) : windowsFromJson(json, options),
  trigger: (json, options) =>
    typeof json === "string" ? parseTrigger(json, options) : triggerFromJson(json, options),
  accumulation: oneOf("discarding", "accumulating", "retracting"),
  allowedLateness: (json) => toDurationAtLeast(json as DurationInput, 0, "allowed lateness"),
  closing: oneOf("ifNonEmpty", "always", "never"),
  onTime: oneOf("always", "ifNonEmpty"),
  timestampCombiner: oneOf("endOfWindow", "earliest", "latest"),
  allowUnsafeTriggers(json) {
    if (typeof json === "boolean") return json;
    throw invalid(`${show(json)} is neither true nor false`, json, "Write true or false.");
  },
  combine(json) {
    const make = typeof json === "string" && Object.hasOwn(combiners, json) && combiners[json];
    if (make) return make() as Combiner<unknown, unknown>;
    throw unknownName(json, Object.keys(combiners));
  },
};

/** The names of the fields that say how a strategy windows its elements. */
export const strategyFields: readonly (keyof Options)[] = Object.freeze(
  Object.keys(readers) as (keyof Options)[],
);

/** Reads one field of a strategy. The error says what is wrong with the value, not where it stood. */
export function readStrategyField<Field extends keyof Options>(
  field: Field,
  json: unknown,
  options: ReadStrategyOptions = {},
): Options[Field] {
  return readers[field](json, options) as Options[Field];
}

/**
 * The strategy that plain data describes, as read from a YAML or JSON file: the fields of a
 * transcript's strategy, all but `windows` optional. Windows and triggers are given in their JSON
 * or their text form, durations in any accepted form. An unknown field is refused. The result is
 * not complete: `strategy()` adds the defaults and refuses unsafe triggers.
 *
 * Throws `INVALID_STRATEGY`, or the code that fits the malformed field; the message names the field.
 */
export function strategyFromJson(json: unknown, options: StrategyFileOptions = {}): Options {
  const where = options.path === undefined ? "" : `${options.path}: `;
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw invalid(`${where}${show(json)} is no mapping of fields`, json, knownFields());
  }
  const fields: Partial<Writable> = {};
  for (const [name, value] of Object.entries(json)) {
    if (!isField(name))
      throw invalid(`${where}A strategy has no field ${show(name)}`, json, knownFields());
    try {
      (fields as Record<string, unknown>)[name] = readStrategyField(name, value, options);
    } catch (error) {
      throw errorAt(`${where}${name}`, error);
    }
  }
  if (fields.windows === undefined) {
    throw invalid(
      `${where}The strategy has no windows`,
      json,
      "Add windows, such as windows: fixed(1m).",
    );
  }
  return fields as Options;
}

function isField(name: string): name is keyof Options {
  return Object.hasOwn(readers, name);
}

function oneOf<V extends string>(...known: readonly V[]): (json: unknown) => V {
  return (json) => {
    if (known.includes(json as V)) return json as V;
    throw unknownName(json, known);
  };
}

function unknownName(json: unknown, known: readonly string[]): TidemarkError {
  return invalid(`${show(json)} is not known here`, json, `Use one of ${known.join(", ")}.`);
}

function knownFields(): string {
  return `The fields are ${strategyFields.join(", ")}.`;
}

function invalid(reason: string, value: unknown, remedy: string): TidemarkError {
  return new TidemarkError("INVALID_STRATEGY", `${reason}.`, value, remedy);
}
