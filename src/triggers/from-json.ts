import { show, TidemarkError } from "../errors.ts";
import type { DurationInput } from "../watermark/duration.ts";
import * as build from "./build.ts";
import type { Trigger } from "./trigger.ts";

/** Reads the JSON form of a trigger; durations in any accepted form. Throws `INVALID_TRIGGER`. */
export function triggerFromJson(json: unknown): Trigger {
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
      return build.afterWatermark(eachTrigger(fields(body, kind, ["early", "late"])));
    case "afterProcessingTime":
      return afterProcessingTime(body);
    case "afterSynchronizedProcessingTime":
      fields(body, kind, []);
      return build.afterSynchronizedProcessingTime();
    case "everyEventTime":
      return build.everyEventTime(alignment(body, kind));
    case "everyProcessingTime":
      return build.everyProcessingTime(alignment(body, kind));
    case "repeatedly":
      return build.repeatedly(triggerFromJson(body));
    case "afterAll":
      return build.afterAll(...list(body, kind));
    case "afterAny":
      return build.afterAny(...list(body, kind));
    case "afterEach":
      return build.afterEach(...list(body, kind));
    case "orFinally": {
      const parts = fields(body, kind, ["main", "finally"]);
      return build.orFinally(triggerFromJson(parts["main"]), triggerFromJson(parts["finally"]));
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

function eachTrigger(parts: Record<string, unknown>): Record<string, Trigger> {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, triggerFromJson(part)]),
  );
}

function list(body: unknown, kind: string): readonly Trigger[] {
  if (Array.isArray(body)) return body.map(triggerFromJson);
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
