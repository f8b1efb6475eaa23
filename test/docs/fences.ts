import { existsSync, readdirSync, readFileSync } from "node:fs";

/** A fenced block of a Markdown file. docs/README.md says which blocks are run, and how. */
export interface Fence {
  /** The line of the opening fence, from 1. */
  readonly line: number;
  /** All that stands behind the opening backticks: `ts`, `yaml transcript`. */
  readonly info: string;
  readonly text: string;
  /** The text of the `text output` block that follows with nothing but blank lines between, or null. */
  readonly output: string | null;
}

/** README.md, once there is one, and the pages of docs/. */
export const pages: readonly string[] = [
  "README.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].filter((path) => existsSync(path));

const outputInfo = "text output";

export function fencesOf(markdown: string): readonly Fence[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap((block, at) => {
    if (block.info === outputInfo) {
      const before = blocks[at - 1];
      if (before?.info === "ts" && follows(markdown, before, block)) return [];
      throw new Error(`Line ${block.line}: an output block must follow a ts block directly.`);
    }
    const next = blocks[at + 1];
    const shown = next?.info === outputInfo && follows(markdown, block, next);
    return [
      { line: block.line, info: block.info, text: block.text, output: shown ? next.text : null },
    ];
  });
}

/** The Markdown without its fenced blocks; lines keep their numbers. */
export function proseOf(markdown: string): string {
  const lines = markdown.split("\n");
  for (const { line, end } of blocksOf(markdown)) lines.fill("", line - 1, end);
  return lines.join("\n");
}

export function readPage(path: string): string {
  return readFileSync(path, "utf8");
}

interface Block {
  readonly line: number;
  /** The line of the closing fence, from 1. */
  readonly end: number;
  readonly info: string;
  readonly text: string;
}

function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  let open: { line: number; fence: string; info: string } | null = null;
  for (const [at, line] of lines.entries()) {
    const [, fence = "", info = ""] = /^ *(`{3,})(.*)$/.exec(line) ?? [];
    if (open === null) {
      if (fence !== "") open = { line: at + 1, fence, info: info.trim() };
    } else if (fence === open.fence && info === "") {
      const text = lines
        .slice(open.line, at)
        .map((body) => `${body}\n`)
        .join("");
      blocks.push({ line: open.line, end: at + 1, info: open.info, text });
      open = null;
    }
  }
  if (open !== null) throw new Error(`Line ${open.line}: the block is not closed.`);
  return blocks;
}

function follows(markdown: string, first: Block, second: Block): boolean {
  const between = markdown.split("\n").slice(first.end, second.line - 1);
  return between.every((line) => line.trim() === "");
}
