import { describe, expect, test } from "vitest";
import { TidemarkError } from "../../src/errors.ts";
import {
  checkTranscript,
  failureLines,
  parseTranscripts,
  runCase,
  transcriptFromJson,
  type TranscriptCase,
} from "../../src/testing/index.ts";
import { type Reply, fakeBackend } from "./fake-subject.ts";

function caseOf(steps: unknown[], more: object = {}): TranscriptCase {
  return transcriptFromJson({ name: "c", windows: "fixed(10ms)", steps, ...more });
}

/** The lines of a failure, or the outcome. */
function outcome(
  steps: unknown[],
  replies: readonly Reply[],
  more: object = {},
): string | readonly string[] {
  const result = runCase(caseOf(steps, more), fakeBackend(replies).backend);
  return result.outcome === "failed" ? result.message : result.outcome;
}

const watermark = { watermark: 10 };

describe("what a subject is told", () => {
  test("each step in its order, elements as one bundle", () => {
    const { backend, calls } = fakeBackend([]);
    const steps = [
      {
        elements: [
          [1, 1],
          [{ a: 2 }, "1970-01-01T00:00:00.009Z", 7],
        ],
      },
      { watermark: "max" },
      "checkpoint",
      { processingTime: 5 },
      { advanceTogether: { watermark: 100, processingTime: 5010 } },
    ];
    expect(runCase(caseOf(steps), backend).outcome).toBe("passed");
    expect(calls).toEqual([
      {
        elements: [
          { key: "k", value: 1, timestamp: 1 },
          { key: 7, value: { a: 2 }, timestamp: 9 },
        ],
      },
      { advance: { watermark: 8.64e15 } },
      "checkpoint",
      { advance: { processingTime: 5 } },
      { advance: { watermark: 100, processingTime: 5010 } },
    ]);
  });

  test("with bundle: each every element alone", () => {
    const { backend, calls } = fakeBackend([]);
    runCase(
      caseOf([
        {
          elements: [
            [1, 1],
            [2, 2],
          ],
        },
      ]),
      backend,
      { bundle: "each" },
    );
    expect(calls).toEqual([
      { elements: [{ key: "k", value: 1, timestamp: 1 }] },
      { elements: [{ key: "k", value: 2, timestamp: 2 }] },
    ]);
  });
});

describe("expect", () => {
  test.each<[string, object, Reply["panes"]]>([
    ["values as a multiset", { values: [2, 1] }, [{ value: [1, 2] }]],
    ["values of equal data", { values: [{ b: 1, a: 2 }] }, [{ value: [{ a: 2, b: 1 }] }]],
    ["value in order", { value: [1, 2] }, [{ value: [1, 2] }]],
    ["null", { value: null }, [{ value: null }]],
    ["nothing but the output itself", {}, [{}]],
    ["a retraction", { retraction: true }, [{ retraction: true }]],
    [
      "replaces",
      {
        replaces: [
          [0, 5],
          [5, 10],
        ],
      },
      [
        {
          replaces: [
            { start: 0, end: 5 },
            { start: 5, end: 10 },
          ],
        },
      ],
    ],
    ["the Java name of onTimeIndex", { nonSpeculativeIndex: 3 }, [{ onTimeIndex: 3 }]],
    ["a key that is no text", { key: 3 }, [{ key: 3 }]],
    ["the global window", { window: "global" }, [{ window: { start: -8.64e15, end: 8.64e15 } }]],
  ])("matches %s", (_what, entry, panes) => {
    expect(outcome([watermark, { expect: [entry] }], [{ panes: panes ?? [] }])).toBe("passed");
  });

  test.each<[string, object, Reply["panes"]]>([
    ["values with one more", { values: [1, 2, 2] }, [{ value: [1, 2] }]],
    ["values of a combined result", { values: [3] }, [{ value: 3 }]],
    ["value out of order", { value: [2, 1] }, [{ value: [1, 2] }]],
    ["text for a number", { value: "3" }, [{ value: 3 }]],
    ["a retraction without saying so", {}, [{ retraction: true }]],
    ["a pane for a retraction", { retraction: true }, [{}]],
    [
      "replaces in another order",
      {
        replaces: [
          [5, 10],
          [0, 5],
        ],
      },
      [
        {
          replaces: [
            { start: 0, end: 5 },
            { start: 5, end: 10 },
          ],
        },
      ],
    ],
    ["a number for a key that is text", { key: 3 }, [{ key: "3" }]],
    ["no output", {}, []],
  ])("does not match %s", (_what, entry, panes) => {
    const result = outcome([watermark, { expect: [entry] }], [{ panes: panes ?? [] }]);
    expect(result[0]).toMatch(/^Unmatched output: 1 of 1 expected missing/);
  });

  test("claims every output since the previous expect", () => {
    const replies = [
      { panes: [{ index: 0 }] },
      { panes: [{ index: 1 }] },
      { panes: [{ index: 2 }] },
    ];
    expect(outcome([watermark, watermark, { expect: [{}, {}] }, watermark], replies)).toBe(
      "passed",
    );
    expect(
      outcome([watermark, { expect: [{ index: 0 }] }, watermark, { expect: [] }], replies)[0],
    ).toBe("Unmatched output: 0 of 0 expected missing, 1 of 1 not expected");
    expect(outcome([watermark, { expect: [{}] }, { expect: [] }], replies)).toBe("passed");
  });

  test("pairs as a whole, not greedily", () => {
    const replies = [{ panes: [{ index: 0 }, { index: 1 }] }];
    expect(outcome([watermark, { expect: [{ timing: "onTime" }, { index: 0 }] }], replies)).toBe(
      "passed",
    );
  });
});

describe("other claims", () => {
  const late = {
    key: "k",
    value: 1,
    timestamp: 3,
    reason: "late",
    window: { start: 0, end: 10 },
    lateByMs: 0,
  } as const;
  const closed = { ...late, reason: "closed" } as const;
  const unassigned = { ...late, reason: "unassigned", window: null } as const;

  test.each<[string, unknown[], Reply[], string]>([
    [
      "drops are counted from the beginning",
      [watermark, watermark, { expectDropped: { lateness: 2, closedWindow: 1 } }],
      [{ dropped: [late, unassigned] }, { dropped: [late, closed] }],
      "passed",
    ],
    [
      "a count that is not given is not compared",
      [watermark, { expectDropped: { closedWindow: 0 } }],
      [{ dropped: [late] }],
      "passed",
    ],
    [
      "a wrong count",
      [watermark, { expectDropped: { lateness: 1 } }],
      [{ dropped: [] }],
      "Wrong number of dropped elements: lateness: expected 1, got 0",
    ],
    ["hold", [watermark, { expectHold: 9 }], [{ hold: 9 }], "passed"],
    ["no hold", [watermark, { expectHold: null }], [{ hold: null }], "passed"],
    [
      "a wrong hold",
      [watermark, { expectHold: null }],
      [{ hold: 9 }],
      "Wrong hold: expected null, got 9",
    ],
    [
      "output watermark",
      [watermark, { expectOutputWatermark: "max" }],
      [{ outputWatermark: 8.64e15 }],
      "passed",
    ],
    [
      "a wrong output watermark",
      [watermark, { expectOutputWatermark: "max" }],
      [{ outputWatermark: 3 }],
      "Wrong output watermark: expected max, got 3",
    ],
    ["empty state", [watermark, { expectEmptyState: true }], [{ isEmpty: true }], "passed"],
    [
      "state that is not empty",
      [watermark, { expectEmptyState: false }],
      [{ isEmpty: false }],
      "passed",
    ],
    [
      "state that should not be empty",
      [watermark, { expectEmptyState: false }],
      [{ isEmpty: true }],
      "No state is left, which was not expected",
    ],
    [
      "late output since the last claim, in any order",
      [
        watermark,
        {
          expectLateOutput: [
            [1, 3],
            [1, 3, "k"],
          ],
        },
        { expectLateOutput: [] },
      ],
      [{ dropped: [late, closed, late] }],
      "passed",
    ],
    [
      "wrong late output",
      [watermark, { expectLateOutput: [[1, 3]] }],
      [{}],
      "Wrong late output\n  expected [[1, 3, k]]\n  got      []",
    ],
  ])("%s", (_what, steps, replies, expected) => {
    const result = outcome(steps, replies);
    expect(typeof result === "string" ? result : result.join("\n")).toBe(expected);
  });

  test("a window is closed if a key's is, and open if no key's is", () => {
    const replies = [
      {
        windows: [
          { key: "k", window: { start: 0, end: 10 }, closed: true },
          { key: "l", window: { start: 0, end: 10 }, closed: false },
          { key: "l", window: { start: 10, end: 20 }, closed: false },
        ],
      },
    ];
    expect(
      outcome(
        [
          watermark,
          { expectClosed: [[0, 10]] },
          {
            expectOpen: [
              [10, 20],
              [20, 30],
            ],
          },
        ],
        replies,
      ),
    ).toBe("passed");
    expect(
      outcome(
        [
          watermark,
          {
            expectClosed: [
              [10, 20],
              [20, 30],
            ],
          },
        ],
        replies,
      ),
    ).toEqual(["Window not closed: [10, 20]", "Window not closed: [20, 30]"]);
    expect(outcome([watermark, { expectOpen: [[0, 10]] }], replies)).toEqual([
      "Window closed: [0, 10]",
    ]);
  });

  test("state that is left is named", () => {
    const windows = [
      { key: "k", window: { start: 0, end: 10 }, closed: true },
      { key: "l", window: { start: 0, end: 10 }, closed: false },
    ];
    expect(outcome([watermark, { expectEmptyState: true }], [{ windows, hold: 9 }])).toEqual([
      "State is left",
      "  window [0, 10] of key l",
      "  earliest hold: 9",
    ]);
  });
});

describe("outcomes", () => {
  test("an error of the engine fails the case where it happens", () => {
    const throws = new TidemarkError("INVALID_VALUE", "sum was given a.", "a", "Mend it.");
    const result = runCase(caseOf([watermark, watermark]), fakeBackend([{}, { throws }]).backend);
    expect(result).toEqual({
      outcome: "failed",
      name: "c",
      step: 1,
      line: 8,
      message: ["The engine threw INVALID_VALUE: sum was given a."],
    });
    const other = outcome([watermark], [{ throws: new RangeError("oh") }]);
    expect(other).toEqual(["The engine threw RangeError: oh"]);
  });

  test("a strategy that is refused fails the case", () => {
    const [message] = outcome([], [], { trigger: { afterCount: 1 }, allowUnsafeTriggers: false });
    expect(message).toMatch(
      /^The engine threw UNSAFE_TRIGGER: The trigger afterCount\(1\) finishes/,
    );
  });

  test("a negative case passes if it fails as it says", () => {
    const steps = [watermark, { expect: [] }];
    const wrong = [{ panes: [{}] }];
    expect(outcome(steps, wrong, { error: "Unmatched output" })).toBe("passed");
    expect(outcome(steps, [], { error: "Unmatched output" })).toEqual([
      'The case must fail with "Unmatched output", but it passed',
    ]);
    expect(outcome(steps, wrong, { error: "Wrong hold" }).slice(0, 2)).toEqual([
      'The case must fail with "Wrong hold", but failed otherwise:',
      "Unmatched output: 0 of 0 expected missing, 1 of 1 not expected",
    ]);
  });

  test.each([
    [{ windows: { kafkaSliding: { difference: 1 } } }, "needs kafkaSliding windows"],
    [{ requires: ["teleport", "known"] }, "requires teleport"],
  ])("%j is skipped", (more, reason) => {
    const transcript = caseOf([{ expect: [{}] }], more);
    const { backend } = fakeBackend([]);
    expect(runCase(transcript, backend, { capabilities: ["known"] })).toEqual({
      outcome: "skipped",
      name: "c",
      reason,
    });
    expect(() => checkTranscript(transcript, backend)).toThrow("c cannot be run: ");
  });
});

test("the difference shows what was paired, what is missing with what is most like it, and the rest", () => {
  const [transcript] = parseTranscripts(
    `name: diff
windows: fixed(10ms)
steps:
  - watermark: 10
  - expect:
      - {window: [0, 10], values: [2, 1], timing: onTime}
      - {window: [10, 20], value: 3, timing: late}
      - {key: "a b", retraction: true}
`,
    { file: "diff.yaml" },
  );
  const panes = [
    {},
    { window: { start: 20, end: 30 }, value: 9, index: 7 },
    {
      window: { start: 10, end: 20 },
      value: 4,
      timing: "late",
      replaces: [{ start: 10, end: 15 }],
    },
  ] as const;
  const result = runCase(transcript as TranscriptCase, fakeBackend([{ panes }]).backend);
  expect(failureLines(transcript as TranscriptCase, result)).toEqual([
    "Unmatched output: 2 of 3 expected missing, 2 of 3 not expected (diff.yaml:5, step 1)",
    "  {window: [0, 10],  values: [1, 2],           timestamp: 9, timing: onTime, index: 0, onTimeIndex: 0, first: true, last: false, key: k}",
    "- {window: [10, 20],                 value: 3,               timing: late}",
    "+ {window: [10, 20],                 value: 4, timestamp: 9, timing: late,   index: 0, onTimeIndex: 0, first: true, last: false, key: k,                       replaces: [[10, 15]]}",
    "      value: expected 3, got 4",
    '- {                                                                                                                              key: "a b", retraction: true}',
    "+ {window: [20, 30],                 value: 9, timestamp: 9, timing: onTime, index: 7, onTimeIndex: 0, first: true, last: false, key: k}",
    '      key: expected "a b", got k',
    "      retraction: expected true, got false",
  ]);
  expect(() =>
    checkTranscript(transcript as TranscriptCase, fakeBackend([{ panes }]).backend),
  ).toThrow(/^diff\nUnmatched output: /);
});
