import { count } from "../../combine/index.ts";
import { strategy } from "../../panes/strategy.ts";
import { strategyFromJson } from "../../text/strategy.ts";
import { analyse } from "../../why/analyse.ts";
import type { Finding } from "../../why/finding.ts";
import { BadInput, badInputFrom } from "../bad-input.ts";
import { helpOfOptions } from "../help.ts";
import type { ExitCode, Io } from "../io.ts";
import { type OptionTable, parseOptions } from "../options.ts";
import { readStrategyFile, windowForms as forms } from "../strategy-file.ts";
import { findingText, summaryText } from "./finding-text.ts";

const options = {
  json: { help: "one JSON object a line for each finding" },
  help: { help: "this text" },
} as const satisfies OptionTable;

const intro = `tidemark analyse FILE… [--json]

Says what strategies do that one would not think, without running them: triggers that finish, parts
that are never due, state that is never given up, lateness without effect. A FILE is as for
tidemark run --strategy. The exit code is 1 if there is a warning, 2 for bad input.

`;

/** `tidemark analyse FILE…`. Throws `BadInput` before anything is written. */
export async function analyseCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const given = parseOptions(args, options, "tidemark analyse");
  if (given.has("help")) {
    io.stdout.write(`${intro}${helpOfOptions({ Options: options })}`);
    return 0;
  }
  if (given.operands.length === 0) {
    throw new BadInput("no strategy file is given", "write tidemark analyse FILE");
  }
  const analysed: (readonly [file: string, findings: readonly Finding[]])[] = [];
  for (const file of given.operands) analysed.push([file, await findingsOf(file)]);
  for (const [file, findings] of analysed) {
    if (given.has("json")) {
      for (const one of findings) io.stdout.write(`${JSON.stringify({ file, ...one })}\n`);
    } else {
      io.stdout.write(`${file}: ${summaryText(findings)}\n`);
      for (const one of findings) io.stdout.write(findingText(one));
    }
  }
  return analysed.some(([, all]) => all.some(({ level }) => level === "warning")) ? 1 : 0;
}

async function findingsOf(file: string): Promise<readonly Finding[]> {
  const { aggregate: _, watermark: __, ...fields } = await readStrategyFile(file);
  if (fields.windows === undefined) {
    throw new BadInput("windows is missing", "write for example windows: fixed(1h)", { file });
  }
  try {
    const read = strategyFromJson(fields, { forms });
    return analyse(strategy({ ...read, combine: count(), allowUnsafeTriggers: true }));
  } catch (error) {
    throw badInputFrom(error, { file });
  }
}
