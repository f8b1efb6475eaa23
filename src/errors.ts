/**
 * Every error the library raises on purpose, in one table. A code is stable and may be matched on;
 * the texts may improve. A thrown error leaves the state it was raised from as it was, unless a
 * user's function has thrown it in the middle of a step: then the engine says `ENGINE_FAILED` to
 * every later call.
 */
export const errorTable = {
  INVALID_TIMESTAMP: "Pass integer milliseconds since the Unix epoch, or a valid Date.",
  INVALID_DURATION:
    'Pass integer milliseconds, ISO-8601 such as "PT2M", or short text such as "1h30m".',
  INVALID_WINDOWS: "Correct the window function's parameters.",
  INVALID_ASSIGNMENT: "Correct the custom window function, or declare mayExcludeTimestamp.",
  INVALID_MERGE:
    "Return disjoint groups of the given windows, each with a result that covers them.",
  INVALID_TRIGGER: "Correct the trigger; docs/semantics.md lists every form.",
  UNSAFE_TRIGGER:
    "Wrap the trigger in repeatedly(…), or set allowUnsafeTriggers if losing that data is meant.",
  INVALID_STRATEGY: "Correct the named field of the windowing strategy.",
  INVALID_KEY: "Use a string, finite number, bigint or boolean, or derive one with a key function.",
  INVALID_VALUE: "Filter such values out, or select a proper one for the combiner.",
  INVALID_BATCH: "Pass columns of the same length.",
  INVALID_WATERMARK: "Pass integer milliseconds; MAX_TIMESTAMP ends the input.",
  INVALID_INPUT: "Name one of the declared inputs.",
  NO_PROCESSING_TIME: "Give `arrival`, or a `clock` with timers, to the run.",
  ENGINE_BUSY: "Call the engine again after the callback has returned.",
  ENGINE_FAILED:
    "Restore an engine from its last snapshot; this one stopped in the middle of a step.",
  NOT_SERIALISABLE: "Give the strategy a codec for this value, or use plain JSON data.",
  INVALID_SNAPSHOT: "Use a snapshot that this version of the library wrote, unaltered.",
  STRATEGY_MISMATCH: "Restore under the strategy that the snapshot was taken under.",
  SYNTAX: "Correct the text at the named position.",
  INVALID_TRANSCRIPT: "Correct the named field; the JSON Schema of transcripts lists every form.",
  INVALID_TIME_ZONE: "Name an IANA zone such as Europe/Berlin, or UTC.",
} as const;

/** The stable name of an error; the table above holds each code's remedy. */
export type ErrorCode = keyof typeof errorTable;

/** What a caller needs to know of a failure: which rule, which value, and what to do about it. */
export class TidemarkError extends Error {
  override readonly name: string = "TidemarkError";
  readonly code: ErrorCode;
  /** The offending value, as given. */
  readonly value: unknown;
  readonly remedy: string;

  constructor(code: ErrorCode, reason: string, value?: unknown, remedy: string = errorTable[code]) {
    super(`${reason} ${remedy}`);
    this.code = code;
    this.value = value;
    this.remedy = remedy;
  }
}

/** Short, safe text of any value for an error message. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(clip(value));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (Object.is(value, -0)) return "-0";
  if (value === null || typeof value !== "object") return String(value);
  if (value instanceof Date) return `Date(${value.getTime()})`;
  try {
    return clip(JSON.stringify(value) ?? Object.prototype.toString.call(value));
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function clip(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
