import { readFile } from "node:fs/promises";
import { parse, YAMLParseError } from "yaml";
import { calendarForm } from "../luxon/index.ts";
import { strategyFields } from "../text/strategy.ts";
import { BadInput } from "./bad-input.ts";
import { cannotRead } from "./input/index.ts";
import { didYouMean } from "./nearest.ts";

/** The windows that can be given besides the built-in ones. */
export const windowForms = [calendarForm];

const fieldNames = [
  "windows",
  "trigger",
  "allowedLateness",
  "accumulation",
  "onTime",
  "closing",
  "timestampCombiner",
  "allowUnsafeTriggers",
  "aggregate",
  "watermark",
] as const;

/** The fields of a strategy file, known by name and not looked at further. */
export type StrategyFile = { readonly [Name in (typeof fieldNames)[number]]?: unknown };

/** Reads a strategy file. Throws `BadInput` if it is no YAML or JSON mapping of known fields. */
export async function readStrategyFile(file: string): Promise<StrategyFile> {
  const fields = parsed(await textOf(file), file);
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
    throw new BadInput("this is no mapping of fields", "write for example windows: fixed(1h)", {
      file,
    });
  }
  for (const name of Object.keys(fields)) {
    if (fieldNames.includes(name as never)) continue;
    const remedy = strategyFields.includes(name as never)
      ? "write aggregate: count, max(COL)"
      : `${didYouMean(name, fieldNames)}the fields are ${fieldNames.join(", ")}`;
    throw new BadInput(`a strategy file has no field ${JSON.stringify(name)}`, remedy, { file });
  }
  return fields;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw cannotRead(file, error);
  }
}

function parsed(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [reason = ""] = error.message.split("\n");
    const line = error.linePos?.[0].line;
    throw new BadInput(reason.replace(/ at line \d+, column \d+:?$/, ""), "correct the YAML", {
      file,
      ...(line === undefined ? {} : { line }),
    });
  }
}
