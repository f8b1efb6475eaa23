import { describe, expect, test } from "vitest";
import { parseTranscripts, TranscriptError, transcriptFromJson } from "../../src/testing/index.ts";
import { fixed } from "../../src/windows/index.ts";

const minimal = "windows: global\nsteps: []\n";

function errorOf(text: string): TranscriptError {
  try {
    parseTranscripts(text, { file: "f.yaml" });
  } catch (error) {
    if (error instanceof TranscriptError) return error;
    throw error;
  }
  throw new Error("The text was accepted.");
}

describe("files", () => {
  test.each([
    ["one case", `name: a\n${minimal}`, ["a"]],
    [
      "a list",
      "- {name: a, windows: global, steps: []}\n- {name: b, windows: global, steps: []}\n",
      ["a", "b"],
    ],
    [
      "several documents",
      `name: a\n${minimal}---\n- {name: b, windows: global, steps: []}\n---\n# nothing\n`,
      ["a", "b"],
    ],
    ["JSON", '[{"name": "a", "windows": "global", "steps": []}]', ["a"]],
  ])("%s", (_what, text, names) => {
    expect(parseTranscripts(text).map(({ name }) => name)).toEqual(names);
  });

  test("a case knows where it is and what it was", () => {
    const [, second] = parseTranscripts(
      `name: a\n${minimal}---\n\nname: b\nnote: why\n${minimal}`,
      { file: "f.yaml" },
    );
    expect(second).toMatchObject({
      name: "b",
      file: "f.yaml",
      line: 6,
      json: { name: "b", note: "why", windows: "global", steps: [] },
    });
  });

  test("the defaults of transcripts, which are not those of the library", () => {
    const { strategy } = transcriptFromJson({
      name: "a",
      windows: { fixed: { size: 10 } },
      steps: [],
    });
    expect(strategy).toEqual({ windows: fixed(10), allowUnsafeTriggers: true });
  });

  test("aliases and fields with strange names", () => {
    const [one] = parseTranscripts(
      "name: a\nwindows: global\nsteps: [{elements: [[&v {__proto__: 1, constructor: 2}, 1], [*v, 2]]}]",
    );
    const [step] = one?.steps ?? [];
    const values = step?.kind === "elements" ? step.bundle.map(({ value }) => value) : [];
    expect(values.map((value) => JSON.stringify(value))).toEqual(
      Array(2).fill('{"__proto__":1,"constructor":2}'),
    );
  });
});

describe("times", () => {
  test.each([
    ["-0", 0],
    ["max", 8.64e15],
    ["1970-01-01T00:00:01Z", 1000],
    ['"1970-01-01T02:00:00+02:00"', 0],
  ])("%s", (written, ms) => {
    const [one] = parseTranscripts(`name: a\nwindows: global\nsteps: [{watermark: ${written}}]`);
    expect(one?.steps).toEqual([{ kind: "advance", watermark: ms, line: 3 }]);
  });
});

describe("errors name file, line, column, what was expected and the remedy", () => {
  const steps = (step: string): string => `name: a\nwindows: global\nsteps:\n  - ${step}\n`;
  const entry = (fields: string): string => steps(`expect:\n      - {${fields}}`);

  test.each<[string, string, number, number, RegExp]>([
    [
      "unknown field",
      `name: a\nwindow: global\nsteps: []`,
      2,
      1,
      /^Unknown field "window" in a transcript\. Expected one of name, source, /,
    ],
    ["missing name", minimal, 1, 1, /^The field name is missing\./],
    ["missing windows", "name: a\nsteps: []", 1, 1, /^The field windows is missing\./],
    ["missing steps", "name: a\nwindows: global", 1, 1, /^The field steps is missing\./],
    ["empty name", `name: ""\n${minimal}`, 1, 7, /^Expected text, found ""\./],
    [
      "a name twice",
      `- {name: a, windows: global, steps: []}\n- {name: a, windows: global, steps: []}`,
      2,
      10,
      /^A second case has the name "a"\./,
    ],
    ["no case", "# nothing\n", 1, 1, /^There is no transcript in here\./],
    ["a scalar", "hello", 1, 1, /^Expected a transcript, a mapping, found "hello"\./],
    [
      "windows",
      `name: a\nwindows: {fixed: {sise: 10}}\nsteps: []`,
      2,
      18,
      /^Malformed windows: The window function has an unknown parameter "sise"\./,
    ],
    [
      "windows in text",
      `name: a\nwindows: fixed(1x)\nsteps: []`,
      2,
      10,
      /^Malformed windows: Expected the window size, .* at position 7/,
    ],
    [
      "a deep part of a trigger",
      `name: a\ntrigger:\n  repeatedly:\n    afterAny:\n      - never\n      - {afterCount: 0}\n${minimal}`,
      6,
      22,
      /^Malformed trigger: afterCount\(0\) needs a whole number/,
    ],
    [
      "months",
      `name: a\nallowedLateness: P1M\n${minimal}`,
      2,
      18,
      /^Malformed allowedLateness: .* months or years.* Give it in days/,
    ],
    [
      "combine",
      `name: a\ncombine: summ\n${minimal}`,
      2,
      10,
      /^Malformed combine: "summ" is not known here\. Use one of sum, count/,
    ],
    [
      "unknown step",
      steps("elemnts: []"),
      4,
      5,
      /^Unknown field "elemnts" in a step\. Expected one of elements, watermark/,
    ],
    [
      "a word that is no step",
      steps("checkpint"),
      4,
      5,
      /^Expected a step: checkpoint, or a mapping/,
    ],
    ["an empty step", steps("{}"), 4, 5, /^Expected a step: checkpoint, or a mapping/],
    [
      "two steps in one",
      steps("{watermark: 1, expect: []}"),
      4,
      20,
      /^The step has both watermark and expect\./,
    ],
    [
      "an element without timestamp",
      steps("elements: [[1]]"),
      4,
      16,
      /^Expected an element: \[value, timestamp\] or/,
    ],
    ["an element with too much", steps("elements: [[1, 2, k, 3]]"), 4, 16, /^Expected an element/],
    [
      "an element at the end of time",
      steps("elements: [[1, max]]"),
      4,
      20,
      /^Expected a timestamp before the end of time, found "max"\./,
    ],
    [
      "a key that is none",
      steps("elements: [[1, 2, [k]]]"),
      4,
      23,
      /^Expected a key: text, a number or a boolean/,
    ],
    [
      "a fraction of a millisecond",
      steps("watermark: 1.5"),
      4,
      16,
      /^Expected a time: integer milliseconds/,
    ],
    [
      "a time without offset",
      steps("watermark: 2015-04-01T12:00:26"),
      4,
      16,
      /^Expected a time: .* has no offset.* Append Z/,
    ],
    ["one clock of two", steps("advanceTogether: {watermark: 1}"), 4, 22, /^Expected both clocks/],
    [
      "expect without a list",
      steps("expect: {}"),
      4,
      13,
      /^Expected a list of outputs, or \[\] for none/,
    ],
    [
      "an unknown field of an entry",
      entry("windw: [0, 1]"),
      5,
      10,
      /^Unknown field "windw" in an expected output\./,
    ],
    [
      "a window with its ends swapped",
      entry("window: [10, 0]"),
      5,
      18,
      /^Expected a window \[start, end\] with start before end/,
    ],
    [
      "a timing",
      entry("timing: ontime"),
      5,
      18,
      /^Expected one of early, onTime, late, unknown, found "ontime"\./,
    ],
    [
      "value and values",
      entry("value: 1, values: [1]"),
      5,
      10,
      /^value and values are given at once\./,
    ],
    [
      "onTimeIndex by both names",
      entry("onTimeIndex: 1, nonSpeculativeIndex: 1"),
      5,
      26,
      /^nonSpeculativeIndex and onTimeIndex are given at once\./,
    ],
    [
      "an unknown count",
      steps("expectDropped: {late: 1}"),
      4,
      21,
      /^Unknown field "late" in expectDropped\. Expected one of closedWindow, lateness\./,
    ],
    [
      "a negative count",
      steps("expectDropped: {lateness: -1}"),
      4,
      31,
      /^Expected a whole number from 0, found -1\./,
    ],
    ["a window of one end", steps("expectClosed: [[0]]"), 4, 20, /^Expected a window/],
    [
      "a number for a flag",
      steps("expectEmptyState: 1"),
      4,
      23,
      /^Expected true or false, found 1\./,
    ],
    ["no YAML", "name: [a\n", 2, 1, /^This cannot be read as YAML\. /],
    [
      "a field twice",
      `name: a\nname: b\n${minimal}`,
      2,
      1,
      /^This cannot be read as YAML\. Map keys must be unique/,
    ],
    [
      "an unknown tag",
      `name: !x a\n${minimal}`,
      1,
      7,
      /^This cannot be read as YAML\. Unresolved tag: !x/,
    ],
    [
      "an alias in itself",
      "name: a\nwindows: global\nsteps: &a [*a]",
      3,
      12,
      /^The alias stands for what it is in\./,
    ],
    [
      "an alias for nothing",
      "name: a\nwindows: global\nsteps: [*a]",
      3,
      9,
      /^(The alias stands for nothing|This cannot be read)/,
    ],
    [
      "infinity",
      steps("watermark: .inf"),
      4,
      16,
      /^\.inf is no number that JSON and JavaScript keep exactly\./,
    ],
    [
      "a number that would be rounded",
      steps("elements: [[9007199254740993, 1]]"),
      4,
      17,
      /^9007199254740993 is no number that/,
    ],
    ["nesting without end", "[".repeat(20_000), 1, Number.NaN, /nested too deeply/],
  ])("%s", (_what, text, line, column, message) => {
    const error = errorOf(text);
    expect(error.message.slice(`${error.file}:${error.line}:${error.column}: `.length)).toMatch(
      message,
    );
    expect(error).toMatchObject({ code: "INVALID_TRANSCRIPT", file: "f.yaml", line });
    if (!Number.isNaN(column)) expect(error.column).toBe(column);
    expect(error.message).toMatch(/^f\.yaml:\d+:\d+: /);
    expect(error.message.endsWith(error.remedy)).toBe(true);
  });

  test("data that is no case", () => {
    expect(() => transcriptFromJson(undefined)).toThrow("There is no transcript in here.");
    expect(() =>
      transcriptFromJson([
        { name: "a", windows: "global", steps: [] },
        { name: "b", windows: "global", steps: [] },
      ]),
    ).toThrow("several cases");
  });
});
