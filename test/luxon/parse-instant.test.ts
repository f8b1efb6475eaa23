import { isMainThread } from "node:worker_threads";
import fc from "fast-check";
import { DateTime, FixedOffsetZone, Settings } from "luxon";
import { afterEach, describe, expect, test } from "vitest";
import { parseInstant } from "../../src/luxon/index.ts";
import { formatInstant, MAX_TIMESTAMP, MIN_TIMESTAMP } from "../../src/watermark/index.ts";
import { law } from "../support/property.ts";
import { errorOf } from "../watermark/errors-of.ts";

const berlin = { zone: "Europe/Berlin" };
const noon = Date.UTC(2015, 3, 1, 12, 0, 26);

describe("text with an offset", () => {
  test.each<[string, number, string]>([
    ["2015-04-01T12:00:26Z", noon, "as RFC 3339 has it"],
    ["2015-04-01T12:00:26.123Z", noon + 123, "milliseconds"],
    ["2015-04-01 12:00:26Z", noon, "a blank for the T"],
    ["2015-04-01T12:00:26.1Z", noon + 100, "one digit is tenths"],
    ["2015-04-01T12:00:26.12Z", noon + 120, "two are hundredths"],
    ["2015-04-01T12:00:26,123Z", noon + 123, "ISO's comma"],
    ["2015-04-01T12:00:26.123000Z", noon + 123, "zeros beyond milliseconds lose nothing"],
    ["2015-04-01T12:00:26.000Z", noon, "no milliseconds"],
    ["2015-04-01T14:00:26+02:00", noon, "east of Greenwich is earlier in UTC"],
    ["2015-04-01T06:30:26.5-05:30", noon + 500, "west is later"],
    ["2015-04-01T14:00:26+0200", noon, "offset without colon"],
    ["2015-04-01T14:00:26+02", noon, "offset in hours"],
    ["2015-04-01T12:00:26-00:00", noon, "RFC 3339's unknown offset is UTC"],
    ["2015-04-01T23:59:26+11:59", noon, "any offset below a day"],
    ["2015-04-02T11:59:26+23:59", noon, "however odd"],
    ["2015-04-01T12:00Z", noon - 26_000, "without seconds"],
    ["2015-04-01T12Z", noon - 26_000, "without minutes"],
    ["20150401T120026Z", noon, "basic format"],
    ["20150401T120026.123+0200", noon + 123 - 7_200_000, "basic format with all"],
    ["2015-091T12:00:26Z", noon, "ordinal date"],
    ["2015091T120026Z", noon, "ordinal date, basic"],
    ["2015-W14-3T12:00:26Z", noon, "week date"],
    ["2015W143T120026Z", noon, "week date, basic"],
    ["1970-01-01T00:00:00Z", 0, "the epoch"],
    ["1969-12-31T23:59:59.999Z", -1, "before it"],
    ["2016-02-29T00:00:00Z", Date.UTC(2016, 1, 29), "a leap day"],
    ["2000-02-29T00:00:00Z", Date.UTC(2000, 1, 29), "400 divides 2000"],
    ["2015-04-30T24:00:00Z", Date.UTC(2015, 4, 1), "24:00 is the next midnight"],
    ["2015-04-30T24:00:00.000Z", Date.UTC(2015, 4, 1), "with milliseconds too"],
    ["2015-04-30T24:00+00:00", Date.UTC(2015, 4, 1), "in every form"],
    ["0001-01-01T00:00:00Z", -62_135_596_800_000, "not 1901"],
    ["0000-02-29T00:00:00Z", -62_162_121_600_000, "the year 0 is a leap year"],
    ["0099-12-31T00:00:00Z", -59_011_545_600_000, "not 1999"],
    ["0100-01-01T00:00:00Z", -59_011_459_200_000, "the first year that Date.UTC reads right"],
    ["+002015-04-01T12:00:26Z", noon, "six digits with a sign"],
    ["-000001-12-31T00:00:00Z", -62_167_305_600_000, "before the year 0"],
    ["+275760-09-12T23:59:59.999Z", MAX_TIMESTAMP - 1, "the last instant of an element"],
    ["+275760-09-13T00:00:00Z", MAX_TIMESTAMP, "the end of time"],
    ["-271821-04-20T00:00:00Z", MIN_TIMESTAMP, "the first instant"],
  ])("%s is %d: %s", (text, instant) => {
    expect(Object.is(parseInstant(text), instant)).toBe(true);
    expect(parseInstant(text, berlin)).toBe(instant);
  });
});

describe("refused", () => {
  const form = /is no ISO-8601 date and time\. Write it as 2015-04-01T12:00:26Z or/;
  const date = /has no valid date\. Correct the year, month or day/;
  const time = /has no valid time of day\. Hours go to 23/;
  test.each<[string, RegExp, string]>([
    ["", form, "empty"],
    ["yesterday", form, "no date"],
    ["1427889626", form, "a number of seconds"],
    ["1427889626000", form, "a number of milliseconds"],
    ["20150401", form, "a date that might be a number"],
    ["2015091", form, "another"],
    ["2015-04", form, "no day"],
    ["2015", form, "no month"],
    ["12:00:26Z", form, "no date: Luxon would take today's"],
    ["T12:00:26Z", form, "no date either"],
    ["2015-4-1T12:00:26Z", form, "single digits"],
    ["15-04-01T12:00:26Z", form, "a short year"],
    ["02015-04-01T12:00:26Z", form, "a long year without sign"],
    ["-000000-01-01T00:00:00Z", form, "minus zero is no year"],
    ["2015/04/01T12:00:26Z", form, "slashes"],
    ["01.04.2015 12:00", form, "some countries' date"],
    [" 2015-04-01T12:00:26Z", form, "a blank before"],
    ["2015-04-01T12:00:26Z ", form, "a blank after"],
    ["2015-04-01T12:00:26Z\n", form, "a line end after"],
    ["2015-04-01  12:00:26Z", form, "two blanks"],
    ["2015-04-01t12:00:26z", form, "lower case"],
    ["2015-04-01T12:00:26 Z", form, "a blank before the offset"],
    ["2015-04-01T12:00:26.Z", form, "no digit after the point"],
    ["2015-04-01T12:00:26+2", form, "an offset of one digit"],
    ["2015-04-01T12:00:26+02:0", form, "or of three"],
    ["2015-04-01T12:00:26 UTC", form, "a zone's name"],
    ["2015-04-01T12:00:26[Europe/Berlin]", form, "a zone in brackets"],
    ["2015-04-01Z", form, "an offset without a time"],
    ["２０15-04-01T12:00:26Z", form, "digits of another script"],
    ["2015-00-01T00:00:00Z", date, "month 0"],
    ["2015-13-01T00:00:00Z", date, "month 13"],
    ["2015-04-00T00:00:00Z", date, "day 0"],
    ["2015-04-31T00:00:00Z", date, "April has 30 days"],
    ["2015-06-31T00:00:00Z", date, "June too"],
    ["2015-09-31T00:00:00Z", date, "September too"],
    ["2015-11-31T00:00:00Z", date, "November too"],
    ["2015-01-32T00:00:00Z", date, "none has 32"],
    ["2015-02-29T00:00:00Z", date, "no leap year"],
    ["1900-02-29T00:00:00Z", date, "100 divides 1900"],
    ["2016-02-30T00:00:00Z", date, "not even then"],
    ["2015-02-29T00:00:00+01:00", date, "also with an offset"],
    ["2015-366T00:00:00Z", date, "ordinal day 366"],
    ["2015-W54-1T00:00:00Z", date, "week 54"],
    ["20150230T000000Z", date, "basic format"],
    ["2015-04-01T24:00:01Z", time, "after 24:00"],
    ["2015-04-01T24:00:00.001Z", time, "by a millisecond"],
    ["2015-04-01T24:01Z", time, "by a minute"],
    ["2015-04-01T25:00:00Z", time, "hour 25"],
    ["2015-04-01T12:60:00Z", time, "minute 60"],
    ["2015-06-30T23:59:60Z", time, "a leap second: no instant of its own here"],
    ["2015-04-01T12:00:26+24:00", /no valid offset: \+24:00/, "an offset of a day"],
    ["2015-04-01T12:00:26+02:60", /no valid offset: \+02:60/, "minute 60 of an offset"],
    ["2015-04-01T12:00:26.1234Z", /is finer than a millisecond\. Round it/, "what would be lost"],
    ["2015-04-01T12:00:26.1230001Z", /is finer than a millisecond/, "however little"],
    ["+275760-09-13T00:00:00.001Z", /is outside the bounds of time\. Use a year/, "after the end"],
    ["+275760-09-14T00:00:00Z", /is outside the bounds of time/, "a day after"],
    ["-271821-04-20T00:00:00+00:01", /is outside the bounds of time/, "before the start"],
    ["-999999-01-01T00:00:00Z", /is outside the bounds of time/, "long before"],
  ])("%j: %s: %s", (text, message) => {
    for (const options of [undefined, berlin, { zone: "UTC" }]) {
      const error = errorOf(() => parseInstant(text, options));
      expect(error.code).toBe("INVALID_TIMESTAMP");
      expect(error.message).toMatch(message);
      expect(error.message).toContain(`The time ${JSON.stringify(text)} `);
      expect(error.value).toBe(text);
    }
  });

  test("what is no text", () => {
    for (const value of [null, undefined, 5, new Date(0), ["2015-04-01T12:00:26+02:00"]]) {
      const error = errorOf(() => parseInstant(value as never));
      expect(error.code).toBe("INVALID_TIMESTAMP");
      expect(error.message).toMatch(form);
    }
  });
});

describe("text without an offset", () => {
  const texts = [
    "2015-04-01T12:00:26",
    "2015-04-01 12:00",
    "2015-04-01",
    "2015-W14-3",
    "20150401T12",
  ];
  test.each(texts)("%s is refused without a zone, and the remedy names it", (text) => {
    const error = errorOf(() => parseInstant(text));
    expect(error.code).toBe("INVALID_TIMESTAMP");
    expect(error.message).toContain(`The time "${text}" does not say its offset from UTC.`);
    expect(error.remedy).toContain("Write it as 2015-04-01T12:00:26Z");
    expect(error.remedy).toContain("give a zone (--zone)");
    expect(error.value).toBe(text);
  });

  test.each<[string, string, number, string]>([
    ["2015-04-01T12:00:26", "UTC", noon, "UTC"],
    ["2015-04-01T12:00:26", "utc", noon, "in any case"],
    ["2015-04-01T12:00:26", "Etc/UTC", noon, "by its IANA name"],
    ["2015-04-01T12:00:26.5", "Europe/Berlin", noon - 7_200_000 + 500, "in summer"],
    ["2015-01-15 00:00:00", "Europe/Berlin", Date.UTC(2015, 0, 14, 23), "in winter"],
    ["2015-04-01", "America/New_York", Date.UTC(2015, 3, 1, 4), "a date is its midnight"],
    ["2015-W14-3", "Asia/Tokyo", Date.UTC(2015, 2, 31, 15), "a week date too"],
    ["2015-04-01T12:00:26", "Asia/Kolkata", noon - 19_800_000, "half hours"],
    ["2015-04-01T12:00:26", "Asia/Kathmandu", noon - 20_700_000, "quarters"],
    [
      "1960-01-01T00:00:00",
      "Africa/Monrovia",
      Date.UTC(1960, 0, 1, 0, 44, 30),
      "offsets of seconds",
    ],
    ["0050-01-01T00:00:00", "UTC", Date.UTC(2050, 0, 1) - 5 * 146_097 * 86_400_000, "the year 50"],
    [
      "2015-03-29T01:59:59.999",
      "Europe/Berlin",
      Date.UTC(2015, 2, 29, 0, 59, 59, 999),
      "just before a gap",
    ],
    ["2015-03-29T03:00:00", "Europe/Berlin", Date.UTC(2015, 2, 29, 1), "just after it"],
    [
      "2015-10-25T02:00:00",
      "Europe/Berlin",
      Date.UTC(2015, 9, 25, 0),
      "twice: the first, summer time",
    ],
    [
      "2015-10-25T02:59:59.999",
      "Europe/Berlin",
      Date.UTC(2015, 9, 25, 0, 59, 59, 999),
      "to the last",
    ],
    ["2015-10-25T03:00:00", "Europe/Berlin", Date.UTC(2015, 9, 25, 2), "once again"],
    [
      "2015-11-01T01:30:00",
      "America/New_York",
      Date.UTC(2015, 10, 1, 5, 30),
      "twice, west of Greenwich",
    ],
    ["2015-04-05T01:45:00", "Australia/Lord_Howe", Date.UTC(2015, 3, 4, 14, 45), "by half an hour"],
    [
      "2011-12-31T00:00:00",
      "Pacific/Apia",
      Date.UTC(2011, 11, 30, 10),
      "after the day that Samoa left out",
    ],
    ["2011-12-29T23:59:59", "Pacific/Apia", Date.UTC(2011, 11, 30, 9, 59, 59), "and before it"],
    ["2000-10-10T12:00:00", "America/Recife", Date.UTC(2000, 9, 10, 14), "a summer of a week"],
    ["+275760-09-13T00:00:00", "UTC", MAX_TIMESTAMP, "the end of time"],
    ["-271821-04-20T00:00:00", "UTC", MIN_TIMESTAMP, "the first instant"],
  ])("%s in %s is %d: %s", (text, zone, instant) => {
    expect(parseInstant(text, { zone })).toBe(instant);
    expect(parseInstant(text, { zone })).toBe(instant);
  });

  test.each<[string, string, string]>([
    ["2015-03-29T02:00:00", "Europe/Berlin", "the first that is skipped"],
    ["2015-03-29T02:59:59.999", "Europe/Berlin", "the last"],
    ["2015-03-08T02:30:00", "America/New_York", "west of Greenwich"],
    ["2011-12-30T12:00:00", "Pacific/Apia", "a whole day"],
    ["2018-11-04", "America/Sao_Paulo", "a day without a midnight"],
  ])("%s does not exist in %s: %s", (text, zone) => {
    const error = errorOf(() => parseInstant(text, { zone }));
    expect(error.code).toBe("INVALID_TIMESTAMP");
    expect(error.message).toContain(`"${text}" does not exist in ${zone}, where clocks skip it.`);
    expect(error.remedy).toBe("Correct the time, or write it with its offset.");
  });

  test("outside the bounds of time, the zone considered", () => {
    for (const text of ["+275760-09-12T23:00:00", "+275761-01-01T00:00:00"]) {
      const error = errorOf(() => parseInstant(text, { zone: "America/New_York" }));
      expect(error.message).toContain("is outside the bounds of time");
    }
    expect(parseInstant("+275760-09-12T20:00:00", { zone: "America/New_York" })).toBe(
      MAX_TIMESTAMP,
    );
  });
});

describe("zones", () => {
  test.each<[string, string]>([
    ["Mars/Olympus_Mons", "not of this earth"],
    ["", "empty"],
    ["local", "the machine's"],
    ["system", "the machine's too"],
    ["default", "Luxon's setting"],
    ["+02:00", "an offset is no zone; Node 20 and 22 do not agree"],
    ["utc+2", "Luxon's own form"],
    ["CEST", "an abbreviation"],
    ["Europe/Berlin ", "a blank"],
    ["__proto__", "no name at all"],
  ])("%j is not known: %s", (zone) => {
    for (const text of ["2015-04-01T12:00:26", "2015-04-01T12:00:26Z", "nonsense"]) {
      const error = errorOf(() => parseInstant(text, { zone }));
      expect(error.code).toBe("INVALID_TIME_ZONE");
      expect(error.message).toContain(`The time zone ${JSON.stringify(zone)} is not known.`);
      expect(error.value).toBe(zone);
    }
  });

  test("no text", () => {
    const list = ["UTC"] as never;
    expect(errorOf(() => parseInstant("2015-04-01", { zone: list })).code).toBe(
      "INVALID_TIME_ZONE",
    );
    expect(errorOf(() => parseInstant("2015-04-01", { zone: 5 as never })).code).toBe(
      "INVALID_TIME_ZONE",
    );
  });

  test("more days than are remembered", () => {
    const day = 86_400_000;
    for (let n = 0; n < 10_000; n++) {
      const text = new Date(n * day).toISOString().slice(0, 10);
      expect(parseInstant(text, { zone: "Asia/Tokyo" })).toBe(n * day - 9 * 3_600_000);
    }
  });
});

describe("the machine does not matter", () => {
  const { TZ } = process.env;
  const { defaultZone, defaultLocale } = Settings;
  afterEach(() => {
    if (TZ === undefined) delete process.env["TZ"];
    else process.env["TZ"] = TZ;
    Settings.defaultZone = defaultZone;
    Settings.defaultLocale = defaultLocale;
  });

  // Only the main thread of a process can change its zone; Stryker runs the tests in other ones.
  test.runIf(isMainThread).each(["Pacific/Apia", "America/St_Johns", "UTC"])("TZ=%s", (zone) => {
    process.env["TZ"] = zone;
    Settings.defaultZone = zone;
    Settings.defaultLocale = "ar-EG";
    expect(new Date(2015, 3, 1).getTime() === Date.UTC(2015, 3, 1)).toBe(zone === "UTC");
    expect(parseInstant("2015-04-01T12:00:26Z")).toBe(noon);
    expect(parseInstant("2015-04-01T14:00:26+02:00")).toBe(noon);
    expect(parseInstant("2015-04-01T14:00:26", berlin)).toBe(noon);
    expect(parseInstant("2015-W14-3T14:00:26", { zone: "Europe/Paris" })).toBe(noon);
    expect(errorOf(() => parseInstant("2015-04-01T12:00:26")).code).toBe("INVALID_TIMESTAMP");
  });
});

describe("laws", () => {
  const instant = fc.integer({ min: MIN_TIMESTAMP + 1, max: MAX_TIMESTAMP - 1 });
  law("what formatInstant writes is read back", instant, (at) => {
    expect(parseInstant(formatInstant(at))).toBe(at);
  });

  const years = Date.UTC(2040, 0, 1) - Date.UTC(1900, 0, 1);
  const recent = fc.integer({ min: 0, max: years }).map((ms) => Date.UTC(1900, 0, 1) + ms);
  const offset = fc.integer({ min: -18 * 60, max: 18 * 60 });
  law("an offset only moves", fc.tuple(recent, offset), ([at, minutes]) => {
    const text = DateTime.fromMillis(at, { zone: FixedOffsetZone.instance(minutes) });
    expect(parseInstant(text.toISO()!)).toBe(at);
    expect(parseInstant(text.toISO({ format: "basic" })!)).toBe(at);
    expect(parseInstant(text.toISOWeekDate()! + text.toISO()!.slice(10))).toBe(at);
  });

  const zones = [
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Africa/Freetown",
    "Pacific/Apia",
    "Asia/Gaza",
    "UTC",
  ];
  law(
    "a local time is read as Luxon reads it, or the first of two",
    fc.tuple(recent, fc.constantFrom(...zones)),
    ([at, zone]) => {
      const local = DateTime.fromMillis(at, { zone });
      const text = local.toISO({ includeOffset: false })!;
      const read = parseInstant(text, { zone });
      const [first] = local
        .getPossibleOffsets()
        .map((each) => each.toMillis())
        .sort((a, b) => a - b);
      expect(read).toBe(first);
      expect(DateTime.fromMillis(read, { zone }).toISO({ includeOffset: false })).toBe(text);
    },
  );
});
