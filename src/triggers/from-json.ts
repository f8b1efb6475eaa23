import { show, TidemarkError } from "../errors.ts";
import type { DurationInput } from "../watermark/duration.ts";
import * as build from "./build.ts";
import { afterDelta, type AfterDeltaOptions, afterPunctuation } from "./build-values.ts";
import type { AfterPunctuation, CustomTrigger, Scalar, Trigger } from "./trigger.ts";

export interface ReadTriggerOptions {
  /** Triggers that have functions in them, which readers find by name and version. */
  readonly triggers?: readonly (AfterPunctuation | CustomTrigger)[];
}

/**
 * Reads the JSON form of a trigger; durations in any accepted form. Custom triggers, and punctuations
 * that a predicate of a program tells, are found among those of the options.
 *
 * Throws `INVALID_TRIGGER`.
 */
export function triggerFromJson(json: unknown, options: ReadTriggerOptions = {}): Trigger {
  if (json === "default") return build.defaultTrigger();
  if (json === "never") return build.never();
  if (json === "always") return build.always();
  const entries = isMapping(json) ? Object.entries(json) : [];
  const [first] = entries;
  if (entries.length !== 1 || first === undefined)
    throw invalid(`${show(json)} is no trigger`, json);
  const [kind, body] = first;
  switch (kind) {
    case "afterCount":
      return build.afterCount(body as number);
    case "afterWatermark":
      return build.afterWatermark(eachTrigger(fields(body, kind, ["early", "late"]), options));
    case "afterProcessingTime":
      return afterProcessingTime(body);
    case "afterSynchronizedProcessingTime":
      fields(body, kind, []);
      return build.afterSynchronizedProcessingTime();
    case "everyEventTime":
      return build.everyEventTime(alignment(body, kind));
    case "everyProcessingTime":
      return build.everyProcessingTime(alignment(body, kind));
    case "afterDelta":
      if (isMapping(body)) fields(body, kind, ["threshold", "of"]);
      return afterDelta(body as number | AfterDeltaOptions);
    case "afterPunctuation": {
      const given = fields(body, kind, ["equals", "of", "name", "version"]);
      if ("name" in given || "version" in given) return namedTrigger(kind, given, options);
      return afterPunctuation(given as { readonly equals: Scalar });
    }
    case "custom":
      return namedTrigger(kind, fields(body, kind, ["name", "version"]), options);
    case "repeatedly":
      return build.repeatedly(triggerFromJson(body, options));
    case "afterAll":
      return build.afterAll(...list(body, kind, options));
    case "afterAny":
      return build.afterAny(...list(body, kind, options));
    case "afterEach":
      return build.afterEach(...list(body, kind, options));
    case "orFinally": {
      const parts = fields(body, kind, ["main", "finally"]);
      return build.orFinally(
        triggerFromJson(parts["main"], options),
        triggerFromJson(parts["finally"], options),
      );
    }
    default:
      throw invalid(`${show(kind)} is no trigger`, json);
  }
}

function afterProcessingTime(body: unknown): Trigger {
  const { delay, alignTo } = fields(body, "afterProcessingTime", ["delay", "alignTo"]);
  return build.afterProcessingTime({
    ...(delay === undefined ? {} : { delay: delay as DurationInput }),
    ...(alignTo === undefined ? {} : { alignTo: alignment(alignTo, "alignTo") }),
  });
}

/** A period alone, or with an offset; the functions that build triggers check what they are. */
function alignment(body: unknown, kind: string): build.AlignmentInput {
  if (isMapping(body)) fields(body, kind, ["period", "offset"]);
  return body as build.AlignmentInput;
}

/** The trigger of the options that is known by this name and version. */
export function namedTrigger(
  kind: string,
  { name, version }: Readonly<Record<string, unknown>>,
  { triggers = [] }: ReadTriggerOptions,
): Trigger {
  const found = triggers.find((trigger) => {
    const by = trigger.kind === "custom" ? trigger : trigger.by;
    return trigger.kind === kind && "name" in by && by.name === name && by.version === version;
  });
  if (found !== undefined) return found;
  throw new TidemarkError(
    "INVALID_TRIGGER",
    `No trigger ${kind} with the name ${show(name)} and the version ${show(version)} is known here.`,
    { name, version },
    "Pass the reader the trigger in `triggers`; its functions cannot be read from data.",
  );
}

function eachTrigger(
  parts: Record<string, unknown>,
  options: ReadTriggerOptions,
): Record<string, Trigger> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, triggerFromJson(part, options)]),
  );
}

function list(body: unknown, kind: string, options: ReadTriggerOptions): readonly Trigger[] {
  if (Array.isArray(body)) return body.map((part) => triggerFromJson(part, options));
  throw invalid(`${kind} needs a list of triggers, not ${show(body)}`, body);
}

function fields(body: unknown, kind: string, known: readonly string[]): Record<string, unknown> {
  if (!isMapping(body)) throw invalid(`${kind} needs a mapping, not ${show(body)}`, body);
  for (const name of Object.keys(body)) {
    if (!known.includes(name)) throw invalid(`${kind} has no ${show(name)}`, body);
  }
  return body;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(reason: string, value: unknown): TidemarkError {
  return new TidemarkError("INVALID_TRIGGER", `${reason}.`, value);
}
