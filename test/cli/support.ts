import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { commandLine } from "../../src/cli/command-line.ts";
import type { TextSink } from "../../src/cli/io.ts";

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const folder = mkdtempSync(join(tmpdir(), "tidemark-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

/** A path in a folder that is gone after the test file. */
export function pathOf(name: string): string {
  return join(folder, name);
}

/** Writes a file and returns its path. Without a name it gets one of its own. */
export function file(contents: string | Uint8Array, name = `input-${files++}.csv`): string {
  writeFileSync(pathOf(name), contents);
  return pathOf(name);
}

export function contentsOf(path: string): string {
  return readFileSync(path, "utf8");
}

/** Runs the program in this process. The folder's name is left out of what it says. */
export async function tidemark(
  args: readonly string[],
  stdin: readonly (string | Uint8Array)[] = [],
): Promise<Result> {
  const stdout = new TextBuffer();
  const stderr = new TextBuffer();
  const code = await commandLine(args, {
    stdin: chunksOf(stdin),
    stdout,
    stderr,
    startProgress: async () => null,
  });
  return { code, stdout: withoutFolder(stdout.text), stderr: withoutFolder(stderr.text) };
}

/** `tidemark run` over a CSV text with options in one line; quotes keep what has spaces together. */
export function run(csv: string, options: string): Promise<Result> {
  return tidemark(["run", file(csv), ...words(options)]);
}

export function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

async function* chunksOf(pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === "string" ? Buffer.from(piece) : piece;
}

function withoutFolder(text: string): string {
  return text.replaceAll(`${folder}/`, "");
}

class TextBuffer implements TextSink {
  readonly isClosed = false;
  text = "";

  write(text: string): void {
    this.text += text;
  }

  async drained(): Promise<void> {}
}
