import { describe, expect, test } from "vitest";
import { backends, recordCase, toVitest, transcriptFromJson } from "../../src/testing/index.ts";

describe("recordCase", () => {
  const transcript = transcriptFromJson({
    name: "r",
    windows: "fixed(10ms)",
    trigger: "afterWatermark(early: afterCount(2))",
    accumulation: "retracting",
    combine: "sum",
    steps: [
      {
        elements: [
          [1, 1],
          [2, 2],
        ],
      },
      { expect: [] },
      { watermark: 10 },
      {
        elements: [
          [5, 5],
          [7, 12, "l"],
        ],
      },
      "checkpoint",
      { watermark: "max" },
    ],
  });

  test("prints every output and every drop with its step, as docs/transcripts.md says", () => {
    expect([...recordCase(transcript, backends.memory)]).toEqual([
      '{"case":"r","step":0,"key":"k","window":[0,10],"value":3,"timestamp":9,"timing":"early","index":0,"onTimeIndex":-1,"first":true,"last":false,"retraction":false,"replaces":[]}',
      '{"case":"r","step":2,"key":"k","window":[0,10],"value":3,"timestamp":9,"timing":"early","index":0,"onTimeIndex":-1,"first":true,"last":false,"retraction":true,"replaces":[]}',
      '{"case":"r","step":2,"key":"k","window":[0,10],"value":3,"timestamp":9,"timing":"onTime","index":1,"onTimeIndex":0,"first":false,"last":true,"retraction":false,"replaces":[]}',
      '{"case":"r","step":3,"dropped":"late","window":[0,10],"value":5,"timestamp":5}',
      '{"case":"r","step":5,"key":"l","window":[10,20],"value":7,"timestamp":19,"timing":"onTime","index":0,"onTimeIndex":0,"first":true,"last":true,"retraction":false,"replaces":[]}',
    ]);
  });

  test("with bundle: each a count does not overshoot", () => {
    const counting = transcriptFromJson({
      name: "c",
      windows: "global",
      trigger: "repeatedly(afterCount(2))",
      steps: [
        {
          elements: [
            ["a", 1],
            ["b", 2],
            ["c", 3],
            ["d", 4],
          ],
        },
      ],
    });
    const values = (bundle: "whole" | "each"): unknown[] =>
      [...recordCase(counting, backends.memory, { bundle })].map(
        (line) => (JSON.parse(line) as { value: unknown }).value,
      );
    expect(values("whole")).toEqual([["a", "b", "c", "d"]]);
    expect(values("each")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  test("elements without a window are neither output nor dropped", () => {
    const gap = transcriptFromJson({
      name: "g",
      windows: "sliding(2ms, period: 10ms)",
      steps: [{ elements: [["a", 5]] }, { watermark: "max" }],
    });
    expect([...recordCase(gap, backends.memory)]).toEqual([]);
  });

  test("a case that cannot be run here has no lines", () => {
    const skipped = transcriptFromJson({
      name: "s",
      requires: ["x"],
      windows: "global",
      steps: [],
    });
    expect([...recordCase(skipped, backends.memory)]).toEqual([]);
  });
});

test("toVitest prints the case as data, a step in a line", () => {
  const transcript = transcriptFromJson({
    name: 'it "works"',
    windows: { fixed: { size: 10 } },
    steps: [
      { elements: [[{ "a b": 1 }, 1]] },
      "checkpoint",
      { expect: [] },
      { watermark: "max" },
      { expect: [{ values: [{ "a b": 1 }] }, { window: [0, 10] }] },
    ],
  });
  expect(
    toVitest(transcript),
  ).toBe(`import { backends, checkTranscript, transcriptFromJson } from "tidemark/testing";
import { test } from "vitest";

test("it \\"works\\"", () => {
  const transcript = transcriptFromJson({
    name: "it \\"works\\"",
    windows: { fixed: { size: 10 } },
    steps: [
      { elements: [[{ "a b": 1 }, 1]] },
      "checkpoint",
      { expect: [] },
      { watermark: "max" },
      { expect: [
        { values: [{ "a b": 1 }] },
        { window: [0, 10] },
      ] },
    ],
  });
  checkTranscript(transcript, backends.memory);
});
`);
});
