/**
 * `node --import tsx conformance/beam-python/import-transcripts.mjs [PYTHON]`: runs Beam's own
 * trigger transcripts on this engine. They are read where pip has put them. A case that our engine
 * does not pass must be one that Beam Python passes, and a rule of the dialect must say why.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { beamPython } from "../../src/testing/conform/dialects/beam-python.ts";
import { explain } from "../../src/testing/conform/explain.ts";
import { run } from "../../src/testing/conform/judge.ts";
import { backends, runCase, transcriptFromJson } from "../../src/testing/index.ts";
import { ask, output } from "../lib/ask.mjs";
import { Lacking, transcriptOf } from "./beam-transcript.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const python = process.argv[2] ?? `${here}.venv/bin/python`;

const where = `
import importlib.util, os
package, = importlib.util.find_spec("apache_beam").submodule_search_locations
print(os.path.join(package, "testing", "data", "trigger_transcripts.yaml"))`;
const file = output([python, "-c", where]).trim();

const names = new Set();
const read = parseAllDocuments(readFileSync(file, "utf8")).map((document) => converted(document));
const known = read.filter(({ plain }) => plain !== undefined);
// Beam's engine is asked too: a case that it does not pass has been read wrongly.
const observed = ask(
  [python, `${here}engine.py`],
  known.map(({ input }) => input),
).map((answer) => {
  if (answer.type !== "outputs") throw new Error(`the adapter answers ${JSON.stringify(answer)}`);
  return answer.steps;
});

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const { name, plain, input, lacks } of read) {
  const { result, notes } =
    plain === undefined
      ? { result: "skipped", notes: [`skip ${name} (${lacks})`] }
      : judge(name, plain, input, observed.shift());
  counts[result] += 1;
  for (const note of notes) console.log(note);
}
console.log(
  `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (trigger_transcripts.yaml)`,
);
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;

function converted(document) {
  const spec = document.toJS();
  const name = uniqueName(spec.name ?? "unnamed");
  try {
    const plain = transcriptOf(spec, name);
    return { name, plain, input: caseOf(plain) };
  } catch (error) {
    if (error instanceof Lacking) return { name, lacks: error.message };
    throw error;
  }
}

function judge(name, plain, input, steps) {
  if (claimsHold(plain, steps) !== (plain.error === undefined))
    return { result: "failed", notes: [`not ok ${name}`, "  Beam Python does otherwise"] };
  const ours = runCase(transcriptFromJson(plain), backends.memory);
  if (ours.outcome === "passed") return { result: "passed", notes: [`ok ${name}`] };
  const fields = new Set(["timestamp", "timing", "index", "onTimeIndex", "first", "last"]);
  const explanation = explain(input, steps, { run, fields, rules: beamPython });
  if (explanation.outcome === "explained") {
    const rules = [...new Set(explanation.rules.map((rule) => rule.name))].join(", ");
    return { result: "passed", notes: [`ok ${name} (${rules})`] };
  }
  const message = (ours.message ?? [ours.reason]).map((line) => `  ${line}`);
  return { result: "failed", notes: [`not ok ${name}`, ...message] };
}

/** Their names are not unique. */
function uniqueName(name) {
  for (let count = 1; ; count++) {
    const unique = count === 1 ? name : `${name}_${count}`;
    if (names.has(unique)) continue;
    names.add(unique);
    return unique;
  }
}

/** A transcript without what it claims. */
function caseOf({ name, source, error, steps, ...strategy }) {
  return {
    strategy: { ...strategy, closing: "ifNonEmpty", onTime: "always", combine: "list" },
    steps: steps
      .filter((step) => !("expect" in step))
      .map((step) =>
        "elements" in step
          ? { elements: step.elements.map(([value, time]) => [value, time, "k"]) }
          : step,
      ),
  };
}

/** Whether the claims of a transcript hold for what came out, each output taken for the first that fits. */
function claimsHold({ steps }, observed) {
  let at = 0;
  let outputs = [];
  for (const step of steps) {
    if (!("expect" in step)) {
      outputs.push(...observed[at++].outputs);
      continue;
    }
    for (const entry of step.expect) {
      const found = outputs.findIndex((output) => fits(entry, output));
      if (found < 0) return false;
      outputs.splice(found, 1);
    }
    if (outputs.length > 0) return false;
    outputs = [];
  }
  return true;
}

function fits({ values, ...entry }, output) {
  const sorted = (list) => JSON.stringify([...list].sort((a, b) => a - b));
  return (
    (values === undefined || sorted(values) === sorted(output.value)) &&
    Object.entries(entry).every(
      ([field, value]) => JSON.stringify(output[field]) === JSON.stringify(value),
    )
  );
}
