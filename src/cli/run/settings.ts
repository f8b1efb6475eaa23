import { readWhy, type WhyOf } from "./tracing.ts";
import { resolve } from "node:path";
import type { Strategy } from "../../panes/strategy.ts";
import { mentionsProcessingTime } from "../../triggers/facts.ts";
import { BadInput } from "../bad-input.ts";
import type { InputFormat } from "../input/index.ts";
import type { OutputFormat } from "../output/index.ts";
import type { AggregatePlan, Results, RowValue } from "./aggregates.ts";
import type { RunArguments } from "./option-table.ts";
import { readStrategy } from "./read-strategy.ts";
import { checkZone, type TimeForm, type TimeUnit } from "./time-cell.ts";
import type { WatermarkSource } from "./watermark.ts";

/** A run as its command line describes it, checked. */
export interface RunSettings {
  /** A path, or `-` for standard input. */
  readonly file: string;
  /** What messages call the file. */
  readonly fileName: string;
  /** Null if neither the options nor the file's name tell. */
  readonly format: InputFormat | null;
  readonly timestamp: string;
  readonly arrival: string | null;
  readonly sortsArrival: boolean;
  readonly key: readonly string[];
  readonly time: TimeForm;
  readonly strategy: Strategy<RowValue, Results>;
  readonly aggregates: AggregatePlan;
  readonly watermark: WatermarkSource;
  readonly output: OutputFormat;
  readonly skipsBadRows: boolean;
  readonly lateFile: string | null;
  readonly badFile: string | null;
  readonly snapshot: string | null;
  readonly resume: string | null;
  /** Whether to say how the engine works. */
  readonly explains: boolean;
  readonly trace: string | null;
  readonly why: WhyOf | null;
}

/** Understands the command line of `tidemark run`. Throws `BadInput`. */
export async function readSettings(given: RunArguments): Promise<RunSettings> {
  const file = onlyFile(given.operands);
  const timestamp = given.get("timestamp");
  if (timestamp === undefined) {
    throw new BadInput(
      "--timestamp is missing",
      "name the column of the event time: --timestamp COL",
    );
  }
  const arrival = given.get("arrival") ?? null;
  const time = {
    unit: (given.get("time-unit") ?? "iso") as TimeUnit,
    zone: given.get("zone") ?? null,
  };
  checkZone(time);
  const { strategy, aggregates, watermark } = await readStrategy(given);
  checkTogether(given, strategy);
  return {
    file,
    fileName: file === "-" ? "stdin" : file,
    format: (given.get("format") ?? formatOf(file)) as InputFormat | null,
    timestamp,
    arrival,
    sortsArrival: given.has("sort-arrival"),
    key: keyColumns(given.all("key")),
    time,
    strategy,
    aggregates,
    watermark,
    output: (given.get("output") ?? "table") as OutputFormat,
    skipsBadRows: given.get("bad-rows") === "skip",
    lateFile: given.get("late-file") ?? null,
    badFile: given.get("bad-file") ?? null,
    snapshot: given.get("snapshot") ?? null,
    resume: given.get("resume") ?? null,
    explains: given.has("explain"),
    trace: given.get("trace") ?? null,
    why: readOptionalWhy(given),
  };
}

/** Everything that decides what a run prints, as option and text: what a snapshot is compared by. */
export function identityOf(settings: RunSettings): Readonly<Record<string, string>> {
  const { strategy, time, aggregates, watermark } = settings;
  return {
    timestamp: settings.timestamp,
    arrival: settings.arrival ?? "none",
    key: settings.key.length === 0 ? "none" : settings.key.join(","),
    "time-unit": time.unit,
    zone: time.zone ?? "none",
    windows: String(strategy.windows),
    trigger: String(strategy.trigger),
    lateness: `${strategy.allowedLatenessMs} ms`,
    mode: strategy.accumulation,
    "on-time": strategy.onTime,
    closing: strategy.closing,
    "pane-timestamp": strategy.timestampCombiner as string,
    aggregate: aggregates.labels.join(", "),
    watermark: watermark.text,
    output: settings.output,
    "bad-rows": settings.skipsBadRows ? "skip" : "stop",
  };
}

function onlyFile(operands: readonly string[]): string {
  const [file, extra] = operands;
  if (file === undefined)
    throw new BadInput("no file is given", "write tidemark run FILE …, or - for standard input");
  if (extra === undefined) return file;
  throw new BadInput(
    `${JSON.stringify(extra)} is a second file`,
    "give one file; quote a value that has spaces in it",
  );
}

function formatOf(file: string): InputFormat | null {
  if (file === "-" || /\.csv$/i.test(file)) return "csv";
  return /\.(?:jsonl|ndjson)$/i.test(file) ? "jsonl" : null;
}

function keyColumns(given: readonly string[]): readonly string[] {
  const columns = given.flatMap((text) => text.split(","));
  const twice = columns.find((name, at) => columns.indexOf(name) !== at);
  if (twice !== undefined)
    throw new BadInput(`--key names ${JSON.stringify(twice)} twice`, "name every column once");
  if (columns.includes(""))
    throw new BadInput("--key has an empty name", "write --key COL or --key COL,COL");
  return columns;
}

/** What each option may say alone, but not together with the others. */
function readOptionalWhy(given: RunArguments): WhyOf | null {
  const why = given.get("why");
  return why === undefined ? null : readWhy(why, keyColumns(given.all("key")).length);
}

function checkTogether(given: RunArguments, strategy: Strategy<RowValue, Results>): void {
  const hasArrival = given.has("arrival");
  if (!hasArrival && mentionsProcessingTime(strategy.trigger)) {
    throw new BadInput(
      `the trigger ${strategy.trigger} waits for processing time, which nothing here drives`,
      "name the column of the arrival: --arrival COL",
    );
  }
  if (!hasArrival && given.has("sort-arrival")) {
    throw new BadInput(
      "--sort-arrival has nothing to sort by",
      "name the column of the arrival: --arrival COL",
    );
  }
  if (given.has("bad-file") && given.get("bad-rows") !== "skip") {
    throw new BadInput(
      "--bad-file is given, but the first bad row stops the run",
      "give --bad-rows skip too",
    );
  }
  const traced = (["trace", "why"] as const).find((name) => given.has(name));
  if (traced !== undefined && given.has("resume")) {
    throw new BadInput(`--${traced} tells of a run from its beginning`, "give it without --resume");
  }
  if (traced !== undefined && given.has("explain")) {
    throw new BadInput(
      `--explain tells of a plan that a run with --${traced} does not take`,
      "give one of them",
    );
  }
  const written = ["late-file", "bad-file", "snapshot", "trace"] as const;
  const paths = new Map<string, string>();
  const [input = "-"] = given.operands;
  if (input !== "-") paths.set(resolve(input), "the input");
  for (const name of written) {
    const path = given.get(name);
    if (path === undefined) continue;
    const other = paths.get(resolve(path));
    if (other !== undefined) {
      throw new BadInput(
        `--${name} is ${path}, which is also ${other}`,
        "give every file a name of its own",
      );
    }
    paths.set(resolve(path), `--${name}`);
  }
}
