import type { Arguments, OptionSpec } from "../options.ts";

type OptionName =
  | "format"
  | "timestamp"
  | "arrival"
  | "sort-arrival"
  | "key"
  | "time-unit"
  | "zone"
  | "windows"
  | "trigger"
  | "lateness"
  | "mode"
  | "on-time"
  | "closing"
  | "pane-timestamp"
  | "allow-unsafe-triggers"
  | "strategy"
  | "aggregate"
  | "watermark"
  | "output"
  | "late-file"
  | "bad-rows"
  | "bad-file"
  | "snapshot"
  | "resume"
  | "explain"
  | "why"
  | "trace"
  | "help";

/** All options of `tidemark run` in one table. */
export type RunOptionTable = { readonly [Name in OptionName]: OptionSpec };
/** A command line of `tidemark run`. */
export type RunArguments = Arguments<RunOptionTable>;

type Group = { readonly [Name in OptionName]?: OptionSpec };

/** The options of `tidemark run` by group, in the order in which the help shows them. */
export const runOptionGroups: Readonly<Record<string, Group>> = {
  "What the file holds": {
    format: {
      value: "FORMAT",
      choices: ["csv", "jsonl"],
      help: "csv (with a header) or jsonl (one object a line); default: by the file's extension, csv on stdin",
    },
    timestamp: { value: "COL", help: "the column of the event time; required" },
    arrival: {
      value: "COL",
      help: "the column of the arrival; it drives processing time, so rows must be in its order",
    },
    "sort-arrival": {
      help: "sort the rows by arrival first; this alone loads the whole file",
    },
    key: {
      value: "COL[,COL]",
      repeats: true,
      help: "the columns to group by; default: all rows are one group",
    },
    "time-unit": {
      value: "UNIT",
      choices: ["iso", "s", "ms"],
      help: "how times are written: iso text, or seconds or milliseconds since 1970; default iso",
    },
    zone: {
      value: "ZONE",
      help: "the IANA zone of times without offset, which are refused otherwise: Europe/Berlin",
    },
  },
  "What is computed": {
    windows: {
      value: "WINDOWS",
      help: "global, fixed(1h), sliding(1h, period: 5m) or sessions(30m), with offset: 15m; required",
    },
    trigger: {
      value: "TRIGGER",
      help: "when panes are made: afterWatermark(early: afterCount(10), late: afterCount(1)); default: at the window's end and for late data",
    },
    lateness: {
      value: "DURATION",
      help: "how long after its end a window takes late data; default 0s",
    },
    mode: {
      value: "MODE",
      choices: ["discarding", "accumulating", "retracting"],
      help: "how the panes of a window relate: discarding (default), accumulating or retracting",
    },
    "on-time": {
      value: "WHEN",
      choices: ["always", "ifNonEmpty"],
      help: "a pane at the window's end without new rows: always (default) or ifNonEmpty",
    },
    closing: {
      value: "WHEN",
      choices: ["always", "ifNonEmpty", "never"],
      help: "a last pane: always, ifNonEmpty (default), or never but when its trigger is due",
    },
    "pane-timestamp": {
      value: "WHICH",
      choices: ["endOfWindow", "earliest", "latest"],
      help: "the timestamp of a pane: endOfWindow (default), earliest or latest row",
    },
    "allow-unsafe-triggers": { help: "accept a trigger that finishes and closes its window" },
    strategy: {
      value: "FILE",
      help: "all of the above from a YAML or JSON file, with the field names of a transcript",
    },
    aggregate: {
      value: "LIST",
      help: "count, sum(COL), mean(COL), min(COL), max(COL), list(COL), distinct(COL); default count",
    },
    watermark: {
      value: "WATERMARK",
      help: "bounded 4h (the largest event time less 4 h), percentile 99 (less the delay of 99 % of the rows), monotonous (default), column COL, or end",
    },
  },
  "What is written": {
    output: {
      value: "FORMAT",
      choices: ["table", "jsonl", "csv"],
      help: "the form of the panes on stdout; default table",
    },
    "late-file": { value: "FILE", help: "where rows go that no window took, with the reason" },
    "bad-rows": {
      value: "POLICY",
      choices: ["stop", "skip"],
      help: "stop at the first row that cannot be used (default), or skip and count such rows",
    },
    "bad-file": { value: "FILE", help: "where skipped rows go as they were, with the reason" },
    explain: {
      help: "say on stderr how the state was laid out, why not better, and what that has cost",
    },
    why: {
      value: "KEY@TIME",
      help: "tell on stderr the story of the windows of a key that hold a time: what came, what was asked and answered",
    },
    trace: {
      value: "FILE",
      help: "everything that happens, as JSON lines (docs/trace.schema.json)",
    },
  },
  "Halves of a file": {
    snapshot: {
      value: "FILE",
      help: "stop at the end of the file without ending time, and keep the state here",
    },
    resume: { value: "FILE", help: "go on from the state that --snapshot has kept" },
  },
  Other: { help: { help: "this text" } },
};

export const runOptions: RunOptionTable = Object.assign(
  {},
  ...Object.values(runOptionGroups),
) as RunOptionTable;
