import { describe, expect, test } from "vitest";
import { parseWindows } from "../../src/text/index.ts";
import { cumulate, windowsFromJson } from "../../src/windows/index.ts";

import { expectError } from "../panes/expect-error.ts";

describe("cumulated windows", () => {
  test.each([
    [cumulate("1h", { max: "1d" }), "cumulate(1h, max: 1d)"],
    [cumulate(5, { max: 15, offset: -1 }), "cumulate(5ms, max: 15ms, offset: 14ms)"],
  ])("as text and as data: %s", (windows, text) => {
    expect(windows.toString()).toBe(text);
    expect(parseWindows(text)).toEqual(windows);
    expect(windowsFromJson(JSON.parse(JSON.stringify(windows)))).toEqual(windows);
  });

  test("are as many as there are steps left", () => {
    const windows = cumulate(5, { max: 15 });
    expect([0, 4, 5, 14].map((at) => windows.assign(at, null).length)).toEqual([3, 3, 2, 1]);
    expect(windows.assign(-1, null)).toEqual([{ start: -15, end: 0 }]);
  });

  test("a side input is read in the shortest window that has the last instant", () => {
    const side = cumulate(10, { max: 30 });
    expect(side.toSideInputWindow?.({ start: 0, end: 15 })).toEqual({ start: 0, end: 20 });
    expect(side.toSideInputWindow?.({ start: 0, end: 10 })).toEqual({ start: 0, end: 10 });
  });

  test.each<[() => unknown, string]>([
    [() => cumulate(10, { max: 25 }), "no whole number of steps"],
    [() => cumulate(10, { max: 5 }), "no whole number of steps"],
  ])("refused: %s", (make, reason) => {
    expectError("INVALID_WINDOWS", make, reason);
  });

  test.each<[() => unknown, string]>([
    [() => cumulate(0, { max: 5 }), "window step"],
    [() => cumulate(5, { max: 0 }), "longest window"],
    [() => cumulate(5, { max: 10, offset: 0.5 }), "window offset"],
  ])("no durations: %s", (make, reason) => {
    expectError("INVALID_DURATION", make, reason);
  });
});
