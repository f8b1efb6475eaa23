import { Document, isPair, visit, YAMLMap, YAMLSeq } from "yaml";
import { MAX_TIMESTAMP } from "../../watermark/time.ts";
import type { Case, CaseStep, CaseWindows } from "../cases/case.ts";
import type { Observation, OutputRecord } from "./observation.ts";

/** What stands beside the script in the transcript of a case. */
export interface TranscriptParts {
  readonly name: string;
  readonly note?: string;
  /** What each step must put out. Without it the transcript claims nothing. */
  readonly expected?: readonly Observation[];
  /** Whether the output watermark after each step is claimed too. Default false. */
  readonly outputWatermark?: boolean;
}

/**
 * A case as a transcript, in plain data: the strategy without what is the default, and after every
 * step what comes out of it.
 */
export function transcriptOf(
  { strategy, steps }: Case,
  { name, note, expected, outputWatermark = false }: TranscriptParts,
): Readonly<Record<string, unknown>> {
  const { combine, windows, ...rest } = strategy;
  const given = Object.entries(rest).filter(([field, value]) => defaults[field] !== value);
  const dropped = { closedWindow: 0, lateness: 0 };
  return {
    name,
    ...(note === undefined ? {} : { note }),
    windows: plainWindows(windows),
    ...Object.fromEntries(given),
    ...(combine === "list" ? {} : { combine }),
    steps: steps.flatMap((step, at) => {
      const observation = expected?.[at];
      if (observation === undefined) return [plainStep(step)];
      const all = [plainStep(step), ...claims(observation, dropped)];
      return outputWatermark
        ? [...all, { expectOutputWatermark: instant(observation.outputWatermark) }]
        : all;
    }),
  };
}

/** The transcript as YAML text, each step in a line of its own. */
export function transcriptText(input: Case, parts: TranscriptParts): string {
  const document = new Document(transcriptOf(input, parts));
  visit(document, {
    Map: (_key, node, path) => inFlow(node, path),
    Seq: (_key, node, path) => inFlow(node, path),
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Each step and each of several outputs has a line of its own; all else stands on one line. */
function inFlow(node: YAMLMap | YAMLSeq, path: readonly unknown[]): void {
  const parents = path.filter((part) => part instanceof YAMLMap || part instanceof YAMLSeq);
  const isStep = parents.length === 2 && parents[1] instanceof YAMLSeq;
  const isClaim = parents.length === 3 && path.some(isExpect);
  node.flow =
    parents.length > 0 &&
    !isStep &&
    !(parents.length === 1 && path.some(isSteps)) &&
    !(isClaim && node.items.length > 1);
}

function isSteps(part: unknown): boolean {
  return isPair(part) && String(part.key) === "steps";
}

function isExpect(part: unknown): boolean {
  return isPair(part) && String(part.key) === "expect";
}

const defaults: Readonly<Record<string, unknown>> = {
  trigger: "default",
  accumulation: "discarding",
  allowedLateness: 0,
  closing: "ifNonEmpty",
  onTime: "always",
  timestampCombiner: "endOfWindow",
};

/** Without an offset of nothing. */
function plainWindows(windows: CaseWindows): unknown {
  return JSON.parse(JSON.stringify(windows), (name, value) =>
    name === "offset" && value === 0 ? undefined : value,
  );
}

function plainStep(step: CaseStep): unknown {
  if ("elements" in step) {
    return {
      elements: step.elements.map(([value, timestamp, key]) =>
        key === "k" ? [value, timestamp] : [value, timestamp, key],
      ),
    };
  }
  return "watermark" in step ? { watermark: instant(step.watermark) } : step;
}

function instant(time: number | undefined): unknown {
  return time === MAX_TIMESTAMP ? "max" : time;
}

/** What a step must do, with the number of elements dropped so far where that has changed. */
function claims(
  { outputs, late = 0, closed = 0 }: Observation,
  dropped: { closedWindow: number; lateness: number },
): readonly unknown[] {
  dropped.lateness += late;
  dropped.closedWindow += closed;
  return [
    { expect: outputs.map(entryOf) },
    ...(late + closed > 0 ? [{ expectDropped: { ...dropped } }] : []),
  ];
}

function entryOf({ value, key, retraction, replaces, window, ...rest }: OutputRecord): unknown {
  const isGlobal = window[1] === MAX_TIMESTAMP && window[0] === -MAX_TIMESTAMP;
  return {
    ...(key === "k" ? {} : { key }),
    window: isGlobal ? "global" : window,
    ...(Array.isArray(value) ? { values: value } : { value }),
    ...rest,
    ...(retraction === true ? { retraction } : {}),
    ...(replaces === undefined || replaces.length === 0 ? {} : { replaces }),
  };
}
