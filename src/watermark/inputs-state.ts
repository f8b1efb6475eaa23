import { show, TidemarkError } from "../errors.ts";
import {
  invalidSnapshot,
  type PlainData,
  readCount,
  readFields,
  readInstant,
  readList,
} from "./plain.ts";
import { type EventTime, MIN_TIMESTAMP } from "./time.ts";

/** The whole state of `WatermarkInputs`; whether an input is aligned follows from it. */
export interface InputsState {
  /** The output. */
  combined: EventTime;
  /** By name, in the order of declaration. */
  readonly inputs: Map<string, { watermark: EventTime; idle: boolean }>;
  /** The largest watermark of the inputs that have left; `MIN_TIMESTAMP` if there are none. */
  removed: EventTime;
  readonly ignored: { regressing: number; whileIdle: number };
}

export function initialInputs(names: Iterable<string>): InputsState {
  const inputs = new Map(
    Array.from(names, (name) => [name, { watermark: MIN_TIMESTAMP, idle: false }]),
  );
  const ignored = { regressing: 0, whileIdle: 0 };
  return { combined: MIN_TIMESTAMP, inputs, removed: MIN_TIMESTAMP, ignored };
}

export function allIdle(state: InputsState): boolean {
  for (const { idle } of state.inputs.values()) if (!idle) return false;
  return true;
}

/**
 * What the output has to be: the minimum of the active inputs that are not behind it, the maximum
 * of all inputs if none is active, and unchanged if all active ones are behind it.
 */
export function settledWatermark(state: InputsState): EventTime {
  const { combined } = state;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = MIN_TIMESTAMP;
  let idle = true;
  for (const input of state.inputs.values()) {
    if (input.watermark > maximum) maximum = input.watermark;
    if (input.idle) continue;
    idle = false;
    if (input.watermark >= combined && input.watermark < minimum) minimum = input.watermark;
  }
  // An input that has left may have promised more than those that are still there.
  if (idle) return Math.max(maximum, combined);
  return minimum === Number.POSITIVE_INFINITY ? combined : minimum;
}

export function writeInputs(state: InputsState): PlainData {
  return {
    version: 1,
    watermark: state.combined,
    inputs: Array.from(state.inputs, ([name, { watermark, idle }]) => ({ name, watermark, idle })),
    ...(state.removed === MIN_TIMESTAMP ? {} : { removed: state.removed }),
    ignored: { ...state.ignored },
  };
}

/** Reads what `writeInputs` wrote, for the same inputs in any order. */
export function readInputs(snapshot: unknown, names: readonly string[]): InputsState {
  const fields = readFields(withRemoved(snapshot), fieldNames, "the inputs");
  if (fields.version !== 1) {
    throw invalidSnapshot(`The inputs' version ${show(fields.version)} is not known`, snapshot);
  }
  const ignored = readFields(fields.ignored, ["regressing", "whileIdle"], "the ignored watermarks");
  const found = new Map<string, { watermark: EventTime; idle: boolean }>();
  for (const data of readList(fields.inputs, "list of inputs")) {
    const { name, watermark, idle } = readFields(data, ["name", "watermark", "idle"], "an input");
    if (typeof name !== "string" || found.has(name)) {
      throw invalidSnapshot(`${show(name)} is no name for another input`, snapshot);
    }
    if (typeof idle !== "boolean") {
      throw invalidSnapshot(
        `The idleness ${show(idle)} of input ${show(name)} is no boolean`,
        snapshot,
      );
    }
    found.set(name, {
      watermark: readInstant(watermark, `watermark of input ${show(name)}`),
      idle,
    });
  }
  const state: InputsState = {
    combined: readInstant(fields.watermark, "combined watermark"),
    inputs: inOrder(found, names),
    removed: readInstant(fields.removed, "watermark of removed inputs"),
    ignored: {
      regressing: readCount(ignored.regressing, "number of regressing watermarks"),
      whileIdle: readCount(ignored.whileIdle, "number of watermarks while idle"),
    },
  };
  requireReachable(state, snapshot);
  return state;
}

const fieldNames = ["version", "watermark", "inputs", "removed", "ignored"] as const;

/** Where no input has left, a snapshot does not speak of any. */
function withRemoved(snapshot: unknown): unknown {
  const isObject = typeof snapshot === "object" && snapshot !== null && !Array.isArray(snapshot);
  return isObject ? { removed: MIN_TIMESTAMP, ...snapshot } : snapshot;
}

function inOrder<T>(found: ReadonlyMap<string, T>, names: readonly string[]): Map<string, T> {
  const ordered = new Map<string, T>();
  for (const name of names) {
    const input = found.get(name);
    if (input !== undefined) ordered.set(name, input);
  }
  if (ordered.size === names.length && found.size === names.length) return ordered;
  throw new TidemarkError(
    "STRATEGY_MISMATCH",
    `The snapshot holds the inputs ${show([...found.keys()])}, not ${show(names)}.`,
    [...found.keys()],
    "Restore it with the same inputs.",
  );
}

/** Every event leaves the output settled, and no output is ahead of what some input has promised. */
function requireReachable(state: InputsState, snapshot: unknown): void {
  const settled = settledWatermark(state);
  const present = Array.from(state.inputs.values(), (input) => input.watermark);
  const promised = Math.max(state.removed, ...present);
  if (settled === state.combined && state.combined <= promised) return;
  throw invalidSnapshot(
    `The combined watermark ${state.combined} does not follow from the inputs' watermarks`,
    snapshot,
  );
}
