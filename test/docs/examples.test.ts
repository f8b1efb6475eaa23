import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { format } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { backends, failureLines, parseTranscripts, runCase } from "../../src/testing/index.ts";
import { type Fence, fencesOf, pages, readPage } from "./fences.ts";

/** Every example of README.md and docs/ does what the page says; docs/README.md has the conventions. */

/** Sources of the TypeScript examples, inside the checkout so that `tidemark` means its sources. */
const sources = resolve(`.cache/docs/${process.pid}`);
/** Where console examples run: a folder of its own, in which the checkout's examples can be read. */
const workplace = mkdtempSync(join(tmpdir(), "tidemark-docs-"));
const commandLine = resolve("dist/cli/main.js");

/** Languages that would look like examples but are not run. */
const misspelt = [
  "typescript",
  "js",
  "javascript",
  "bash",
  "shell",
  "sh-session",
  "yml transcript",
];

beforeAll(() => {
  const bin = join(workplace, "bin");
  mkdirSync(bin);
  const program = `exec "${process.execPath}" "${commandLine}" "$@"\n`;
  writeFileSync(join(bin, "tidemark"), `#!/bin/sh\n${program}`);
  writeFileSync(join(bin, "npx"), `#!/bin/sh\nshift\n${program}`);
  for (const name of readdirSync(bin)) chmodSync(join(bin, name), 0o755);
});

afterAll(() => {
  for (const folder of [workplace, sources]) rmSync(folder, { recursive: true, force: true });
});

mkdirSync(sources, { recursive: true });

for (const page of pages) {
  const fences = fencesOf(readPage(page));
  const tests = fences.flatMap((fence) => testsOf(page, fence));
  if (tests.length === 0) continue;
  describe(page, () => {
    for (const { name, run } of tests) test(name, run, 30_000);
  });
}

interface Example {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

function testsOf(page: string, fence: Fence): readonly Example[] {
  const { line, info, text } = fence;
  if (info === "ts") return [{ name: `line ${line}: TypeScript`, run: typescript(page, fence) }];
  if (info === "console") {
    return commandsOf(fence).map((command) => ({
      name: `line ${command.line}: ${command.text.split("\n")[0]}`,
      run: () => runCommand(page, command),
    }));
  }
  if (info === "yaml transcript") {
    return parseTranscripts(text, { file: `${page}, the block in line ${line}` }).flatMap((one) =>
      Object.entries(backends).map(([name, backend]) => ({
        name: `line ${line}: transcript ${one.name}, ${name}`,
        run: () => {
          const result = runCase(one, backend);
          expect([result.outcome, ...failureLines(one, result)].join("\n")).toBe("passed");
        },
      })),
    );
  }
  const wrong = misspelt.includes(info);
  return wrong
    ? [
        {
          name: `line ${line}: ${info}`,
          run: () => expect.fail(`Fence it as ts or console, not as ${info}.`),
        },
      ]
    : [];
}

/** The block becomes a module, which is run by importing it. */
function typescript(page: string, { line, text, output }: Fence): () => Promise<void> {
  const path = join(sources, `${basename(page, ".md")}-${line}.ts`);
  writeFileSync(path, text);
  return async () => {
    let printed = "";
    const spy = vi.spyOn(console, "log").mockImplementation((...args: unknown[]) => {
      printed += `${format(...args)}\n`;
    });
    try {
      await import(path);
    } finally {
      spy.mockRestore();
    }
    expect(printed).toBe(output ?? "");
  };
}

interface Command {
  readonly line: number;
  readonly text: string;
  readonly output: string;
}

/** `$ command` and below it what it prints, up to the next `$`. A command may go on after a backslash. */
function commandsOf({ line, text }: Fence): readonly Command[] {
  const commands: { line: number; text: string; output: string }[] = [];
  let open = false;
  for (const [at, row] of text.split("\n").slice(0, -1).entries()) {
    const last = commands.at(-1);
    if (open && last !== undefined) last.text += `\n${row}`;
    else if (row.startsWith("$ "))
      commands.push({ line: line + 1 + at, text: row.slice(2), output: "" });
    else if (last === undefined) throw new Error(`Line ${line}: a console block begins with "$ ".`);
    else last.output += `${row}\n`;
    open = (row.startsWith("$ ") || open) && row.endsWith("\\");
  }
  return commands.filter((command) => !/^(npm|git|cd) /.test(command.text));
}

function runCommand(page: string, { text, output }: Command): void {
  if (!existsSync(commandLine)) expect.fail("dist/cli/main.js is missing: npm run build makes it.");
  const folder = join(workplace, basename(page, ".md"));
  if (!existsSync(folder)) {
    mkdirSync(folder);
    for (const name of ["examples", "docs", "test"]) symlinkSync(resolve(name), join(folder, name));
  }
  const path = [join(workplace, "bin"), process.env["PATH"]].join(delimiter);
  // Both streams in one, as a terminal shows them.
  const { stdout } = spawnSync("sh", ["-c", `exec 2>&1\n${text}`], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: path, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(stdout).toBe(output);
}
