import { describe, expect, test } from "vitest";
import { comparable } from "../../../src/cli/conform/corpus.ts";
import { junitXml } from "../../../src/cli/conform/junit.ts";
import { conformOptions } from "../../../src/cli/conform/option-table.ts";
import { outcomeOf } from "../../../src/cli/conform/outcome.ts";
import { Lines } from "../../../src/cli/conform/process/lines.ts";
import { Noise } from "../../../src/cli/conform/process/noise.ts";
import { Tail } from "../../../src/cli/conform/process/tail.ts";
import { readSettings } from "../../../src/cli/conform/settings.ts";
import { stepLines, stepText } from "../../../src/cli/conform/step-text.ts";
import { parseOptions } from "../../../src/cli/options.ts";
import type { Case } from "../../../src/testing/cases/case.ts";
import { beyond } from "../../../src/testing/conform/beyond.ts";
import type { Capabilities } from "../../../src/testing/conform/capabilities.ts";
import { casesWithin } from "../../../src/testing/conform/generate.ts";
import { Judge } from "../../../src/testing/conform/judge.ts";
import { minimise } from "../../../src/testing/conform/minimise.ts";
import { reportedFields } from "../../../src/testing/conform/observation.ts";
import { transcriptFromJson } from "../../../src/testing/transcript/parse.ts";
import type { TriggerJson } from "../../../src/triggers/trigger.ts";
import { law } from "../../support/property.ts";
import { engineOf, onePane } from "../../testing/conform/support.ts";

describe("the lines of a process", () => {
  const text = "é1\n\nlonger than the others\r\nrest";
  test.each([1, 2, 3, 7, 100])("in pieces of %d bytes", (size) => {
    const seen: string[] = [];
    const lines = new Lines((line) => seen.push(line));
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) {
      expect(lines.push(bytes.subarray(at, at + size))).toBe(true);
    }
    expect(seen).toEqual(["é1", "", "longer than the others\r"]);
    expect(lines.rest()).toBe("rest");
  });

  test("one that does not end is given up", () => {
    const lines = new Lines(() => {});
    const piece = Buffer.alloc(1 << 24, 97);
    for (let at = 0; at < 4; at++) expect(lines.push(piece)).toBe(true);
    expect(lines.push(piece)).toBe(false);
  });
});

describe("the tail of a text", () => {
  const tailOf = (pieces: readonly string[], most: number): string => {
    const tail = new Tail(most);
    for (const piece of pieces) tail.push(Buffer.from(piece));
    return tail.text();
  };
  test.each<[readonly string[], number, string]>([
    [[], 10, ""],
    [["one\n", "two\n"], 100, "one\ntwo"],
    [["first\nsecond\nthird\n"], 12, "third"],
    [["first\n", "second\n", "third\n", "fourth\n"], 12, "fourth"],
    [["a line that is too long"], 8, "too long"],
  ])("%j, at most %d bytes: %j", (pieces, most, text) => {
    expect(tailOf(pieces, most)).toBe(text);
  });

  test("keeps no more than it needs", () => {
    const lines = Array.from({ length: 1000 }, (_, at) => `line ${at}\n`);
    expect(tailOf(lines, 30).split("\n")).toEqual(["line 997", "line 998", "line 999"]);
  });
});

test("noise is what is no message, not even a broken one", () => {
  const noise = new Noise();
  expect(noise.text()).toBe("");
  const lines = ['{"a"', '  {"type":"x"}', "", "[INFO] up", 'log: {"type":"outputs"}', "bye"];
  expect(lines.filter((line) => noise.takes(line))).toEqual(["", "[INFO] up", "bye"]);
  expect(noise.text()).toBe('; 2 lines on stdout are no message, the last "bye"');
});

describe("what is beyond capabilities", () => {
  const sets: readonly Capabilities[] = [
    {},
    { windows: ["sessions"], triggers: ["default", "afterCount", "repeatedly"], triggerDepth: 2 },
    { triggers: ["earlyAndLate", "alignedProcessingTime", "never"], accumulation: ["retracting"] },
    { keys: false, processingTime: false, allowedLateness: false, earliest: 0 },
    {
      closing: ["always"],
      onTime: ["ifNonEmpty"],
      combine: ["sum"],
      timestampCombiner: ["latest"],
    },
  ];
  for (const can of sets) {
    law(`is nothing that is drawn within ${JSON.stringify(can)}`, casesWithin(can), (input) => {
      expect(beyond(can, input)).toBeNull();
    });
  }

  const early: TriggerJson = { afterWatermark: { early: { afterCount: 2 } } };
  const aligned: TriggerJson = {
    afterProcessingTime: { delay: 1, alignTo: { period: 5, offset: 0 } },
  };
  test.each<[Capabilities, Partial<Case["strategy"]>, Case["steps"], string | null]>([
    [{ windows: ["global"] }, {}, [], "windows fixed"],
    [{ windows: ["fixed"] }, { windows: "global" }, [], "windows global"],
    [{ triggers: ["never"] }, {}, [], "trigger default"],
    [{ triggers: ["afterCount"] }, { trigger: early }, [], "trigger earlyAndLate"],
    [{ triggers: ["earlyAndLate"] }, { trigger: early }, [], "trigger afterCount"],
    [{ triggers: ["earlyAndLate"] }, { trigger: { afterWatermark: {} } }, [], null],
    [
      { triggers: ["afterProcessingTime"] },
      { trigger: aligned },
      [],
      "trigger alignedProcessingTime",
    ],
    [
      { triggers: ["orFinally", "default"] },
      { trigger: { orFinally: { main: "default", finally: { afterAny: ["never"] } } } },
      [],
      "trigger afterAny",
    ],
    [{ triggerDepth: 1 }, { trigger: early }, [], "triggers deeper than 1"],
    [
      { triggerDepth: 2 },
      { trigger: { repeatedly: { afterAll: [early] } } },
      [],
      "triggers deeper than 2",
    ],
    [{ combine: ["sum"] }, {}, [], "combine list"],
    [{ allowedLateness: false }, { allowedLateness: 1 }, [], "allowed lateness"],
    [{ processingTime: false }, {}, [{ processingTime: 1 }], "processing time"],
    [{ earliest: 5 }, {}, [{ elements: [[1, 4, "k"]] }], "event times before 5"],
    [
      { keys: false },
      {},
      [{ elements: [[1, 4, "k"]] }, { elements: [[1, 4, "j"]] }],
      "several keys",
    ],
    [{ keys: false }, {}, [{ elements: [[1, 4, "j"]] }], null],
  ])("%j: %j, %j is %j", (can, strategy, steps, found) => {
    expect(beyond(can, { strategy: { ...onePane.strategy, ...strategy }, steps })).toBe(found);
  });
});

describe("a step in which engines part", () => {
  const output = { key: "k", window: [0, 10] as const, value: [1, 2], timing: "onTime" as const };
  test("with what both have, what one has, and what is seen after it", () => {
    const ours = { outputs: [output, { ...output, window: [10, 20] as const }], hold: null };
    const theirs = { outputs: [{ ...output, value: [2] }, ours.outputs[1]!], hold: 9 };
    expect(stepLines(ours, theirs, new Set(["timing", "hold"]))).toEqual([
      "  {window: [10, 20], values: [1, 2], timing: onTime, key: k}",
      "- {window: [0, 10],  values: [1, 2], timing: onTime, key: k}",
      "+ {window: [0, 10],  values: [2],    timing: onTime, key: k}",
      "      values: expected [1, 2], got [2]",
      "- hold: null",
      "+ hold: 9",
    ]);
    expect(stepLines(ours, ours, new Set())).toHaveLength(2);
    expect(stepLines({ outputs: [] }, { outputs: [] }, new Set(reportedFields))).toEqual([]);
  });

  test("as a line", () => {
    expect(stepText({ elements: [["a b", 1, "k"]] })).toBe('elements: [["a b", 1, k]]');
    expect(stepText({ watermark: 8.64e15 })).toBe("watermark: max");
    expect(stepText({ processingTime: 4 })).toBe("processingTime: 4");
    expect(stepText({ advanceTogether: { watermark: 8.64e15, processingTime: 4 } })).toBe(
      "advanceTogether: {watermark: max, processingTime: 4}",
    );
  });
});

describe("a transcript as a case", () => {
  const cased = (json: object): Case | string =>
    comparable(transcriptFromJson({ name: "x", windows: "fixed(10ms)", steps: [], ...json }), null);

  test("is its script without claims and checkpoints", () => {
    const steps = [
      { elements: [[1, 3]] },
      "checkpoint",
      { expect: [] },
      { advanceTogether: { watermark: "max", processingTime: 1 } },
      { processingTime: 2 },
      { expectEmptyState: true },
    ];
    expect(cased({ steps, trigger: "afterCount(2)", combine: "sum" })).toEqual({
      strategy: {
        ...onePane.strategy,
        windows: { fixed: { size: 10, offset: 0 } },
        trigger: { afterCount: 2 },
        combine: "sum",
      },
      steps: [
        { elements: [[1, 3, "k"]] },
        { advanceTogether: { watermark: 8.64e15, processingTime: 1 } },
        { processingTime: 2 },
      ],
    });
  });

  test.each<[object, string]>([
    [{ windows: { kafkaSliding: { difference: 1 } } }, "needs kafkaSliding windows"],
    [{ error: "x" }, "a negative case"],
    [{ requires: ["a", "b"] }, "requires a, b"],
    [{ profile: "flink" }, "speaks of flink"],
    [{ steps: [{ elements: [[1, 1, true]] }] }, "keys that are no text"],
    [{ combine: "sum", steps: [{ elements: [["a", 1]] }] }, "refused by our engine: INVALID_VALUE"],
  ])("that %j is not", (json, reason) => {
    expect(cased(json)).toBe(reason);
  });
});

test("a failure that costs a process is made minimal one case at a time", async () => {
  let most = 0;
  const engine = {
    ...engineOf(() => []),
    answer: async (cases: readonly Case[]) => {
      most = Math.max(most, cases.length);
      return cases.map(() => ({ kind: "hang" as const, message: "no answer" }));
    },
  };
  const failure = { outcome: "failed", kind: "hang", message: "no answer" } as const;
  const found = await minimise(new Judge(engine, []), onePane, failure, 3000);
  expect([most, found.input.steps]).toEqual([1, [{ watermark: 0 }]]);
  expect(found.tried).toBeGreaterThan(200);
});

test("JUnit XML has no character that XML has not", () => {
  const command = `a <b> & "c" \u0007${String.fromCharCode(0xd800)}`;
  const settings = readSettings(parseOptions(["--engine", command], conformOptions, "test"));
  const xml = junitXml(
    outcomeOf({
      settings,
      report: {
        engine: "<x>",
        version: null,
        cases: 0,
        agreed: 0,
        explained: 0,
        unsupported: 0,
        failed: 0,
        uses: new Map(),
        reasons: new Map(),
        failures: [],
        wrongRules: new Map(),
      },
      capabilities: {},
      rules: [],
      strays: ["gone\nfor good"],
      skipped: new Map(),
      asked: 0,
      elapsedMs: 1500,
    }),
  );
  expect(xml).toContain('value="a &lt;b&gt; &amp; &quot;c&quot; \ufffd\ufffd"');
  expect(xml).toContain('name="&lt;x&gt;" tests="2" failures="1" errors="0" time="1.500"');
  expect(xml).toContain('<failure type="engine" message="gone">gone\nfor good</failure>');
});
