import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { TidemarkError } from "../../errors.ts";
import { buildStrategy } from "../../testing/cases/build.ts";
import type { Case } from "../../testing/cases/case.ts";
import type { NamedCase } from "../../testing/conform/conform.ts";
import { run } from "../../testing/conform/judge.ts";
import type { Profile } from "../../testing/profiles/index.ts";
import type { TranscriptCase } from "../../testing/transcript/case.ts";
import { reasonOf } from "../../text/reason.ts";
import { caseOf } from "../../testing/transcript/to-case.ts";
import { parseTranscripts } from "../../testing/transcript/parse.ts";
import { BadInput } from "../bad-input.ts";
import { cannotRead } from "../input/open.ts";

/** Transcripts as cases, and why some of them are none, with how many. */
export interface Corpus {
  readonly cases: readonly NamedCase[];
  readonly skipped: ReadonlyMap<string, number>;
}

/**
 * The transcripts in files, and in the files of directories; of those that speak of another engine than
 * the model, the ones of this profile. Throws `BadInput`.
 */
export async function readCorpus(
  paths: readonly string[],
  profile: Profile | null,
): Promise<Corpus> {
  const cases: NamedCase[] = [];
  const skipped = new Map<string, number>();
  for (const file of await filesOf(paths)) {
    const folder = basename(file).replace(/\.(?:ya?ml|json)$/, "");
    for (const transcript of await transcriptsIn(file)) {
      const converted = comparable(transcript, profile);
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

/** What a transcript tells an engine of that profile to do, or why there is nothing to compare. */
export function comparable(transcript: TranscriptCase, profile: Profile | null): Case | string {
  const of = transcript.profile;
  if (of !== null && of.name !== profile?.name) return `speaks of ${of.name}`;
  const input = caseOf(transcript);
  if (typeof input === "string") return input;
  try {
    run(input);
  } catch (error) {
    if (error instanceof TidemarkError) return `refused by our engine: ${error.code}`;
    throw error;
  }
  return profile === null ? input : asProfiled((of ?? profile).stated(input), profile);
}

/** A case that says what the engine of a profile does in any case. */
function asProfiled(input: Case, profile: Profile): Case {
  const { closing, onTime, timestampCombiner } = profile.strategy(buildStrategy(input.strategy));
  const named = typeof timestampCombiner === "string" ? { timestampCombiner } : {};
  return { ...input, strategy: { ...input.strategy, closing, onTime, ...named } };
}
