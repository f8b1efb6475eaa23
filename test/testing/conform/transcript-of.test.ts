import { describe, expect, test } from "vitest";
import { backends } from "../../../src/testing/backends.ts";
import { cases } from "../../../src/testing/arbitraries/cases.ts";
import { run } from "../../../src/testing/conform/judge.ts";
import { transcriptText } from "../../../src/testing/conform/transcript-of.ts";
import { parseTranscripts } from "../../../src/testing/transcript/parse.ts";
import { checkTranscript, runCase } from "../../../src/testing/transcript/run.ts";
import { law } from "../../support/property.ts";
import { counting, onePane } from "./support.ts";

describe("a case as a transcript", () => {
  law("passes on the engine that it was recorded from", cases(), (input) => {
    const text = transcriptText(input, { name: "x", expected: run(input), outputWatermark: true });
    const [transcript, ...more] = parseTranscripts(text);
    expect(more).toEqual([]);
    if (transcript !== undefined) checkTranscript(transcript, backends.memory);
  });

  test("reads well", () => {
    const input = { ...counting(1, onePane), steps: [...onePane.steps, { watermark: 8.64e15 }] };
    const text = transcriptText(input, { name: "one pane", note: "Why.", expected: run(input) });
    expect(text).toBe(`name: one pane
note: Why.
windows: {fixed: {size: 10}}
trigger: {afterCount: 1}
steps:
  - elements: [[1, 3]]
  - expect: [{window: [0, 10], values: [1], timestamp: 9, timing: early, index: 0, onTimeIndex: -1, first: true, last: true}]
  - watermark: 10
  - expect: []
  - watermark: max
  - expect: []
`);
  });

  test("fails on another engine", () => {
    const expected = run(counting(1, onePane));
    const [transcript] = parseTranscripts(transcriptText(onePane, { name: "x", expected }));
    const result = transcript && runCase(transcript, backends.memory);
    expect(result?.outcome).toBe("failed");
  });
});
