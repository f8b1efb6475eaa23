import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { transcriptCommand } from "../../src/cli/transcript.ts";
import {
  backends,
  checkTranscript,
  parseTranscripts,
  transcriptFromJson,
} from "../../src/testing/index.ts";
import { expectationFields, stepNames } from "../../src/testing/transcript/read-step.ts";
import { blocksOf } from "../support/markdown.ts";

const page = readFileSync("docs/transcripts.md", "utf8");
const blocks = blocksOf(page);

function bodies(language: string): string[] {
  return blocks.flatMap((block) => (block.language === language ? [block.body] : []));
}

const cases = bodies("yaml").flatMap((body) =>
  parseTranscripts(body, { file: "docs/transcripts.md" }),
);

test.each(cases)("$name", (transcript) => {
  for (const backend of Object.values(backends)) checkTranscript(transcript, backend);
});

test("every step, every field of an entry and every backend is on the page", () => {
  for (const name of [...stepNames, ...expectationFields, ...Object.keys(backends)]) {
    expect(page).toMatch(new RegExp(`\`[^\`\\n]*\\b${name}\\b[^\`\\n]*\``));
  }
});

test("the TypeScript example runs", () => {
  const [body = ""] = bodies("ts");
  const script = body.replace(/^import .*\n/gm, "");
  // oxlint-disable-next-line typescript/no-implied-eval -- the page's own text
  const run = new Function("backends", "checkTranscript", "transcriptFromJson", script);
  expect(() => run(backends, checkTranscript, transcriptFromJson)).not.toThrow();
});

test("the failure and the recording are what the command prints", async () => {
  const yaml =
    "name: example\nwindows: fixed(10ms)\nsteps:\n  - elements: [[1, 1], [2, 9]]\n  - watermark: 10\n  - expect: [{window: [0, 10], values: [1, 3]}]\n  - elements: [[5, 5]]\n";
  const printed = async (...args: string[]): Promise<string> => {
    let text = "";
    const stdout = (more: string): void => {
      text += more;
    };
    const readFile = (): Promise<string> => Promise.resolve(yaml);
    await transcriptCommand([...args, "example.yaml"], { stdout, stderr: stdout, readFile });
    return text;
  };
  expect(await printed()).toBe(bodies("text")[0]);
  expect(await printed("--record")).toBe(bodies("json")[0]);
});
