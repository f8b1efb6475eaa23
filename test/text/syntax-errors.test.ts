import { describe, expect, test } from "vitest";
import { parseAggregate, parseTrigger, parseWindows, TextError } from "../../src/text/index.ts";

/** A caret under the text marks the place that the error must name. */
function rejects(
  parse: (text: string) => unknown,
  text: string,
  caret: string,
  expected: string,
): void {
  const offset = caret.indexOf("^");
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    expect({ offset: error.offset, expected: error.expected }).toEqual({ offset, expected });
    expect(error.code).toBe("SYNTAX");
    expect(error.value).toBe(text);
    expect(error.message).toContain(`at position ${offset + 1}, found`);
    expect(error.message).toContain(`\n  ${text}\n  ${caret}\n`);
    return;
  }
  throw new Error(`${text} was accepted.`);
}

const aWindowFunction = "a window function (global, fixed, sliding, cumulate, sessions)";
const aTrigger =
  "a trigger (default, never, always, afterSynchronizedProcessingTime, afterCount, afterWatermark, afterProcessingTime, everyEventTime, everyProcessingTime, afterDelta, afterPunctuation, custom, repeatedly, afterAll, afterAny, afterEach, orFinally)";

describe("windows", () => {
  test.each([
    ["", "^", aWindowFunction],
    ["Fixed(2m)", "^", aWindowFunction],
    ["(2m)", "^", aWindowFunction],
    ["custom(mine, version: 1)", "^", aWindowFunction],
    ["constructor", "^", aWindowFunction],
    ["fixed", "     ^", "the size in parentheses"],
    ["fixed()", "      ^", "the size in parentheses"],
    ["fixed(2x)", "      ^", "the window size, a duration such as 2m"],
    ["fixed(:)", "      ^", "the window size, a duration such as 2m"],
    ["fixed(0)", "      ^", "the window size to be at least 1 ms"],
    ["fixed(-2m)", "      ^", "the window size to be at least 1 ms"],
    ["fixed(P1M)", "      ^", "the window size, a duration such as 2m"],
    ["fixed(2m", "        ^", '"," or ")"'],
    ["fixed(2m 3m)", "         ^", '"," or ")"'],
    ["fixed(2m,)", "         ^", "offset: …"],
    ["fixed(2m, 10s)", "          ^", "offset: …"],
    ["fixed(2m, ofset: 10s)", "          ^", "offset: …"],
    ["fixed(2m, size: 10s)", "          ^", "offset: …"],
    ["fixed(offset: 1s, 2m)", "                  ^", "size: …"],
    ["fixed(offset: 1s)", "                ^", "the size in parentheses"],
    ["fixed(2m, offset: 1s, 3m)", "                      ^", "no further argument"],
    ["fixed(2m) x", "          ^", "the end of the text"],
    ["fixed(2m))", "         ^", "the end of the text"],
    ["global(2m)", "       ^", "no further argument"],
    ["sliding(1h)", "          ^", "period: …"],
    ["sliding(1h, 5m)", "            ^", "period: … or offset: …"],
    ["sessions(gap: 0s)", "              ^", "the session gap to be at least 1 ms"],
    ['fixed("2m)', "      ^", "a closing quote after this one"],
    ['fixed("\\x")', "      ^", "a quoted text as JSON writes it"],
  ])("%s", (text, caret, expected) => rejects(parseWindows, text, caret, expected));
});

describe("triggers", () => {
  test.each([
    ["", "^", aTrigger],
    ["repeatedly(afterCont(2))", "           ^", aTrigger],
    ["repeatedly", "          ^", "the trigger of repeatedly in parentheses"],
    ["repeatedly(never, never)", "                ^", '")"'],
    ["afterCount(0)", "           ^", "a whole number from 1"],
    ["afterCount(1.5)", "           ^", "a whole number from 1"],
    ["afterCount(99999999999999999999)", "           ^", "a whole number from 1"],
    ["afterCount()", "           ^", "the count in parentheses"],
    ["never(1)", "      ^", "no further argument"],
    ["afterWatermark(never)", "               ^", "early: … or late: …"],
    ["afterWatermark(early: never, early: never)", "                             ^", "late: …"],
    ["afterWatermark(early: )", "                      ^", aTrigger],
    ["afterProcessingTime(-1s)", "                    ^", "the trigger delay to be at least 0 ms"],
    [
      "afterProcessingTime(alignTo: 0)",
      "                             ^",
      "the alignment period to be at least 1 ms",
    ],
    [
      "afterProcessingTime(offset: 1m)",
      "                            ^",
      "alignTo: … beside the offset",
    ],
    ["afterAll", "        ^", "triggers in parentheses"],
    ["afterAll()", "         ^", aTrigger],
    ["afterAny(never always)", "               ^", '"," or ")"'],
    ["orFinally(never)", "               ^", '"," and the trigger that ends both'],
    ["orFinally(never, always, default)", "                       ^", '")"'],
  ])("%s", (text, caret, expected) => rejects(parseTrigger, text, caret, expected));

  test("nesting that would exhaust the stack", () => {
    const text = "repeatedly(".repeat(100_000);
    expect(() => parseTrigger(text)).toThrow(/at most 200 levels at position 2201,/);
  });
});

describe("aggregates", () => {
  test.each([
    ["", "^", "an aggregate (count, sum, mean, min, max, list, distinct)"],
    ["count,", "      ^", "an aggregate (count, sum, mean, min, max, list, distinct)"],
    ["avg(x)", "^", "an aggregate (count, sum, mean, min, max, list, distinct)"],
    ["count max(x)", "      ^", '"," or the end of the text'],
    ["count(x)", "      ^", '")", because count is about whole rows'],
    ["max", "   ^", "the column of max in parentheses"],
    ["max()", "    ^", "a column name"],
    ["max(a b)", "      ^", '")"'],
    ["max(a), max( a )", "        ^", "an aggregate other than max(a), which is already there"],
  ])("%s", (text, caret, expected) => rejects(parseAggregate, text, caret, expected));
});

test("of a text of several lines only the one with the fault is shown", () => {
  expect(() => parseTrigger("afterAny(\n  never,\n\tonce)")).toThrow(
    'found "once":\n  \tonce)\n  \t^\n',
  );
});

test("of a long line only what is near is shown", () => {
  const text = `afterAny(${"never, ".repeat(1000)}once, ${"never, ".repeat(1000)})`;
  const around = (steps: number): string => "never, ".repeat(1000).slice(0, steps);
  expect(() => parseTrigger(text)).toThrow(
    `  …${"never, ".repeat(1000).slice(-100)}once, ${around(94)}…\n  ${" ".repeat(101)}^\n`,
  );
});
