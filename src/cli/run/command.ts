import { BadInput } from "../bad-input.ts";
import { helpOfOptions } from "../help.ts";
import { type Input, type InputFormat, openInput, RowInput } from "../input/index.ts";
import type { ExitCode, Io, Progress } from "../io.ts";
import { parseOptions } from "../options.ts";
import { TextOutput } from "../output/text-output.ts";
import { runOptionGroups, runOptions } from "./option-table.ts";
import { Session } from "./session.ts";
import { readSettings, type RunSettings } from "./settings.ts";
import { readRunState, writeRunState } from "./snapshot-file.ts";
import { identityOf } from "./settings.ts";

/** From here on reading takes long enough to show how far it is. */
const longInputBytes = 8 * 1024 * 1024;

const intro = `tidemark run FILE --timestamp COL --windows WINDOWS [options]

Windows the rows of a CSV or JSONL file (- is standard input), one row after the other: the
processing time moves to the row's arrival, the row is added, and the watermark moves on.

`;

const outro = `
Panes go to stdout and the summary to stderr, with --output table to stdout too. The exit code is 0
if all went well, 1 if something failed, 2 for bad input. docs/cli.md tells the rest.
`;

/** `tidemark run`. Throws `BadInput`; what was computed before it has been written then. */
export async function runCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const given = parseOptions(args, runOptions, "tidemark run");
  if (given.has("help")) {
    io.stdout.write(`${intro}${helpOfOptions(runOptionGroups)}${outro}`);
    return 0;
  }
  const settings = await readSettings(given);
  const input = await openInput(settings.file, io);
  const format = knownFormat(settings);
  const resumed =
    settings.resume === null ? null : await readRunState(settings.resume, identityOf(settings));
  if (settings.sortsArrival) {
    io.stderr.write(`tidemark run: --sort-arrival loads the whole of ${settings.fileName}\n`);
  }
  const out = new TextOutput(io.stdout);
  const session = new Session(settings, format, out, resumed);
  try {
    if (await readAll(input, format, settings, session, out, io)) {
      finish(settings, session, out, io);
    } else {
      session.abandon();
    }
  } catch (error) {
    out.flush();
    session.abandon();
    throw error;
  }
  return 0;
}

/** False if the reader of the output has gone away before the end. */
async function readAll(
  input: Input,
  format: InputFormat,
  { fileName }: RunSettings,
  session: Session,
  out: TextOutput,
  io: Io,
): Promise<boolean> {
  const rows = new RowInput(format, { file: fileName, columns: session.elements.columns }, session);
  const progress = await progressOf(input, io);
  let bytes = 0;
  try {
    for await (const chunk of input.chunks) {
      await rows.push(chunk);
      out.flush();
      await io.stdout.drained();
      if (io.stdout.isClosed) return false;
      bytes += chunk.length;
      progress?.update(bytes, session.rows);
    }
  } finally {
    progress?.stop();
  }
  await rows.end();
  return true;
}

function finish(settings: RunSettings, session: Session, out: TextOutput, io: Io): void {
  session.end(settings.snapshot === null);
  if (settings.snapshot !== null) writeRunState(settings.snapshot, session.state());
  session.complete();
  if (settings.snapshot !== null) {
    io.stderr.write(
      `tidemark run: ${session.rows} rows so far; go on with --resume ${settings.snapshot}\n`,
    );
  } else if (settings.output === "table") {
    out.write(`\n${session.summary()}`);
  } else {
    io.stderr.write(session.summary());
  }
  io.stderr.write(session.story());
  if (settings.explains) io.stderr.write(session.explanation());
  out.flush();
}

function knownFormat({ format, fileName }: RunSettings): InputFormat {
  if (format !== null) return format;
  throw new BadInput(
    "the name does not say whether this is CSV or JSONL",
    "give --format csv or --format jsonl",
    { file: fileName },
  );
}

async function progressOf({ totalBytes }: Input, io: Io): Promise<Progress | null> {
  return totalBytes === null || totalBytes < longInputBytes
    ? null
    : await io.startProgress(totalBytes);
}
