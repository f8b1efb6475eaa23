import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { TidemarkError } from "../../errors.ts";
import { strategy } from "../../panes/strategy.ts";
import { caseStrategyOf } from "../../testing/cases/build.ts";
import type { Case, CaseElement, CaseStep } from "../../testing/cases/case.ts";
import type { NamedCase } from "../../testing/conform/conform.ts";
import { run } from "../../testing/conform/judge.ts";
import type { Step, TranscriptCase } from "../../testing/transcript/case.ts";
import { reasonOf } from "../../text/reason.ts";
import { parseTranscripts } from "../../testing/transcript/parse.ts";
import { BadInput } from "../bad-input.ts";
import { cannotRead } from "../input/open.ts";

/** Transcripts as cases, and why some of them are none, with how many. */
export interface Corpus {
  readonly cases: readonly NamedCase[];
  readonly skipped: ReadonlyMap<string, number>;
}

/** The transcripts in files, and in the files of directories. Throws `BadInput`. */
export async function readCorpus(paths: readonly string[]): Promise<Corpus> {
  const cases: NamedCase[] = [];
  const skipped = new Map<string, number>();
  for (const file of await filesOf(paths)) {
    const folder = basename(file).replace(/\.(?:ya?ml|json)$/, "");
    for (const transcript of await transcriptsIn(file)) {
      const converted = caseOf(transcript);
      if (typeof converted === "string") {
        skipped.set(converted, (skipped.get(converted) ?? 0) + 1);
      } else cases.push({ name: `${folder}/${transcript.name}`, input: converted });
    }
  }
  return { cases, skipped };
}

async function filesOf(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    try {
      if ((await stat(path)).isDirectory()) {
        const names = (await readdir(path)).filter((name) => /\.(?:ya?ml|json)$/.test(name));
        files.push(...names.sort().map((name) => join(path, name)));
      } else files.push(path);
    } catch (error) {
      throw cannotRead(path, error);
    }
  }
  return files;
}

async function transcriptsIn(file: string): Promise<readonly TranscriptCase[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw cannotRead(file, error);
  }
  try {
    return parseTranscripts(text, { file });
  } catch (error) {
    if (!(error instanceof TidemarkError)) throw error;
    const remedy = error.remedy.slice(0, 1).toLowerCase() + error.remedy.slice(1);
    throw new BadInput(reasonOf(error).replace(/\.$/, ""), remedy.replace(/\.$/, ""));
  }
}

/** What a transcript tells an engine to do, or why a case cannot say it. */
export function caseOf(transcript: TranscriptCase): Case | string {
  const { unsupported, error, requires } = transcript;
  if (unsupported !== null || transcript.strategy === null) return `needs ${unsupported}`;
  if (error !== null) return "a negative case";
  if (requires.length > 0) return `requires ${requires.join(", ")}`;
  const plain = caseStrategyOf(strategy(transcript.strategy));
  if (plain === null) return "a strategy that a case cannot have";
  const steps: CaseStep[] = [];
  for (const step of transcript.steps) {
    const converted = stepOf(step);
    if (typeof converted === "string") return converted;
    if (converted !== null) steps.push(converted);
  }
  const input = { strategy: plain, steps };
  try {
    run(input);
  } catch (error) {
    if (error instanceof TidemarkError) return `refused by our engine: ${error.code}`;
    throw error;
  }
  return input;
}

/** A step of a case, nothing for a step that only claims something, or why there is none. */
function stepOf(step: Step): CaseStep | null | string {
  if (step.kind === "elements") {
    if (step.bundle.some(({ key }) => typeof key !== "string")) return "keys that are no text";
    const elements = step.bundle.map(
      ({ value, timestamp, key }): CaseElement => [value, timestamp, key as string],
    );
    const isPlain = isDeepStrictEqual(JSON.parse(JSON.stringify(elements)), elements);
    return isPlain ? { elements } : "values that JSON does not have";
  }
  if (step.kind !== "advance") return null;
  const { watermark, processingTime } = step;
  if (watermark === undefined) {
    return processingTime === undefined ? null : { processingTime };
  }
  return processingTime === undefined
    ? { watermark }
    : { advanceTogether: { watermark, processingTime } };
}
