import { TidemarkError } from "../errors.ts";
import { backends } from "../testing/backends.ts";
import { profileNames } from "../testing/profiles/index.ts";
import type { Backend } from "../testing/subject.ts";
import type { TranscriptCase } from "../testing/transcript/case.ts";
import { parseTranscripts } from "../testing/transcript/parse.ts";
import { type PlayOptions, reasonToSkip } from "../testing/transcript/player.ts";
import { recordCase } from "../testing/transcript/record.ts";
import { type CaseResult, failureLines, runCase } from "../testing/transcript/run.ts";
import { toVitest } from "../testing/transcript/vitest.ts";
import { BadInput } from "./bad-input.ts";
import { helpOfOptions } from "./help.ts";
import { type OptionTable, parseOptions } from "./options.ts";
import { profileGiven } from "./profile.ts";

/** What the command touches of the world. */
export interface TranscriptIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** The text of a file; rejects as `node:fs` does. */
  readonly readFile: (path: string) => Promise<string>;
}

const options = {
  record: { help: "print what the engine puts out as JSON lines, and check nothing" },
  backend: {
    value: "NAME",
    choices: Object.keys(backends),
    help: `the state backend: ${Object.keys(backends).join(", ")}; default memory`,
  },
  bundle: {
    value: "HOW",
    choices: ["whole", "each"],
    help: "each: every element is a bundle of its own; default whole",
  },
  profile: {
    value: "NAME",
    choices: profileNames,
    help: `play every case as that engine would: ${profileNames.join(", ")}; default what the case says`,
  },
  defects: { help: "with --profile: the defects of that engine too, where they can be had" },
  toVitest: { value: "CASE", help: "print the named case as a vitest test" },
  help: { help: "print this" },
} as const satisfies OptionTable;

/** What the command was asked to do. */
interface Order {
  readonly backendName: string;
  readonly backend: Backend;
  readonly play: PlayOptions;
  readonly record: boolean;
  readonly toVitest: string | null;
}

/**
 * `tidemark transcript FILE…`: runs every case of the files, a line each, and then says how many
 * passed, failed and were skipped. Resolves to the exit code: 0 only if nothing failed and
 * something ran; 2 if a file cannot be read, or its text is no transcript. Such a file is reported
 * on stderr with line and column, none of its cases runs, and the other files are run all the same.
 */
export async function transcriptCommand(
  args: readonly string[],
  io: TranscriptIo,
): Promise<number> {
  try {
    const given = parseOptions(args, options, "tidemark transcript");
    if (given.has("help")) {
      io.stdout(`tidemark transcript FILE… [options]\n\n${helpOfOptions({ Options: options })}`);
      return 0;
    }
    if (given.operands.length === 0) {
      throw new BadInput("no file is given", "write tidemark transcript FILE…");
    }
    const profile = profileGiven(given.get("profile"), given.has("defects"));
    const backend = (given.get("backend") ?? "memory") as keyof typeof backends;
    return await transcriptFiles(given.operands, io, {
      backendName: backend,
      backend: backends[backend],
      play: {
        bundle: given.get("bundle") === "each" ? "each" : "whole",
        ...(profile === null ? {} : { profile }),
      },
      record: given.has("record"),
      toVitest: given.get("toVitest") ?? null,
    });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    io.stderr(`tidemark transcript: ${error.message}\n`);
    return 2;
  }
}

async function transcriptFiles(
  files: readonly string[],
  io: TranscriptIo,
  order: Order,
): Promise<number> {
  const cases: TranscriptCase[] = [];
  let unreadable = 0;
  for (const file of files) {
    try {
      cases.push(...parseTranscripts(await read(file, io), { file }));
    } catch (error) {
      if (!(error instanceof TidemarkError || error instanceof BadInput)) throw error;
      io.stderr(`${error.message}\n`);
      unreadable += 1;
    }
  }
  if (order.toVitest !== null) return printVitest(cases, order, unreadable, io);
  const succeeded = order.record ? recordAll(cases, order, io) : runAll(cases, order, io);
  if (unreadable > 0) return 2;
  return succeeded ? 0 : 1;
}

/** True if nothing failed and something ran. */
function runAll(
  cases: readonly TranscriptCase[],
  { backend, play }: Order,
  io: TranscriptIo,
): boolean {
  const count: Record<CaseResult["outcome"], number> = { passed: 0, failed: 0, skipped: 0 };
  for (const transcript of cases) {
    const result = runCase(transcript, backend, play);
    count[result.outcome] += 1;
    io.stdout(resultText(transcript, result));
  }
  io.stdout(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  return count.failed === 0 && count.passed > 0;
}

function resultText(transcript: TranscriptCase, result: CaseResult): string {
  switch (result.outcome) {
    case "passed":
      return `ok ${result.name}${result.rules.length === 0 ? "" : ` (by ${result.rules.join(", ")})`}\n`;
    case "skipped":
      return `skip ${result.name} (${result.reason})\n`;
    case "failed": {
      const lines = failureLines(transcript, result).flatMap((line) => line.split("\n"));
      return `not ok ${result.name}\n${lines.map((line) => `  ${line}\n`).join("")}`;
    }
  }
}

/** True if every case could be played to its end, and one could be played at all. */
function recordAll(
  cases: readonly TranscriptCase[],
  { backend, play }: Order,
  io: TranscriptIo,
): boolean {
  let played = 0;
  let failed = 0;
  for (const transcript of cases) {
    const reason = reasonToSkip(transcript, play);
    if (reason !== null) {
      io.stderr(`skip ${transcript.name} (${reason})\n`);
      continue;
    }
    try {
      for (const line of recordCase(transcript, backend, play)) io.stdout(`${line}\n`);
      played += 1;
    } catch (error) {
      if (!(error instanceof TidemarkError)) throw error;
      io.stderr(`not ok ${transcript.name}\n  The engine threw ${error.code}: ${error.message}\n`);
      failed += 1;
    }
  }
  return failed === 0 && played > 0;
}

function printVitest(
  cases: readonly TranscriptCase[],
  { toVitest: name, backendName }: Order,
  unreadable: number,
  io: TranscriptIo,
): number {
  const transcript = cases.find((one) => one.name === name);
  if (transcript === undefined) {
    throw new BadInput(
      `no case is named ${JSON.stringify(name)}`,
      `the files have ${cases.map((one) => one.name).join(", ") || "none"}`,
    );
  }
  io.stdout(toVitest(transcript, backendName));
  return unreadable > 0 ? 2 : 0;
}

async function read(file: string, io: TranscriptIo): Promise<string> {
  try {
    return await io.readFile(file);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === "ENOENT") throw new BadInput("there is no such file", "check the path", { file });
    if (code === "EISDIR")
      throw new BadInput("this is a directory", `name its files: ${file}/*.yaml`, { file });
    if (typeof code === "string")
      throw new BadInput(`it cannot be read (${code})`, "check its permissions", { file });
    throw error;
  }
}
