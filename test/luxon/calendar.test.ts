import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type CalendarOptions, calendar, calendarForm } from "../../src/luxon/index.ts";
import { dateOf, dayOf, formatDay, parseDay } from "../../src/luxon/civil-date.ts";
import { Engine, strategy } from "../../src/panes/index.ts";
import { restoreEngine, takeSnapshot } from "../../src/state/index.ts";
import { calendarBounds } from "../../src/testing/model/calendar.ts";
import { parseWindows, strategyFromJson } from "../../src/text/index.ts";
import { MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/time.ts";
import { contains, type Window, windowsFromJson } from "../../src/windows/index.ts";
import { expectError } from "../panes/expect-error.ts";
import { law } from "../support/property.ts";

interface Fact {
  readonly name: string;
  readonly why: string;
  readonly calendar: CalendarOptions;
  readonly window: readonly [string, string];
  readonly hours: number;
}

const facts = parse(readFileSync("test/facts/calendar-windows.yaml", "utf8")) as readonly Fact[];
const forms = [calendarForm];
const hour = 3_600_000;

describe("calendar-windows.yaml", () => {
  test.each(facts)("$name: $why", ({ calendar: options, window: [from, to], hours }) => {
    const window = { start: Date.parse(from), end: Date.parse(to) };
    expect((window.end - window.start) / hour).toBeCloseTo(hours, 3);
    const windows = calendar(options);
    for (const at of [window.start, window.start + hour / 2, window.end - 1]) {
      // Each from nothing, so that no window is found because it was the last.
      expect([at, calendar(options).assign(at, null)]).toEqual([at, [window]]);
      expect(windows.assign(at, null)).toEqual([window]);
    }
    const [before] = windows.assign(window.start - 1, null) as [Window];
    const [after] = windows.assign(window.end, null) as [Window];
    expect([before.end, after.start]).toEqual([window.start, window.end]);
    expect(windows.toSideInputWindow?.({ start: 0, end: window.end })).toEqual(window);
  });
});

const zone = fc.constantFrom(
  "UTC",
  "Europe/Berlin",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Australia/Lord_Howe",
  "Asia/Beirut",
  "America/St_Johns",
  "Africa/Casablanca",
  "Asia/Kathmandu",
);
const date = fc.integer({ min: -9_000, max: 25_000 }).map(formatDay);
const options: fc.Arbitrary<CalendarOptions> = fc.oneof(
  fc.record({ days: fc.integer({ min: 1, max: 40 }), zone, start: date }),
  fc.record({ weeks: fc.integer({ min: 1, max: 5 }), zone, start: date }),
  fc.record({
    weeks: fc.integer({ min: 1, max: 5 }),
    zone,
    weekStart: fc.constantFrom("monday" as const, "wednesday" as const, "sunday" as const),
  }),
  fc.record({ months: fc.integer({ min: 1, max: 30 }), zone, start: date }),
  fc.record({ months: fc.constant(1), zone, dayOfMonth: fc.integer({ min: 1, max: 31 }) }),
  fc.record({ quarters: fc.integer({ min: 1, max: 3 }), zone, start: date }),
  fc.record({ years: fc.integer({ min: 1, max: 12 }), zone, start: date }),
);
const instant = fc.integer({ min: Date.UTC(1972, 0), max: Date.UTC(2036, 0) });
const anywhere = fc.oneof(
  instant,
  fc.integer({ min: MIN_TIMESTAMP, max: MAX_TIMESTAMP - 1 }),
  fc.integer({ min: MIN_TIMESTAMP, max: MIN_TIMESTAMP + 1000 }),
  fc.integer({ min: MAX_TIMESTAMP - 1000, max: MAX_TIMESTAMP - 1 }),
);

describe("calendar windows", () => {
  law("Law 1: have no gap and do not overlap", fc.tuple(options, anywhere), ([given, at]) => {
    const windows = calendar(given);
    const [window] = windows.assign(at, null) as [Window];
    expect(contains(window, at)).toBe(true);
    const { start, end } = window;
    expect(windows.assign(start, null)).toEqual([window]);
    expect(windows.assign(end - 1, null)).toEqual([window]);
    if (start > MIN_TIMESTAMP) expect(windows.assign(start - 1, null)[0]?.end).toBe(start);
    if (end < MAX_TIMESTAMP) expect(windows.assign(end, null)[0]?.start).toBe(end);
  });

  law("are those that a calendar on the wall shows", fc.tuple(options, instant), ([given, at]) => {
    const windows = calendar(given);
    const json = windows.toJSON() as { calendar: Parameters<typeof calendarBounds>[0] };
    const [start, end] = calendarBounds(json.calendar, at);
    expect(windows.assign(at, null)).toEqual([{ start, end }]);
  });

  law(
    "do not depend on what was asked before",
    fc.tuple(options, fc.array(instant)),
    ([given, all]) => {
      const windows = calendar(given);
      for (const at of all)
        expect(windows.assign(at, null)).toEqual(calendar(given).assign(at, null));
    },
  );

  law("text, plain data and values are the same", options, (given) => {
    const windows = calendar(given);
    expect(parseWindows(String(windows), { forms })).toEqual(windows);
    expect(windowsFromJson(JSON.parse(JSON.stringify(windows)), { forms })).toEqual(windows);
    expect(windowsFromJson({ calendar: given }, { forms })).toEqual(windows);
  });

  law(
    "equal windows are equal values",
    fc.tuple(options, fc.integer({ min: -4, max: 4 })),
    ([given, by]) => {
      const windows = calendar(given);
      const at = Date.UTC(2010, 5, 15) + by * 40 * 24 * hour;
      const [window] = windows.assign(at, null) as [Window];
      const local = new Intl.DateTimeFormat("sv-SE", { timeZone: windows.zone }).format(
        window.start,
      );
      const { dayOfMonth: _day, weekStart: _week, ...rest } = given;
      // A date on which a shorter month begins says another day than the month after it.
      if (windows.start.slice(8) > "28") return;
      expect(calendar({ ...rest, start: local })).toEqual(windows);
    },
  );

  test("are remembered, and values all the same", () => {
    const windows = calendar({ days: 1, zone: "Europe/Berlin" });
    expect(Object.isFrozen(windows)).toBe(true);
    expect(windows.assign(5, null)).toBe(windows.assign(6, null));
    expect(windows).toEqual(calendar({ days: 1, zone: "Europe/Berlin" }));
    expect([windows.kind, windows.shape, windows.consecutive]).toEqual(["calendar", "plain", true]);
  });

  test.each<[CalendarOptions, string]>([
    [{ days: 1 }, "calendar(days: 1, zone: UTC)"],
    [{ weeks: 1, zone: "Europe/Berlin" }, "calendar(weeks: 1, zone: Europe/Berlin)"],
    [{ weeks: 1, weekStart: "sunday" }, "calendar(weeks: 1, zone: UTC, weekStart: sunday)"],
    [{ weeks: 2, start: "1970-01-05" }, "calendar(weeks: 2, zone: UTC, start: 1970-01-05)"],
    [{ weeks: 1, start: "1970-01-05" }, "calendar(weeks: 1, zone: UTC)"],
    [{ days: 3, start: "1970-01-04" }, "calendar(days: 3, zone: UTC)"],
    [{ days: 3, start: "1969-12-30" }, "calendar(days: 3, zone: UTC, start: 1970-01-02)"],
    [{ months: 1, start: "2015-02-25" }, "calendar(months: 1, zone: UTC, dayOfMonth: 25)"],
    [{ months: 2, start: "2015-02-25" }, "calendar(months: 2, zone: UTC, start: 1970-02-25)"],
    [{ quarters: 1 }, "calendar(quarters: 1, zone: UTC)"],
    [{ years: 1, start: "2016-02-29" }, "calendar(years: 1, zone: UTC, start: 1972-02-29)"],
    [{ years: 9_000, start: "1600-02-29" }, "calendar(years: 9000, zone: UTC, start: 1600-02-29)"],
  ])("%o is %s", (given, text) => {
    expect(String(calendar(given))).toBe(text);
  });

  test.each<[object, string, string]>([
    [{}, "no unit", "nothing is how long"],
    [{ zone: "UTC" }, "no unit", "a zone alone is no window"],
    [{ days: 1, months: 1 }, "days and months at once", "one unit only"],
    [{ days: 0 }, "days 0 is no whole number from 1", "no day at all"],
    [{ days: 1.5 }, "days 1.5", "half a day"],
    [{ days: "1" }, 'days "1"', "a text"],
    [{ days: null }, "days null", "nothing"],
    [{ years: 9_501 }, "from 1 to 9500", "longer than is exact"],
    [{ days: 1, start: "2015-02-29" }, 'start "2015-02-29" is no date', "no leap year"],
    [{ days: 1, start: "2015-13-01" }, "is no date", "no month 13"],
    [{ days: 1, start: "2015-1-1" }, "is no date", "digits are missing"],
    [{ days: 1, start: 0 }, "is no date", "a number"],
    [{ days: 1, weekStart: "monday" }, "for days", "only weeks have weekdays"],
    [{ weeks: 1, weekStart: "Monday" }, 'weekStart is "Monday"', "as it is written"],
    [{ weeks: 1, dayOfMonth: 1 }, "for weeks", "only months have days of the month"],
    [{ months: 1, dayOfMonth: 32 }, "dayOfMonth is 32", "no month has it"],
    [{ months: 1, dayOfMonth: 1, start: "2015-01-01" }, "two starts", "one is enough"],
  ])("%o is refused: %s", (given, named, why) => {
    const error = expectError("INVALID_WINDOWS", () => calendar(given), named);
    expect(error.remedy, why).toMatch(/\.$/);
  });

  test.each([
    "Europe/Berlim",
    "",
    "local",
    "+02:00",
    7 as unknown as string,
  ])("%o is no zone", (name) => {
    expectError("INVALID_TIME_ZONE", () => calendar({ days: 1, zone: name }));
  });
});

describe("calendar windows for readers", () => {
  test("are known to those that are told of them", () => {
    const text = "calendar(months: 1, zone: Europe/Berlin)";
    expect(() => parseWindows(text)).toThrow("Expected a window function (global, fixed");
    expect(String(parseWindows(text, { forms }))).toBe(text);
    expect(String(strategyFromJson({ windows: text }, { forms }).windows)).toBe(text);
    const json = { calendar: { months: 1, zone: "Europe/Berlin" } };
    expectError("INVALID_WINDOWS", () => windowsFromJson(json), "is no window function");
    expect(String(windowsFromJson(json, { forms }))).toBe(text);
    expect(String(strategyFromJson({ windows: json }, { forms }).windows)).toBe(text);
  });

  test.each([
    ['calendar(days: 1, zone: "Europe/Berlin")', "calendar(days: 1, zone: Europe/Berlin)"],
    ["calendar(days: 1)", "calendar(days: 1, zone: UTC)"],
    ["calendar(zone: Asia/Tokyo, start: 2015-04-01, weeks: 2)", "start: 1970-01-07"],
  ])("%s", (text, shown) => {
    expect(String(parseWindows(text, { forms }))).toContain(shown);
  });

  test.each([
    ["calendar(1, zone: UTC)", "SYNTAX", "days: … or weeks: …"],
    ["calendar(days: 0)", "SYNTAX", "a whole number from 1"],
    ["calendar(weeks: 1, weekStart: funday)", "SYNTAX", "weekStart: monday or tuesday"],
    ["calendar", "INVALID_WINDOWS", "no unit"],
    ["calendar(days: 1, zone: Nowhere)", "INVALID_TIME_ZONE", "Nowhere"],
  ] as const)("%s is refused", (text, code, named) => {
    expectError(code, () => parseWindows(text, { forms }), named);
  });

  test("plain data with another parameter is refused", () => {
    const json = { calendar: { days: 1, timezone: "UTC" } };
    expectError("INVALID_WINDOWS", () => windowsFromJson(json, { forms }), "timezone");
  });
});

describe("an engine with calendar windows", () => {
  const days = (zone: string) =>
    strategy<string, string[]>({ windows: calendar({ days: 1, zone }) });

  test("keeps them in columns", () => {
    const engine = new Engine<string, string, string[]>(days("Asia/Tokyo"), { onPane: () => {} });
    expect(engine.plan).toEqual({ name: "columnar", because: [] });
  });

  test("refuses a snapshot of another zone, and takes one of its own", () => {
    const engine = new Engine<string, string, string[]>(days("Asia/Tokyo"), { onPane: () => {} });
    engine.add("k", "a", Date.UTC(2015, 3, 1));
    const snapshot = JSON.parse(JSON.stringify(takeSnapshot(engine)));
    expectError(
      "STRATEGY_MISMATCH",
      () => restoreEngine(days("Asia/Seoul"), snapshot, { onPane: () => {} }),
      "Asia/Seoul",
    );
    const seen: Window[] = [];
    const again = restoreEngine(days("Asia/Tokyo"), snapshot, {
      onPane: ({ window }) => seen.push(window),
    });
    again.advanceWatermark(MAX_TIMESTAMP);
    expect(seen).toEqual([{ start: Date.UTC(2015, 2, 31, 15), end: Date.UTC(2015, 3, 1, 15) }]);
  });
});

describe("dates", () => {
  law("are days and back", fc.integer({ min: -1e8, max: 1e8 }), (day) => {
    const { year, month, day: inMonth } = dateOf(day);
    expect(dayOf({ year, month, day: inMonth })).toBe(day);
    const known = new Date(day * 86_400_000);
    expect([year, month, inMonth]).toEqual([
      known.getUTCFullYear(),
      known.getUTCMonth() + 1,
      known.getUTCDate(),
    ]);
  });

  law("are texts and back", fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
    expect(parseDay(formatDay(day))).toBe(day);
  });
});
