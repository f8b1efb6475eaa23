import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  backends,
  checkTranscript,
  parseTranscripts,
  runCase,
  type TranscriptCase,
} from "../src/testing/index.ts";

const folder = "test/transcripts";
const corpus: readonly TranscriptCase[] = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .sort()
  .flatMap((file) =>
    parseTranscripts(readFileSync(`${folder}/${file}`, "utf8"), { file: `${folder}/${file}` }),
  );

/** The same script with all state written out and read back after every step. */
function checkpointed(transcript: TranscriptCase): TranscriptCase {
  const steps = transcript.steps.flatMap((step) => [
    step,
    { kind: "checkpoint", line: step.line } as const,
  ]);
  return { ...transcript, steps };
}

test("the corpus: names of their own, and a sentence that says why", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(100);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  for (const { name, json } of corpus)
    expect([name, String(json["note"]).length > 20]).toEqual([name, true]);
});

describe.each(Object.entries(backends))("on %s", (_backend, backend) => {
  test.for(corpus.map((transcript) => [transcript.name, transcript] as const))("%s", ([
    ,
    transcript,
  ], { skip }) => {
    const result = runCase(transcript, backend);
    if (result.outcome === "skipped") skip(result.reason);
    checkTranscript(transcript, backend);
    checkTranscript(checkpointed(transcript), backend);
  });
});
