import { Duration } from "luxon";
import { describe, expect, test } from "vitest";
import {
  afterAll,
  afterAny,
  afterCount,
  afterDelta,
  afterEach,
  afterProcessingTime,
  afterPunctuation,
  afterSynchronizedProcessingTime,
  afterWatermark,
  always,
  continuationOf,
  defaultTrigger,
  everyEventTime,
  everyProcessingTime,
  finishingPart,
  mentionsProcessingTime,
  mentionsWatermark,
  never,
  orFinally,
  repeatedly,
  type Trigger,
  triggerFromJson,
  unsafePart,
} from "../../src/triggers/index.ts";
import { sleepsUntilEnd } from "../../src/triggers/facts.ts";
import { canFire } from "../../src/triggers/safety.ts";
import { expectError } from "../panes/expect-error.ts";

const one = afterCount(1);
const two = afterCount(2);
const end = afterWatermark();
const soon = afterProcessingTime("1s");
const sync = afterSynchronizedProcessingTime();

describe("a trigger as text and as data", () => {
  const rows: readonly (readonly [Trigger, string, unknown, string])[] = [
    [defaultTrigger(), "default", "default", "a name"],
    [never(), "never", "never", "a name"],
    [always(), "always", "always", "a name"],
    [afterCount(7), "afterCount(7)", { afterCount: 7 }, "its count"],
    [end, "afterWatermark", { afterWatermark: {} }, "no parentheses around nothing"],
    [
      afterWatermark({ early: one }),
      "afterWatermark(early: afterCount(1))",
      { afterWatermark: { early: { afterCount: 1 } } },
      "early alone",
    ],
    [
      afterWatermark({ late: two }),
      "afterWatermark(late: afterCount(2))",
      { afterWatermark: { late: { afterCount: 2 } } },
      "late alone",
    ],
    [
      afterWatermark({ early: one, late: two }),
      "afterWatermark(early: afterCount(1), late: afterCount(2))",
      { afterWatermark: { early: { afterCount: 1 }, late: { afterCount: 2 } } },
      "both, early first",
    ],
    [
      afterProcessingTime(),
      "afterProcessingTime(0s)",
      { afterProcessingTime: {} },
      "a delay of zero is said in text, not in data",
    ],
    [
      afterProcessingTime("90s"),
      "afterProcessingTime(1m30s)",
      { afterProcessingTime: { delay: 90_000 } },
      "milliseconds in data",
    ],
    [
      afterProcessingTime({ alignTo: "1m" }),
      "afterProcessingTime(alignTo: 1m)",
      { afterProcessingTime: { alignTo: { period: 60_000, offset: 0 } } },
      "aligned without a delay",
    ],
    [
      afterProcessingTime({ delay: 5, alignTo: { period: "1m", offset: "-1s" } }),
      "afterProcessingTime(5ms, alignTo: 1m, offset: 59s)",
      { afterProcessingTime: { delay: 5, alignTo: { period: 60_000, offset: 59_000 } } },
      "an offset is reduced modulo the period",
    ],
    [
      everyEventTime("1m"),
      "everyEventTime(1m)",
      { everyEventTime: { period: 60_000, offset: 0 } },
      "a period alone",
    ],
    [
      everyProcessingTime({ period: 10, offset: "1s1ms" }),
      "everyProcessingTime(10ms, offset: 1ms)",
      { everyProcessingTime: { period: 10, offset: 1 } },
      "an offset is reduced modulo the period",
    ],
    [afterDelta(0.5), "afterDelta(0.5)", { afterDelta: { threshold: 0.5 } }, "a threshold"],
    [
      afterDelta({ threshold: 5, of: "unit price" }),
      'afterDelta(5, of: "unit price")',
      { afterDelta: { threshold: 5, of: "unit price" } },
      "a field",
    ],
    [
      afterPunctuation({ equals: "end" }),
      "afterPunctuation(equals: end)",
      { afterPunctuation: { equals: "end" } },
      "a word",
    ],
    [
      afterPunctuation({ equals: "7", of: "type" }),
      'afterPunctuation(equals: "7", of: type)',
      { afterPunctuation: { equals: "7", of: "type" } },
      "text that looks like a number",
    ],
    [
      afterPunctuation({ equals: "null" }),
      'afterPunctuation(equals: "null")',
      { afterPunctuation: { equals: "null" } },
      "text that looks like nothing",
    ],
    [
      afterPunctuation({ equals: null }),
      "afterPunctuation(equals: null)",
      { afterPunctuation: { equals: null } },
      "nothing",
    ],
    [
      afterPunctuation({ equals: -1.5 }),
      "afterPunctuation(equals: -1.5)",
      { afterPunctuation: { equals: -1.5 } },
      "a number",
    ],
    [
      afterPunctuation({ equals: true }),
      "afterPunctuation(equals: true)",
      { afterPunctuation: { equals: true } },
      "a truth value",
    ],
    [
      sync,
      "afterSynchronizedProcessingTime",
      { afterSynchronizedProcessingTime: {} },
      "no parameters, an empty mapping as in Beam",
    ],
    [repeatedly(one), "repeatedly(afterCount(1))", { repeatedly: { afterCount: 1 } }, "its part"],
    [
      afterAll(one, end),
      "afterAll(afterCount(1), afterWatermark)",
      { afterAll: [{ afterCount: 1 }, { afterWatermark: {} }] },
      "parts in order",
    ],
    [
      afterAny(one),
      "afterAny(afterCount(1))",
      { afterAny: [{ afterCount: 1 }] },
      "one part is enough",
    ],
    [
      afterEach(end, one, never()),
      "afterEach(afterWatermark, afterCount(1), never)",
      { afterEach: [{ afterWatermark: {} }, { afterCount: 1 }, "never"] },
      "parts in order",
    ],
    [
      orFinally(repeatedly(one), end),
      "orFinally(repeatedly(afterCount(1)), afterWatermark)",
      { orFinally: { main: { repeatedly: { afterCount: 1 } }, finally: { afterWatermark: {} } } },
      "main first",
    ],
  ];

  test.each(rows)("%s", (trigger, text, json, why) => {
    expect(String(trigger), why).toBe(text);
    expect(JSON.parse(JSON.stringify(trigger)), why).toStrictEqual(json);
    const read = triggerFromJson(json);
    expect(read, why).toEqual(trigger);
    expect(String(read), why).toBe(text);
    expect(Object.isFrozen(trigger)).toBe(true);
  });

  test("lists of parts are frozen copies", () => {
    const parts = [one, two];
    const all = afterAll(...parts);
    parts.pop();
    expect(all.triggers).toEqual([one, two]);
    expect(Object.isFrozen(all.triggers)).toBe(true);
    expect(Object.isFrozen(afterProcessingTime({ alignTo: 5 }).alignTo)).toBe(true);
  });

  test("kinds are own fields, text and data are not", () => {
    expect(Object.entries(two)).toEqual([
      ["kind", "afterCount"],
      ["count", 2],
    ]);
    expect({ ...repeatedly(one) }).toEqual({ kind: "repeatedly", trigger: one });
    expect({ ...end }).toEqual({ kind: "afterWatermark", early: null, late: null });
  });

  test.each([
    [
      Duration.fromObject({ seconds: 3 }),
      "afterProcessingTime(3s)",
      "a Luxon duration is no options object",
    ],
    ["PT3S", "afterProcessingTime(3s)", "ISO text"],
    [3000, "afterProcessingTime(3s)", "milliseconds"],
    [
      { delay: Duration.fromObject({ seconds: 3 }) },
      "afterProcessingTime(3s)",
      "options with a Luxon duration",
    ],
    [
      { alignTo: Duration.fromObject({ seconds: 3 }) },
      "afterProcessingTime(alignTo: 3s)",
      "a period alone, as a duration",
    ],
    [{ alignTo: { period: "3s" } }, "afterProcessingTime(alignTo: 3s)", "a period alone, by name"],
    [{}, "afterProcessingTime(0s)", "no options"],
  ])("afterProcessingTime accepts %o", (input, text, why) => {
    expect(String(afterProcessingTime(input)), why).toBe(text);
  });
});

describe("triggers that cannot be made", () => {
  const fake = { kind: "afterCount", count: 1 } as unknown as Trigger;
  test.each([
    [() => afterCount(0), "afterCount(0)", "a pane of nothing"],
    [() => afterCount(-1), "afterCount(-1)", "less than nothing"],
    [() => afterCount(1.5), "afterCount(1.5)", "half an element"],
    [() => afterCount(Number.NaN), "afterCount(NaN)", "no number"],
    [() => afterCount("2" as never), 'afterCount("2")', "text"],
    [() => afterCount(2 ** 53), "afterCount(9007199254740992)", "no longer exact"],
    [() => afterAll(), "afterAll() needs at least one", "all of none would be due at once"],
    [() => afterAny(), "afterAny() needs at least one", "any of none would never be due"],
    [() => afterEach(), "afterEach() needs at least one", "no first part"],
    [() => repeatedly(fake), "repeatedly was given", "plain data has no methods"],
    [() => repeatedly(undefined as never), "repeatedly was given undefined", "nothing"],
    [() => repeatedly(null as never), "repeatedly was given null", "null"],
    [() => repeatedly("always" as never), 'repeatedly was given "always"', "a name"],
    [() => afterWatermark({ early: fake }), "early was given", "early"],
    [() => afterWatermark({ late: fake }), "late was given", "late"],
    [() => afterAll(one, fake), "afterAll was given", "any of the parts"],
    [() => afterAny(fake), "afterAny was given", "any of the parts"],
    [() => afterEach(one, fake), "afterEach was given", "any of the parts"],
    [() => orFinally(fake, one), "orFinally was given", "main"],
    [() => orFinally(one, fake), "orFinally was given", "finally"],
  ])("%s", (make, named, why) => {
    expect(expectError("INVALID_TRIGGER", make, named).message, why).toContain(named);
  });

  test("for plain data the remedy is triggerFromJson", () => {
    expect(expectError("INVALID_TRIGGER", () => repeatedly(fake)).remedy).toContain(
      "triggerFromJson",
    );
  });

  test.each([
    [() => afterProcessingTime(-1), "trigger delay", "before the first element"],
    [() => afterProcessingTime("soon"), "trigger delay", "no duration"],
    [() => afterProcessingTime(null as never), "trigger delay", "null"],
    [() => afterProcessingTime({ alignTo: 0 }), "alignment period", "no period"],
    [() => everyEventTime(0), "period", "no period"],
    [() => everyProcessingTime({ period: 5, offset: 0.5 }), "offset", "half a millisecond"],
    [
      () => afterProcessingTime({ alignTo: { period: -5 } }),
      "alignment period",
      "a period backwards",
    ],
    [
      () => afterProcessingTime({ alignTo: { period: 5, offset: 0.5 } }),
      "alignment offset",
      "half a millisecond",
    ],
  ])("%s", (make, named, why) => {
    expect(expectError("INVALID_DURATION", make, named).message, why).toContain(named);
  });
});

describe("triggerFromJson", () => {
  test.each([
    [{ afterProcessingTime: { delay: "1m" } }, "afterProcessingTime(1m)", "durations in any form"],
    [
      { afterProcessingTime: { alignTo: "1m" } },
      "afterProcessingTime(alignTo: 1m)",
      "a period alone",
    ],
    [{ afterProcessingTime: { delay: 0 } }, "afterProcessingTime(0s)", "zero"],
    [{ repeatedly: "always" }, "repeatedly(always)", "names inside"],
  ])("%o", (json, text, why) => {
    expect(String(triggerFromJson(json)), why).toBe(text);
  });

  test.each([
    [null, "null is no trigger", "nothing"],
    [undefined, "undefined is no trigger", "nothing at all"],
    ["sometimes", '"sometimes" is no trigger', "an unknown name"],
    ["afterWatermark", '"afterWatermark" is no trigger', "a mapping is needed"],
    [1, "1 is no trigger", "a number"],
    [[], "[] is no trigger", "a list"],
    [["default"], '["default"] is no trigger', "a list of one"],
    [{}, "{} is no trigger", "no name"],
    [{ afterCount: 1, afterWatermark: {} }, "is no trigger", "two names"],
    [{ afterCounts: 1 }, '"afterCounts" is no trigger', "a misspelt name"],
    [{ toString: 1 }, '"toString" is no trigger', "not even what every object has"],
    [{ default: {} }, '"default" is no trigger', "names have no body"],
    [{ afterCount: "1" }, 'afterCount("1")', "text"],
    [{ afterCount: { n: 1 } }, "afterCount(", "a mapping"],
    [{ afterWatermark: null }, "afterWatermark needs a mapping, not null", "no body"],
    [{ afterWatermark: ["early"] }, "afterWatermark needs a mapping", "a list"],
    [{ afterWatermark: { earl: "always" } }, 'afterWatermark has no "earl"', "a misspelt part"],
    [{ afterWatermark: { early: "x" } }, '"x" is no trigger', "the part is checked too"],
    [{ afterWatermark: { late: null } }, "null is no trigger", "null is not absence"],
    [
      { afterProcessingTime: "1m" },
      'afterProcessingTime needs a mapping, not "1m"',
      "as in Beam, a mapping",
    ],
    [
      { afterProcessingTime: { delays: 1 } },
      'afterProcessingTime has no "delays"',
      "a misspelt part",
    ],
    [
      { afterProcessingTime: { alignTo: { period: 1, of: 2 } } },
      'alignTo has no "of"',
      "a misspelt part",
    ],
    [
      { everyEventTime: { period: 1, delay: 2 } },
      'everyEventTime has no "delay"',
      "a part of another trigger",
    ],
    [
      { afterSynchronizedProcessingTime: { delay: 1 } },
      'afterSynchronizedProcessingTime has no "delay"',
      "no parameters",
    ],
    [
      { afterSynchronizedProcessingTime: null },
      "afterSynchronizedProcessingTime needs a mapping",
      "no body",
    ],
    [{ repeatedly: {} }, "{} is no trigger", "no part"],
    [{ afterAll: { 0: "always" } }, "afterAll needs a list of triggers", "a mapping"],
    [{ afterAll: [] }, "afterAll() needs at least one", "no parts"],
    [{ afterAny: "always" }, 'afterAny needs a list of triggers, not "always"', "a name"],
    [{ afterEach: [1] }, "1 is no trigger", "the parts are checked too"],
    [{ afterEach: null }, "afterEach needs a list of triggers, not null", "no list"],
    [{ orFinally: { main: "always" } }, "undefined is no trigger", "no finally"],
    [{ orFinally: { finally: "always" } }, "undefined is no trigger", "no main"],
    [
      { orFinally: { main: "always", finally: "never", until: "x" } },
      'orFinally has no "until"',
      "one too many",
    ],
    [{ orFinally: ["always", "never"] }, "orFinally needs a mapping", "a list"],
  ])("%o is refused", (json, named, why) => {
    expect(expectError("INVALID_TRIGGER", () => triggerFromJson(json), named).code, why).toBe(
      "INVALID_TRIGGER",
    );
  });

  test.each([
    [{ afterProcessingTime: { delay: -1 } }, "a delay backwards"],
    [{ afterProcessingTime: { alignTo: { offset: 1 } } }, "an offset of no period"],
  ])("%o has no duration", (json, why) => {
    expect(expectError("INVALID_DURATION", () => triggerFromJson(json)).code, why).toBe(
      "INVALID_DURATION",
    );
  });
});

test("null is no alignment", () => {
  expectError("INVALID_DURATION", () =>
    triggerFromJson({ afterProcessingTime: { alignTo: null } }),
  );
});

describe("what a trigger waits for", () => {
  test.each<[Trigger, string, string]>([
    [defaultTrigger(), "watermark", "it is repeatedly(afterWatermark)"],
    [end, "watermark", "the end"],
    [never(), "", "nothing"],
    [always(), "", "nothing but bundles"],
    [one, "", "elements only"],
    [soon, "processing time", "a delay"],
    [sync, "processing time", "the same clock here"],
    [repeatedly(end), "watermark", "its part"],
    [repeatedly(soon), "processing time", "its part"],
    [afterEach(one, end), "watermark", "any part, reached or not"],
    [afterAll(one, two), "", "none of the parts"],
    [afterAny(one, sync), "processing time", "any part"],
    [orFinally(one, end), "watermark", "the second part counts"],
    [orFinally(soon, one), "processing time", "so does the first"],
    [afterWatermark({ early: soon }), "watermark, processing time", "early"],
    [afterWatermark({ late: soon }), "watermark, processing time", "late"],
  ])("%s: %s", (trigger, expected, why) => {
    const mentions = [
      mentionsWatermark(trigger) ? "watermark" : "",
      mentionsProcessingTime(trigger) ? "processing time" : "",
    ];
    expect(mentions.filter((text) => text !== "").join(", "), why).toBe(expected);
  });
});

describe("triggers that finish", () => {
  test.each<[Trigger, Trigger | null, string]>([
    [defaultTrigger(), null, "it fires for late data again"],
    [never(), null, "it never fires"],
    [always(), null, "it always does"],
    [one, one, "once"],
    [soon, soon, "once"],
    [sync, sync, "once"],
    [end, end, "once, at the end"],
    [
      afterWatermark({ early: one }),
      afterWatermark({ early: one }),
      "early panes do not keep it open after the end",
    ],
    [afterWatermark({ late: one }), null, "late starts again and again"],
    [repeatedly(one), null, "it starts again"],
    [afterAll(one, end), afterAll(one, end), "with its one firing"],
    [afterAll(one, never()), null, "it can never be due"],
    [afterAny(never(), one), afterAny(never(), one), "the part that can fire ends it"],
    [afterAny(never(), never()), null, "nothing can end it"],
    [afterAny(always()), afterAny(always()), "even by a part that never finishes"],
    [afterEach(one, two), two, "with its last part"],
    [afterEach(one, repeatedly(two)), null, "the last part goes on for ever"],
    [afterEach(repeatedly(one), two), null, "the second is never reached"],
    [orFinally(repeatedly(one), two), two, "the until-part ends it"],
    [orFinally(one, never()), one, "main ends it"],
    [orFinally(repeatedly(one), never()), null, "neither does"],
    [orFinally(repeatedly(one), afterAll(never(), one)), null, "an until-part that cannot be due"],
  ])("%s finishes with %s", (trigger, expected, why) => {
    expect(finishingPart(trigger), why).toEqual(expected);
  });

  test.each<[Trigger, number, boolean, string]>([
    [end, 0, false, "without lateness nothing can come after the end"],
    [end, 1, true, "with lateness it can"],
    [afterWatermark({ early: one }), 0, false, "early firings do not close"],
    [one, 0, true, "the rest of the window would be lost"],
    [afterAny(end), 0, true, "only a root that is afterWatermark is known to lose nothing"],
    [repeatedly(one), 5, false, "it never finishes"],
  ])("%s with lateness %i is unsafe: %s", (trigger, lateness, expected, why) => {
    expect(unsafePart(trigger, lateness) !== null, why).toBe(expected);
  });

  test.each<[Trigger, boolean, string]>([
    [never(), false, "by name"],
    [always(), true, "by name"],
    [one, true, "some day"],
    [repeatedly(never()), false, "its part cannot"],
    [repeatedly(one), true, "its part can"],
    [afterAll(one, never()), false, "one part cannot"],
    [afterAll(one, two), true, "all parts can"],
    [afterAny(one, never()), true, "one part can"],
    [afterAny(never()), false, "no part can"],
    [afterEach(never(), one), false, "the first part is in the way"],
    [afterEach(one, never()), true, "the first part can"],
    [orFinally(never(), one), true, "the second can"],
    [orFinally(one, never()), true, "the first can"],
    [orFinally(never(), never()), false, "neither can"],
    [afterWatermark({ early: never(), late: never() }), true, "the end comes anyway"],
  ])("%s can fire: %s", (trigger, expected, why) => {
    expect(canFire(trigger), why).toBe(expected);
  });
});

describe("continuation triggers", () => {
  test.each<[Trigger, string, string]>([
    [defaultTrigger(), "default", "the same"],
    [never(), "never", "the same"],
    [always(), "always", "the same"],
    [sync, "afterSynchronizedProcessingTime", "the same"],
    [afterCount(9), "afterCount(1)", "upstream has counted"],
    [soon, "afterSynchronizedProcessingTime", "upstream has waited"],
    [afterPunctuation({ equals: 1 }), "afterCount(1)", "upstream has waited for the mark"],
    [afterDelta(5), "repeatedly(afterCount(1))", "upstream has measured"],
    [
      everyEventTime(5),
      "afterWatermark(early: afterCount(1), late: afterCount(1))",
      "upstream has waited for the multiple",
    ],
    [
      everyProcessingTime(5),
      "afterWatermark(early: afterSynchronizedProcessingTime, late: afterSynchronizedProcessingTime)",
      "on the other clock too",
    ],
    [end, "afterWatermark", "no part, no part"],
    [
      afterWatermark({ early: two, late: soon }),
      "afterWatermark(early: afterCount(1), late: afterSynchronizedProcessingTime)",
      "part by part",
    ],
    [repeatedly(two), "repeatedly(afterCount(1))", "its part"],
    [afterAll(two, end), "afterAll(afterCount(1), afterWatermark)", "part by part"],
    [afterAny(two, end), "afterAny(afterCount(1), afterWatermark)", "part by part"],
    [
      afterEach(two, end),
      "repeatedly(afterAny(afterCount(1), afterWatermark))",
      "which step upstream was at is not known downstream",
    ],
    [
      orFinally(two, end),
      "repeatedly(orFinally(afterCount(1), afterWatermark))",
      "it must pass on every pane",
    ],
  ])("%s → %s", (trigger, expected, why) => {
    expect(String(continuationOf(trigger)), why).toBe(expected);
  });
});

describe("triggers that sleep until the end of their window", () => {
  test.each<readonly [Trigger, boolean, string]>([
    [defaultTrigger(), true, "due from the end on"],
    [never(), true, "never due"],
    [end, true, "due at the end"],
    [afterWatermark({ late: one }), true, "the late part follows nothing before the on-time pane"],
    [afterWatermark({ early: one }), false, "the early part counts"],
    [afterWatermark({ early: never() }), false, "early parts are not looked into"],
    [repeatedly(end), true, "as its part"],
    [repeatedly(afterAny(end, one)), false, "as its part"],
    [afterEach(end, one), true, "the count waits for the first step"],
    [afterEach(one, end), false, "the first step counts"],
    [afterAll(end, never()), true, "every part sleeps"],
    [afterAll(end, one), false, "the count follows from the start"],
    [afterAny(end, soon), false, "the deadline is set by an element"],
    [orFinally(never(), end), true, "both sleep"],
    [orFinally(end, one), false, "the finally counts"],
    [always(), false, "due with every bundle"],
    [one, false, "counts"],
    [soon, false, "sets a deadline"],
    [sync, false, "sets a deadline"],
  ])("%s: %s, %s", (trigger, sleeps, why) => {
    expect(sleepsUntilEnd(trigger), why).toBe(sleeps);
  });
});
