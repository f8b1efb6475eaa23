import { TidemarkError } from "../../errors.ts";
import { type Strategy, type StrategyOptions, strategy } from "../../panes/strategy.ts";
import { parseAggregate } from "../../text/aggregate.ts";
import { reasonOf } from "../../text/reason.ts";
import { strategyFromJson } from "../../text/strategy.ts";
import { parseTrigger } from "../../text/trigger.ts";
import { parseWindows } from "../../text/windows.ts";
import { toDurationAtLeast } from "../../watermark/duration.ts";
import { BadInput, badInputFrom } from "../bad-input.ts";
import { readStrategyFile, type StrategyFile, windowForms as forms } from "../strategy-file.ts";
import { type AggregatePlan, planAggregates, type Results, type RowValue } from "./aggregates.ts";
import type { RunArguments, RunOptionTable } from "./option-table.ts";
import { parseWatermark, type WatermarkSource } from "./watermark.ts";

export interface Computation {
  readonly strategy: Strategy<RowValue, Results>;
  readonly aggregates: AggregatePlan;
  readonly watermark: WatermarkSource;
}

type Options = StrategyOptions<RowValue, unknown>;

/** Which option says what a field of the strategy file says. */
const optionOfField: Readonly<Record<keyof StrategyFile, keyof RunOptionTable>> = {
  windows: "windows",
  trigger: "trigger",
  allowedLateness: "lateness",
  accumulation: "mode",
  onTime: "on-time",
  closing: "closing",
  timestampCombiner: "pane-timestamp",
  allowUnsafeTriggers: "allow-unsafe-triggers",
  aggregate: "aggregate",
  watermark: "watermark",
};

/** What the options and the strategy file say is to be computed. */
export async function readStrategy(given: RunArguments): Promise<Computation> {
  const file = given.get("strategy");
  const { aggregate, watermark, ...fields } =
    file === undefined ? {} : await readFields(file, given);
  const fromFile =
    file === undefined ? {} : understood("", () => strategyFromJson(fields, { forms }), file);
  const fromOptions = readOptions(given);
  if (file === undefined && fromOptions.windows === undefined) {
    throw new BadInput("--windows is missing", "give for example --windows 'fixed(1h)'");
  }
  const inFile = textField(aggregate, "aggregate", file);
  const aggregates =
    inFile === undefined
      ? understood("--aggregate: ", () => aggregatesOf(given.get("aggregate") ?? "count"))
      : understood("aggregate: ", () => aggregatesOf(inFile), file);
  const options = { ...fromFile, ...fromOptions } as Options;
  return {
    aggregates,
    watermark: parseWatermark(
      given.get("watermark") ?? textField(watermark, "watermark", file) ?? "monotonous",
    ),
    strategy: understood("", () => safeStrategy({ ...options, combine: aggregates.combine })),
  };
}

function readOptions(given: RunArguments): Partial<Options> {
  const option = <V>(
    name: Parameters<RunArguments["get"]>[0],
    field: string,
    read: (text: string) => V,
  ): object => {
    const text = given.get(name);
    return text === undefined ? {} : { [field]: understood(`--${name}: `, () => read(text)) };
  };
  const itself = (text: string): string => text;
  return {
    ...option("windows", "windows", (text) => parseWindows(text, { forms })),
    ...option("trigger", "trigger", parseTrigger),
    ...option("lateness", "allowedLateness", latenessOf),
    ...option("mode", "accumulation", itself),
    ...option("on-time", "onTime", itself),
    ...option("closing", "closing", itself),
    ...option("pane-timestamp", "timestampCombiner", itself),
    ...(given.has("allow-unsafe-triggers") ? { allowUnsafeTriggers: true } : {}),
  };
}

function aggregatesOf(text: string): AggregatePlan {
  return planAggregates(parseAggregate(text));
}

function latenessOf(text: string): number {
  return toDurationAtLeast(/^\d+$/.test(text) ? Number(text) : text, 0, "allowed lateness");
}

/** The fields of a strategy file; none of them may be given as an option too. */
async function readFields(file: string, given: RunArguments): Promise<StrategyFile> {
  const fields = await readStrategyFile(file);
  for (const name of Object.keys(fields) as (keyof StrategyFile)[]) {
    const option = optionOfField[name];
    if (given.has(option)) {
      throw new BadInput(
        `the field ${name} says what --${option} says too`,
        "say it in one of the two places",
        { file },
      );
    }
  }
  return fields;
}

function textField(value: unknown, name: string, file: string | undefined): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  throw new BadInput(
    `${name} is ${JSON.stringify(value)}, which is no text`,
    `write ${name} as --${name} has it`,
    file === undefined ? {} : { file },
  );
}

/** The remedy of the library names a field of the code; here it is an option. */
function safeStrategy(options: StrategyOptions<RowValue, Results>): Strategy<RowValue, Results> {
  try {
    return strategy(options);
  } catch (error) {
    if (!(error instanceof TidemarkError) || error.code !== "UNSAFE_TRIGGER") throw error;
    const remedy =
      "Wrap it in repeatedly(…), or give --allow-unsafe-triggers if losing that data is meant.";
    throw new TidemarkError(error.code, reasonOf(error), error.value, remedy);
  }
}

/** Runs a reader of the library; its errors become those of the command line. */
function understood<V>(context: string, read: () => V, file?: string): V {
  try {
    return read();
  } catch (error) {
    throw error instanceof TidemarkError
      ? badInputFrom(error, file === undefined ? {} : { file }, context)
      : error;
  }
}
