import * as build from "../triggers/build.ts";
import type { Trigger } from "../triggers/trigger.ts";
import { type Read, readArguments } from "./arguments.ts";
import { type Cursor, readAll } from "./cursor.ts";
import { duration, oneOf, positiveInteger } from "./literals.ts";

const forms: Readonly<Record<string, Read<Trigger>>> = {
  default: bare(build.defaultTrigger),
  never: bare(build.never),
  always: bare(build.always),
  afterSynchronizedProcessingTime: bare(build.afterSynchronizedProcessingTime),
  afterCount(cursor) {
    const { count = 0 } = readArguments(cursor, {
      parameters: { count: positiveInteger },
      positional: 1,
      required: ["count"],
    });
    return build.afterCount(count);
  },
  afterWatermark(cursor) {
    return build.afterWatermark(
      readArguments(cursor, {
        parameters: { early: readTrigger, late: readTrigger },
        positional: 0,
        required: [],
      }),
    );
  },
  afterProcessingTime,
  everyEventTime: (cursor) => build.everyEventTime(every(cursor)),
  everyProcessingTime: (cursor) => build.everyProcessingTime(every(cursor)),
  repeatedly(cursor) {
    return build.repeatedly(one(cursor, "repeatedly"));
  },
  afterAll: (cursor) => build.afterAll(...several(cursor)),
  afterAny: (cursor) => build.afterAny(...several(cursor)),
  afterEach: (cursor) => build.afterEach(...several(cursor)),
  orFinally(cursor) {
    cursor.expect("(", "the main trigger in parentheses");
    const main = readTrigger(cursor);
    cursor.expect(",", `"," and the trigger that ends both`);
    const until = readTrigger(cursor);
    cursor.expect(")", `")"`);
    return build.orFinally(main, until);
  },
};

const form = oneOf("a trigger", forms);

/**
 * The trigger that a text such as `afterWatermark(late: afterCount(1))` names. Reads back what
 * `toString()` of every trigger prints. Throws `SYNTAX`.
 */
export function parseTrigger(text: string): Trigger {
  return readAll(text, readTrigger);
}

function readTrigger(cursor: Cursor): Trigger {
  return cursor.nested(() => form(cursor)(cursor));
}

function bare(make: () => Trigger): Read<Trigger> {
  return (cursor) => {
    readArguments(cursor, { parameters: {}, positional: 0, required: [] });
    return make();
  };
}

function afterProcessingTime(cursor: Cursor): Trigger {
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

function one(cursor: Cursor, name: string): Trigger {
  cursor.expect("(", `the trigger of ${name} in parentheses`);
  const trigger = readTrigger(cursor);
  cursor.expect(")", `")"`);
  return trigger;
}

function several(cursor: Cursor): readonly Trigger[] {
  cursor.expect("(", "triggers in parentheses");
  const triggers: Trigger[] = [];
  do {
    triggers.push(readTrigger(cursor));
  } while (cursor.skip(","));
  cursor.expect(")", `"," or ")"`);
  return triggers;
}
