import type { TranscriptCase } from "./case.ts";

/**
 * A ready vitest file with one case as data, one step a line, to be run and changed by hand.
 * `backend` is one of the names in `backends`.
 */
export function toVitest(transcript: TranscriptCase, backend: string = "memory"): string {
  const name = JSON.stringify(transcript.name);
  return [
    `import { backends, checkTranscript, transcriptFromJson } from "tidemark/testing";`,
    `import { test } from "vitest";`,
    "",
    `test(${name}, () => {`,
    "  const transcript = transcriptFromJson({",
    ...Object.entries(transcript.json).flatMap(([field, value]) => fieldLines(field, value)),
    "  });",
    `  checkTranscript(transcript, backends.${backend});`,
    "});",
    "",
  ].join("\n");
}

function fieldLines(field: string, value: unknown): readonly string[] {
  if (field !== "steps" || !Array.isArray(value)) return [`    ${field}: ${literal(value)},`];
  return ["    steps: [", ...value.flatMap(stepLines), "    ],"];
}

/** A step in a line; of an `expect` with several entries each entry in a line. */
function stepLines(step: unknown): readonly string[] {
  const entries = (step as { expect?: unknown }).expect;
  if (!Array.isArray(entries) || entries.length < 2) return [`      ${literal(step)},`];
  return [
    "      { expect: [",
    ...entries.map((entry) => `        ${literal(entry)},`),
    "      ] },",
  ];
}

/** A JavaScript literal on one line. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, field]) => {
    // Only in brackets is __proto__ a field like any other.
    const key =
      name === "__proto__"
        ? `["__proto__"]`
        : /^[A-Za-z_]\w*$/.test(name)
          ? name
          : JSON.stringify(name);
    return `${key}: ${literal(field)}`;
  });
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
