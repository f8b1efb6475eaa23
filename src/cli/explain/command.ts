import { readFile } from "node:fs/promises";
import { TidemarkError } from "../../errors.ts";
import { Engine } from "../../panes/engine.ts";
import type { Key } from "../../panes/key.ts";
import { strategy } from "../../panes/strategy.ts";
import type { Step, TranscriptCase } from "../../testing/transcript/case.ts";
import { parseTranscripts } from "../../testing/transcript/parse.ts";
import { reasonToSkip } from "../../testing/transcript/player.ts";
import { parseInstant } from "../../text/instant.ts";
import { explain, type Explanation } from "../../why/explain.ts";
import { explanationText } from "../../why/explanation-text.ts";
import { GLOBAL_WINDOW, interval, type Window } from "../../windows/interval.ts";
import { BadInput, badInputFrom } from "../bad-input.ts";
import { helpOfOptions } from "../help.ts";
import type { ExitCode, Io } from "../io.ts";
import { type OptionTable, parseOptions } from "../options.ts";

const options = {
  case: { value: "NAME", help: "which case of the file; not needed if there is only one" },
  at: { value: "STEP", help: "after which step, from 0; default the last" },
  key: { value: "KEY", help: "whose windows; default every key's" },
  window: {
    value: "WINDOW",
    help: "START..END, each an instant, or global; default every window that there is",
  },
  json: { help: "one JSON object a line for each window" },
  help: { help: "this text" },
} as const satisfies OptionTable;

const intro = `tidemark explain FILE [--case NAME] [--at STEP] [--key KEY] [--window WINDOW] [--json]

Says how windows stand in the middle of a transcript: what the trigger waits for, node by node, what
would make the next pane, when the window expires, and what holds the output watermark.

`;

/** `tidemark explain FILE`. Throws `BadInput` before anything is written. */
export async function explainCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const given = parseOptions(args, options, "tidemark explain");
  if (given.has("help")) {
    io.stdout.write(`${intro}${helpOfOptions({ Options: options })}`);
    return 0;
  }
  const [file, ...more] = given.operands;
  if (file === undefined || more.length > 0)
    throw new BadInput("one transcript file is needed", "write tidemark explain FILE");
  const transcript = caseNamed(await casesOf(file), given.get("case"), file);
  const window = given.get("window");
  const found = explanations(
    engineAfter(transcript, stepNumber(given.get("at"), transcript)),
    given.get("key"),
    window === undefined ? null : readWindow(window),
  );
  if (found.length === 0) io.stdout.write("There is no window that is kept.\n");
  const instant = hasSmallTimes(transcript) ? { instant: String } : {};
  for (const one of found) {
    io.stdout.write(
      given.has("json")
        ? `${JSON.stringify(one)}\n`
        : `${explanationText(one, instant).join("\n")}\n`,
    );
  }
  return 0;
}

/** Whether instants are numbers to be read by people, not dates. */
function hasSmallTimes({ steps }: TranscriptCase): boolean {
  const times = steps.flatMap((step) =>
    step.kind === "elements" ? step.bundle.map(({ timestamp }) => timestamp) : [],
  );
  return times.every((time) => Math.abs(time) < 1e9);
}

async function casesOf(file: string): Promise<readonly TranscriptCase[]> {
  try {
    return parseTranscripts(await readFile(file, "utf8"), { file });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (error instanceof TidemarkError) throw new BadInput(error.message, "correct the file");
    throw new BadInput(`it cannot be read (${String(code)})`, "check the path", { file });
  }
}

function caseNamed(
  cases: readonly TranscriptCase[],
  name: string | undefined,
  file: string,
): TranscriptCase {
  const found = name === undefined ? cases : cases.filter((one) => one.name === name);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    const names = cases.map((one) => one.name).join(", ");
    throw new BadInput(
      name === undefined
        ? `there are ${cases.length} cases`
        : `no case is named ${JSON.stringify(name)}`,
      `name one with --case: ${names}`,
      { file },
    );
  }
  const reason = reasonToSkip(only, {});
  if (reason === null && only.strategy !== null) return only;
  throw new BadInput(`${only.name} cannot be run: it ${reason}`, "choose another", { file });
}

function stepNumber(text: string | undefined, { steps, name }: TranscriptCase): number {
  if (text === undefined) return steps.length - 1;
  const at = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (at < steps.length) return at;
  throw new BadInput(
    `--at is ${JSON.stringify(text)}, but ${name} has the steps 0 to ${steps.length - 1}`,
    "name one of them",
  );
}

/** An engine that has taken the steps of a case up to one, this included. */
function engineAfter({ strategy: of, steps }: TranscriptCase, at: number) {
  try {
    const engine = new Engine<Key, unknown, unknown>(
      strategy<unknown, unknown>(of as NonNullable<typeof of>),
      { onPane: () => {} },
    );
    for (const step of steps.slice(0, at + 1)) take(engine, step);
    return engine;
  } catch (error) {
    throw badInputFrom(error, {});
  }
}

/** What only expects something, or restarts the engine, changes nothing here. */
function take(engine: Engine<Key, unknown, unknown>, step: Step): void {
  if (step.kind === "elements") {
    engine.addBatch({
      keys: step.bundle.map(({ key }) => key),
      values: step.bundle.map(({ value }) => value),
      timestamps: step.bundle.map(({ timestamp }) => timestamp),
    });
  } else if (step.kind === "advance") {
    const { watermark, processingTime } = step;
    engine.advance({
      ...(watermark === undefined ? {} : { watermark }),
      ...(processingTime === undefined ? {} : { processingTime }),
    });
  }
}

function explanations(
  engine: Engine<Key, unknown, unknown>,
  key: string | undefined,
  window: Window | null,
): readonly Explanation[] {
  const live = engine.windows().filter((one) => key === undefined || String(one.key) === key);
  if (window === null) return live.map((one) => explain(engine, one.key, one.window));
  const keys = new Set(live.map((one) => one.key));
  if (key !== undefined && keys.size === 0) keys.add(key);
  return Array.from(keys, (one) => explain(engine, one, window));
}

function readWindow(text: string): Window {
  if (text === "global") return GLOBAL_WINDOW;
  const [start, end, ...more] = text.split("..").map(readInstant);
  if (start !== undefined && end !== undefined && more.length === 0 && start < end)
    return interval(start, end);
  throw new BadInput(
    `--window is ${JSON.stringify(text)}`,
    "write START..END, such as 0..60000 or 2026-03-01T12:00:00Z..2026-03-01T13:00:00Z, or global",
  );
}

function readInstant(text: string): number | undefined {
  if (/^-?\d+$/.test(text)) return Number(text);
  try {
    return parseInstant(text);
  } catch (error) {
    if (error instanceof TidemarkError) return undefined;
    throw error;
  }
}
