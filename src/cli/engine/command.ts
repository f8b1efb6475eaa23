import { triggerNames } from "../../testing/arbitraries/triggers.ts";
import { windowKinds } from "../../testing/arbitraries/windows.ts";
import { backends } from "../../testing/backends.ts";
import { serve } from "../../testing/conform/serve.ts";
import { ModelSubject } from "../../testing/model/subject.ts";
import type { Backend } from "../../testing/subject.ts";
import { BadInput } from "../bad-input.ts";
import { helpOfOptions } from "../help.ts";
import { Lines } from "../input/lines.ts";
import type { ExitCode, Io } from "../io.ts";
import { type OptionTable, parseOptions } from "../options.ts";
import { version } from "../version.ts";

const served: Readonly<Record<string, Backend>> = {
  ...backends,
  model: (strategy) => new ModelSubject(strategy),
};

const options = {
  backend: {
    value: "NAME",
    choices: Object.keys(served),
    help: `what answers: ${Object.keys(served).join(", ")}; default memory`,
  },
  help: { help: "this text" },
} as const satisfies OptionTable;

const intro = `tidemark engine [--backend NAME]

Answers the cases of the conformance protocol: one JSON object a line, read from standard input and
written to standard output, up to the message of type end. docs/conformance-protocol.md tells the
messages.

`;

/** `tidemark engine`: this library's own engine as one that can be held to the model. */
export async function engineCommand(args: readonly string[], io: Io): Promise<ExitCode> {
  const given = parseOptions(args, options, "tidemark engine");
  if (given.has("help")) {
    io.stdout.write(`${intro}${helpOfOptions({ Options: options })}`);
    return 0;
  }
  const [extra] = given.operands;
  if (extra !== undefined) {
    throw new BadInput(
      `${JSON.stringify(extra)} is no option`,
      "the engine reads its cases from standard input",
    );
  }
  const backend = given.get("backend") ?? "memory";
  const answer = serve({
    engine: `tidemark ${backend}`,
    version: version(),
    backend: served[backend] as Backend,
    capabilities: { windows: windowKinds, triggers: triggerNames },
  });
  let isOver = false;
  const lines = new Lines("stdin", (line) => {
    if (isOver) return;
    const reply = answer(line);
    if (reply === null) isOver = true;
    else io.stdout.write(`${reply}\n`);
  });
  for await (const chunk of io.stdin) {
    lines.push(chunk as Buffer);
    await io.stdout.drained();
    if (isOver || io.stdout.isClosed) return 0;
  }
  lines.end();
  return 0;
}
