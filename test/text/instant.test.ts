import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseInstant } from "../../src/text/index.ts";
import { law } from "../support/property.ts";

describe("parseInstant", () => {
  test.each([
    ["1970-01-01T00:00Z", 0],
    ["1970-01-01T00:00:00.5Z", 500],
    ["1969-12-31T23:59:59.999Z", -1],
    ["1970-01-01T02:00:00+02:00", 0],
    ["1969-12-31T18:30:00-05:30", 0],
    ["2016-02-29T00:00:00Z", 1_456_704_000_000],
    ["+275760-09-13T00:00:00.000Z", 8.64e15],
    ["-271821-04-20T00:00:00.000Z", -8.64e15],
  ])("%s", (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  test.each([
    "2015-02-29T00:00:00Z",
    "2015-04-31T00:00:00Z",
    "2015-13-01T00:00:00Z",
    "2015-04-01T24:00:00Z",
    "2015-04-01T12:60:00Z",
    "2015-04-01T12:00:60Z",
    "2015-04-01T12:00:00+24:00",
    "2015-04-01T12:00:00.1234Z",
    "2015-04-01 12:00:00Z",
    "2015-04-01",
    "+275760-09-13T00:00:00.001Z",
    "-000000-01-01T00:00:00Z",
    "1427889626000",
    "",
  ])("refuses %j", (text) => {
    expect(() => parseInstant(text)).toThrow(/is no time in ISO-8601/);
  });

  test("refuses a time without offset and says why", () => {
    expect(() => parseInstant("2015-04-01T12:00:26")).toThrow(
      'The time "2015-04-01T12:00:26" has no offset, so it is not known which instant it means. Append Z for UTC, or an offset such as +02:00.',
    );
  });

  law("reads back every ISO text of Date", fc.integer({ min: -8.64e15, max: 8.64e15 }), (ms) => {
    expect(parseInstant(new Date(ms).toISOString())).toBe(ms);
  });
});
