import { readFile } from "node:fs/promises";
import { TidemarkError } from "../errors.ts";
import { analyseCommand } from "./analyse/command.ts";
import { BadInput } from "./bad-input.ts";
import { conformCommand } from "./conform/command.ts";
import { engineCommand } from "./engine/command.ts";
import { explainCommand } from "./explain/command.ts";
import type { ExitCode, Io } from "./io.ts";
import { didYouMean } from "./nearest.ts";
import { runCommand } from "./run/command.ts";
import { transcriptCommand } from "./transcript.ts";
import { version } from "./version.ts";

const help = `tidemark COMMAND [options]

Commands:
  run FILE|-           windows the rows of a CSV or JSONL file and prints the panes
  analyse FILE…        says what a strategy does that one would not think
  explain FILE         says what a window waits for in the middle of a transcript
  transcript FILE…     runs the cases of transcripts, or records what the engine does
  conform              holds another engine to the model by the conformance protocol
  engine               answers the conformance protocol as an engine

Options:
  --help               this text; tidemark COMMAND --help tells more
  --version            the version of the package

Example:
  tidemark run examples/data/earthquakes.csv --timestamp time --arrival updated \\
    --windows 'fixed(1d)' --watermark 'bounded 4h' --lateness 1d --aggregate 'count, max(mag)'
`;

type Command = (args: readonly string[], io: Io) => Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  run: runCommand,
  analyse: analyseCommand,
  explain: explainCommand,
  transcript: (args, io) =>
    transcriptCommand(args, {
      stdout: (text) => io.stdout.write(text),
      stderr: (text) => io.stderr.write(text),
      readFile: (path) => readFile(path, "utf8"),
    }),
  conform: conformCommand,
  engine: engineCommand,
};

/**
 * The whole program: understands the arguments, runs the command, tells what went wrong, and
 * resolves to the exit code.
 */
export async function commandLine(args: readonly string[], io: Io): Promise<ExitCode> {
  const [name = "", ...rest] = args;
  const program = Object.hasOwn(commands, name) ? `tidemark ${name}` : "tidemark";
  try {
    const code = await dispatch(name, rest, io);
    await io.stdout.drained();
    return code as ExitCode;
  } catch (error) {
    const isBad = error instanceof BadInput;
    io.stderr.write(`${program}: ${isBad ? error.message : failure(error)}\n`);
    return isBad ? 2 : 1;
  }
}

async function dispatch(name: string, rest: readonly string[], io: Io): Promise<number> {
  if (name === "--help" || name === "-h" || name === "help") {
    io.stdout.write(help);
    return 0;
  }
  if (name === "--version") {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return await command(rest, io);
  const known = [...Object.keys(commands), "--help", "--version"];
  throw new BadInput(
    name === "" ? "no command is given" : `there is no command ${JSON.stringify(name)}`,
    `${didYouMean(name, known)}tidemark --help lists the commands`,
  );
}

/** An error of the library or the system in its own words; anything else is a defect of ours. */
function failure(error: unknown): string {
  if (!(error instanceof Error)) return `failed: ${String(error)}`;
  const isExpected = error instanceof TidemarkError || "syscall" in error;
  return `failed: ${isExpected ? error.message : (error.stack ?? error.message)}`;
}
