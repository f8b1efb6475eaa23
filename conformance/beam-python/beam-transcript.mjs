/**
 * Reads a case of Beam's `trigger_transcripts.yaml` as a transcript of this project. Their time is in
 * seconds, ours in milliseconds; their windows name the first and the last instant. An element is
 * its timestamp.
 */

/** What a case of theirs is in ours; throws `Lacking` for what there is none of. */
export function transcriptOf(spec, name) {
  const { window_fn = "GlobalWindows", trigger_fn = "Default" } = spec;
  const windows = called(read(window_fn), windowFns);
  const timestampCombiner = timestampCombiners[spec.timestamp_combiner ?? "OUTPUT_AT_EOW"];
  if (timestampCombiner === undefined) {
    throw new Lacking(`the timestamp combiner ${spec.timestamp_combiner}, by a window function`);
  }
  return {
    name,
    source: `beam-python trigger_transcripts.yaml:${spec.name}`,
    windows,
    trigger: called(read(trigger_fn), triggers),
    accumulation: (spec.accumulation_mode ?? "accumulating").toLowerCase(),
    allowedLateness: spec.allowed_lateness ?? 0,
    timestampCombiner,
    // Both of their messages are one of ours: outputs and claims are not paired.
    ...(spec.error === undefined ? {} : { error: "Unmatched output" }),
    steps: stepsOf(spec.transcript),
  };
}

/** A part of their model that ours does not have. */
export class Lacking extends Error {}

const timestampCombiners = {
  OUTPUT_AT_EOW: "endOfWindow",
  OUTPUT_AT_EARLIEST: "earliest",
  OUTPUT_AT_LATEST: "latest",
};

const fixed = (size, offset = 0) => ({ fixed: { size, offset } });
const windowFns = {
  GlobalWindows: () => "global",
  FixedWindows: fixed,
  SlidingWindows: (size, period, offset = 0) => ({ sliding: { size, period, offset } }),
  Sessions: (gap) => ({ sessions: { gap } }),
  // It differs from fixed windows by what only OUTPUT_AT_EARLIEST_TRANSFORMED asks for.
  CustomTimestampingFixedWindowsWindowFn: fixed,
};

const listed =
  (name) =>
  (...parts) => ({ [name]: parts });
const triggers = {
  Default: () => "default",
  DefaultTrigger: () => "default",
  Always: () => "always",
  _Never: () => "never",
  AfterCount: (count) => ({ afterCount: count }),
  AfterWatermark: ({ early, late } = {}) => ({
    afterWatermark: { ...(early && { early }), ...(late && { late }) },
  }),
  AfterProcessingTime: (delay = 0) => ({ afterProcessingTime: { delay } }),
  Repeatedly: (part) => ({ repeatedly: part }),
  AfterAll: listed("afterAll"),
  AfterAny: listed("afterAny"),
  AfterEach: listed("afterEach"),
  OrFinally: (main, end) => ({ orFinally: { main, finally: end } }),
};

/** Their case fails if anything comes out that the next line does not expect. */
function stepsOf(lines) {
  const steps = [];
  let processingTime = 0;
  let isClaimed = true;
  for (const line of lines) {
    const [[action, given]] = Object.entries(line);
    if (action === "expect") {
      steps.push({ expect: given.map(entryOf) });
      isClaimed = true;
      continue;
    }
    // What becomes of state is not looked at by their runners either.
    if (action === "state") continue;
    if (!isClaimed) steps.push({ expect: [] });
    isClaimed = false;
    if (action === "input") steps.push({ elements: given.map((time) => [time, time]) });
    else if (action === "watermark") steps.push({ watermark: given });
    else if (action === "clock") steps.push({ processingTime: (processingTime += given) });
    else throw new Error(`no such action: ${action}`);
  }
  if (!isClaimed) steps.push({ expect: [] });
  return steps;
}

function entryOf({ window: [start, last], final, nonspeculative_index, early, late, ...rest }) {
  const known = new Set(["values", "timestamp", "index"]);
  const unknown = Object.keys(rest).find((field) => !known.has(field));
  if (unknown !== undefined) throw new Error(`no such field of an output: ${unknown}`);
  const timing = timingOf(early, late);
  return {
    window: [start, last + 1],
    ...rest,
    ...(nonspeculative_index === undefined ? {} : { onTimeIndex: nonspeculative_index }),
    ...(final === undefined ? {} : { last: final }),
    ...(timing === undefined ? {} : { timing }),
  };
}

/** What is said not to be late is claimed to be on time, which says more. */
function timingOf(early, late) {
  if (early === true) return "early";
  if (late === true) return "late";
  return late === false ? "onTime" : undefined;
}

/** Reads `Name(part, name=part, 3)` into `{ name, parts, named }`; a number is a number. */
export function read(text) {
  let at = 0;
  const token = (pattern) => {
    const [found] = pattern.exec(text.slice(at)) ?? [];
    if (found !== undefined) at += found.length;
    return found?.trim();
  };
  const expression = () => {
    const number = token(/^\s*-?\d+\s*/);
    if (number !== undefined) return Number(number);
    const name = token(/^\s*\w+\s*/);
    if (name === undefined) throw new Error(`not understood at ${at}: ${text}`);
    const [parts, named] = [[], {}];
    if (token(/^\(\s*/) === undefined) return { name, parts, named };
    while (token(/^\)\s*/) === undefined) {
      const field = token(/^\w+\s*=\s*/);
      const part = expression();
      if (field === undefined) parts.push(part);
      else named[field.replace(/\s*=$/, "")] = part;
      token(/^,\s*/);
      if (at >= text.length) throw new Error(`no closing parenthesis: ${text}`);
    }
    return { name, parts, named };
  };
  const result = expression();
  if (at < text.length) throw new Error(`not understood at ${at}: ${text}`);
  return result;
}

/** What a name with its parts stands for. Named parts come last, as one object. */
function called(node, functions) {
  if (typeof node === "number") return node;
  const { name, parts, named } = node;
  if (!Object.hasOwn(functions, name)) throw new Error(`no such name: ${name}`);
  const fields = Object.entries(named).map(([field, part]) => [field, called(part, functions)]);
  return functions[name](
    ...parts.map((part) => called(part, functions)),
    ...(fields.length === 0 ? [] : [Object.fromEntries(fields)]),
  );
}
