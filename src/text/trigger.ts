import { afterDelta, afterPunctuation } from "../triggers/build-values.ts";
import * as build from "../triggers/build.ts";
import { namedTrigger, type ReadTriggerOptions } from "../triggers/from-json.ts";
import type { Trigger } from "../triggers/trigger.ts";
import { type Read, readArguments } from "./arguments.ts";
import { type Cursor, readAll } from "./cursor.ts";
import { duration, name, number, oneOf, positiveInteger, scalar, version } from "./literals.ts";

/**
 * The trigger that a text such as `afterWatermark(late: afterCount(1))` names. Reads back what
 * `toString()` of every trigger prints. Custom triggers, and punctuations that a predicate of a
 * program tells, are found among those of the options. Throws `SYNTAX`, and `INVALID_TRIGGER` for
 * one that is not known.
 */
export function parseTrigger(text: string, options: ReadTriggerOptions = {}): Trigger {
  return readAll(text, readerFor(options));
}

/** Reads a trigger; of those with functions the ones that the options know. */
function readerFor(options: ReadTriggerOptions): Read<Trigger> {
  const read: Read<Trigger> = (cursor) => cursor.nested(() => form(cursor)(cursor));
  const form = oneOf<Read<Trigger>>("a trigger", {
    default: bare(build.defaultTrigger),
    never: bare(build.never),
    always: bare(build.always),
    afterSynchronizedProcessingTime: bare(build.afterSynchronizedProcessingTime),
    afterCount: count,
    afterWatermark: (cursor) => build.afterWatermark(earlyAndLate(cursor, read)),
    afterProcessingTime: processingTime,
    everyEventTime: (cursor) => build.everyEventTime(every(cursor)),
    everyProcessingTime: (cursor) => build.everyProcessingTime(every(cursor)),
    afterDelta: delta,
    afterPunctuation: (cursor) => punctuation(cursor, options),
    custom: (cursor) => namedTrigger("custom", identity(cursor), options),
    repeatedly: (cursor) => build.repeatedly(one(cursor, read)),
    afterAll: (cursor) => build.afterAll(...several(cursor, read)),
    afterAny: (cursor) => build.afterAny(...several(cursor, read)),
    afterEach: (cursor) => build.afterEach(...several(cursor, read)),
    orFinally: (cursor) => build.orFinally(...pair(cursor, read)),
  });
  return read;
}

function bare(make: () => Trigger): Read<Trigger> {
  return (cursor) => {
    readArguments(cursor, { parameters: {}, positional: 0, required: [] });
    return make();
  };
}

function count(cursor: Cursor): Trigger {
  const { count: n = 0 } = readArguments(cursor, {
    parameters: { count: positiveInteger },
    positional: 1,
    required: ["count"],
  });
  return build.afterCount(n);
}

function earlyAndLate(cursor: Cursor, read: Read<Trigger>): build.AfterWatermarkOptions {
  return readArguments(cursor, {
    parameters: { early: read, late: read },
    positional: 0,
    required: [],
  });
}

function processingTime(cursor: Cursor): Trigger {
  const {
    delay = 0,
    alignTo,
    offset,
  } = readArguments(cursor, {
    parameters: {
      delay: duration("trigger delay", 0),
      alignTo: duration("alignment period", 1),
      offset: alignedOffset,
    },
    positional: 1,
    required: [],
  });
  if (alignTo === undefined) {
    if (offset !== undefined) throw cursor.error("alignTo: … beside the offset", offset.token);
    return build.afterProcessingTime({ delay });
  }
  return build.afterProcessingTime({
    delay,
    alignTo: { period: alignTo, offset: offset?.ms ?? 0 },
  });
}

function every(cursor: Cursor): build.AlignmentInput {
  const { period = 0, offset = 0 } = readArguments(cursor, {
    parameters: { period: duration("period", 1), offset: duration("offset") },
    positional: 1,
    required: ["period"],
  });
  return { period, offset };
}

function alignedOffset(cursor: Cursor): { ms: number; token: ReturnType<Cursor["peek"]> } {
  const token = cursor.peek();
  return { ms: duration("alignment offset")(cursor), token };
}

function delta(cursor: Cursor): Trigger {
  const { threshold = 0, of } = readArguments(cursor, {
    parameters: { threshold: number("threshold", 0), of: name("field") },
    positional: 1,
    required: ["threshold"],
  });
  return afterDelta({ threshold, ...(of === undefined ? {} : { of }) });
}

/** A predicate by name and version, or what a value, or a field of it, has to equal. */
function punctuation(cursor: Cursor, options: ReadTriggerOptions): Trigger {
  const isNamed = cursor.peek(2).kind !== ":" || cursor.peek(1).text === "name";
  if (isNamed) return namedTrigger("afterPunctuation", identity(cursor), options);
  const { equals = null, of } = readArguments(cursor, {
    parameters: { equals: scalar("value"), of: name("field") },
    positional: 0,
    required: ["equals"],
  });
  return afterPunctuation({ equals, ...(of === undefined ? {} : { of }) });
}

function identity(cursor: Cursor): Readonly<Record<string, unknown>> {
  return readArguments(cursor, {
    parameters: { name: name("name of a trigger"), version: version("version of a trigger") },
    positional: 1,
    required: ["name", "version"],
  });
}

function one(cursor: Cursor, read: Read<Trigger>): Trigger {
  cursor.expect("(", "the trigger of repeatedly in parentheses");
  const trigger = read(cursor);
  cursor.expect(")", `")"`);
  return trigger;
}

function several(cursor: Cursor, read: Read<Trigger>): readonly Trigger[] {
  cursor.expect("(", "triggers in parentheses");
  const triggers: Trigger[] = [];
  do {
    triggers.push(read(cursor));
  } while (cursor.skip(","));
  cursor.expect(")", `"," or ")"`);
  return triggers;
}

function pair(cursor: Cursor, read: Read<Trigger>): readonly [Trigger, Trigger] {
  cursor.expect("(", "the main trigger in parentheses");
  const main = read(cursor);
  cursor.expect(",", `"," and the trigger that ends both`);
  const until = read(cursor);
  cursor.expect(")", `")"`);
  return [main, until];
}
