import type { Action, Element, Expectation, Step } from "./case.ts";
import { defaultKey } from "./case.ts";
import {
  boolean,
  instant,
  integer,
  key,
  list,
  listOf,
  mapping,
  oneOf,
  type ReadAt,
  timestamp,
  window,
} from "./read-value.ts";
import type { Located, Source } from "./source.ts";

const element: ReadAt<Element> = (source, node) => {
  const expected = "an element: [value, timestamp] or [value, timestamp, key]";
  const [value, at, of, ...more] = list(source, node, expected);
  if (value === undefined || at === undefined || more.length > 0) {
    throw source.mismatch(node, expected);
  }
  return {
    key: of === undefined ? defaultKey : key(source, of),
    value: value.json,
    timestamp: timestamp(source, at),
  };
};

const elements = listOf("a list of elements", element);
const windows = listOf("a list of windows", window);

const expectationReaders: Readonly<Record<string, ReadAt<unknown>>> = {
  window,
  values: (source, node) => list(source, node, "a list of values").map(({ json }) => json),
  value: (_source, node) => node.json,
  timestamp: instant,
  timing: oneOf("early", "onTime", "late", "unknown"),
  index: integer(0),
  onTimeIndex: integer(-1),
  nonSpeculativeIndex: integer(-1),
  first: boolean,
  last: boolean,
  key,
  retraction: boolean,
  replaces: windows,
};

/** The fields of an entry of `expect`. */
export const expectationFields: readonly string[] = Object.keys(expectationReaders);

const expectation: ReadAt<Expectation> = (source, node) => {
  const entry: Record<string, unknown> = { retraction: false };
  const fields = mapping(source, node, "an expected output", expectationFields);
  for (const [name, { value, at }] of fields) {
    const field = name === "nonSpeculativeIndex" ? "onTimeIndex" : name;
    const rival = { value: "values", values: "value", nonSpeculativeIndex: "onTimeIndex" }[name];
    if (rival !== undefined && fields.has(rival)) {
      throw source.error(
        at,
        `${name} and ${rival} are given at once.`,
        node.json,
        "Keep one of them.",
      );
    }
    entry[field] = expectationReaders[name]?.(source, value);
  }
  return entry as unknown as Expectation;
};

const stepReaders: Readonly<Record<string, ReadAt<Action>>> = {
  elements: (source, node) => ({ kind: "elements", bundle: elements(source, node) }),
  watermark: (source, node) => ({ kind: "advance", watermark: instant(source, node) }),
  processingTime: (source, node) => ({ kind: "advance", processingTime: instant(source, node) }),
  advanceTogether(source, node) {
    const clocks = mapping(source, node, "advanceTogether", ["watermark", "processingTime"]);
    const watermark = clocks.get("watermark");
    const processingTime = clocks.get("processingTime");
    if (watermark === undefined || processingTime === undefined) {
      throw source.mismatch(node, "both clocks: {watermark: …, processingTime: …}");
    }
    return {
      kind: "advance",
      watermark: instant(source, watermark.value),
      processingTime: instant(source, processingTime.value),
    };
  },
  expect: (source, node) => ({
    kind: "expect",
    entries: listOf("a list of outputs, or [] for none", expectation)(source, node),
  }),
  expectDropped(source, node) {
    const counts: Record<string, number> = {};
    for (const [name, { value }] of mapping(source, node, "expectDropped", droppedFields)) {
      counts[name] = integer(0)(source, value);
    }
    return { kind: "expectDropped", ...counts };
  },
  expectHold: (source, node) => ({
    kind: "expectHold",
    hold: node.json === null ? null : instant(source, node),
  }),
  expectOutputWatermark: (source, node) => ({
    kind: "expectOutputWatermark",
    watermark: instant(source, node),
  }),
  expectClosed: (source, node) => ({ kind: "expectClosed", windows: windows(source, node) }),
  expectOpen: (source, node) => ({ kind: "expectOpen", windows: windows(source, node) }),
  expectEmptyState: (source, node) => ({ kind: "expectEmptyState", empty: boolean(source, node) }),
  expectLateOutput: (source, node) => ({
    kind: "expectLateOutput",
    elements: elements(source, node),
  }),
};

const droppedFields = ["closedWindow", "lateness"];

/** The names of the steps that are mappings; `checkpoint` is a word of its own. */
export const stepNames: readonly string[] = Object.keys(stepReaders);

/** Reads one step: the word `checkpoint`, or a mapping of one field. */
export function readStep(source: Source, node: Located): Step {
  const line = source.lineOf(node.at);
  if (node.json === "checkpoint") return { kind: "checkpoint", line };
  const expected = `a step: checkpoint, or a mapping of one of ${stepNames.join(", ")}`;
  if (node.fields === null) throw source.mismatch(node, expected);
  const [first, second] = mapping(source, node, "a step", stepNames);
  if (first === undefined) throw source.mismatch(node, expected);
  if (second !== undefined) {
    throw source.error(
      second[1].at,
      `The step has both ${first[0]} and ${second[0]}.`,
      node.json,
      "Make each of them a step of its own.",
    );
  }
  const [name, field] = first;
  return { ...(stepReaders[name] as ReadAt<Action>)(source, field.value), line };
}
