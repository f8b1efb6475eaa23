import { readFile } from "node:fs/promises";
import { TidemarkError } from "../../errors.ts";
import { invalidSnapshot, readCount, readFields, readList } from "../../watermark/plain.ts";
import { AtomicFile } from "../atomic-file.ts";
import { BadInput, badInputFrom } from "../bad-input.ts";
import { cannotRead } from "../input/index.ts";

/** Everything that the second half of a run must know of the first. */
export interface RunState {
  /** What the first half was asked to do, as option and text. */
  readonly options: Readonly<Record<string, string>>;
  readonly engine: unknown;
  readonly watermark: unknown;
  readonly tally: unknown;
  /** Whether the output has its header already. */
  readonly hasHeader: boolean;
  /** The state of the output's form. */
  readonly writer: readonly number[];
}

const format = "tidemark run";
const version = 1;

export function writeRunState(path: string, state: RunState): void {
  const file = new AtomicFile(path);
  try {
    file.write(`${JSON.stringify({ format, version, ...state })}\n`);
  } catch (error) {
    file.abandon();
    throw error;
  }
  file.complete();
}

/** Reads what `writeRunState` has written, under the same options. Throws `BadInput`. */
export async function readRunState(
  path: string,
  options: Readonly<Record<string, string>>,
): Promise<RunState> {
  const state = understood(path, parsed(await textOf(path), path));
  for (const [name, value] of Object.entries(options)) {
    const before = state.options[name];
    if (before === value) continue;
    throw new BadInput(
      `the first half ran with --${name} ${JSON.stringify(before ?? "none")}, not ${JSON.stringify(value)}`,
      "give the second half the options of the first",
      { file: path },
    );
  }
  return state;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw cannotRead(path, error);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput(
      "this is no snapshot, or a part of one",
      "give a file that --snapshot has written",
      { file: path },
    );
  }
}

function understood(path: string, json: unknown): RunState {
  return readingState(path, () => {
    const fields = readFields(
      json,
      ["format", "version", "options", "engine", "watermark", "tally", "hasHeader", "writer"],
      "a run",
    );
    if (fields.format !== format || fields.version !== version) {
      throw invalidSnapshot(
        `The snapshot is of ${fields.format} ${fields.version}, not of ${format} ${version}`,
        json,
      );
    }
    const { engine, watermark, tally, hasHeader } = fields;
    if (typeof hasHeader !== "boolean")
      throw invalidSnapshot("hasHeader is neither true nor false", json);
    const writer = readList(fields.writer, "state of the output").map((width) =>
      readCount(width, "width"),
    );
    return { options: textsOf(fields.options), engine, watermark, tally, hasHeader, writer };
  });
}

function textsOf(json: unknown): Readonly<Record<string, string>> {
  if (
    typeof json === "object" &&
    json !== null &&
    Object.values(json).every((value) => typeof value === "string")
  ) {
    return { ...(json as Record<string, string>) };
  }
  throw invalidSnapshot("The options are no texts", json);
}

/** Runs a reader of a part of the state; its errors name the file. */
export function readingState<V>(path: string, read: () => V): V {
  try {
    return read();
  } catch (error) {
    throw error instanceof TidemarkError ? badInputFrom(error, { file: path }) : error;
  }
}
