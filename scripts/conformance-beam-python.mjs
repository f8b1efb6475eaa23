/**
 * `npm run conformance:beam-python [-- --cases N --seed S]`: holds Apache Beam Python to the model.
 * First its own trigger transcripts run on this engine, then `tidemark conform` asks it random cases
 * under the dialect `beam-python`. Python packages come into a venv of their own.
 */
import { parseArgs } from "node:util";
import { counted } from "./lib/counted.mjs";
import { writeReport } from "./lib/project.mjs";
import { ensureVenv } from "./lib/venv.mjs";
import { ready } from "./ready.mjs";

/** From so many cases on every rule of the dialect has to be needed by some. */
const enoughForEveryRule = 100_000;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: String(enoughForEveryRule) },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) throw new RangeError(`--${name} ${value} is not a whole number.`);
}

const folder = "conformance/beam-python";

await ready();
const python = await ensureVenv(folder);

const started = performance.now();
const importer = ["node", "--import", "tsx", `${folder}/import-transcripts.mjs`, python];
const engine = `${python} ${folder}/engine.py`;
const conform = ["node", "dist/cli/main.js", "conform", "--engine", engine, "--jobs", values.jobs];
conform.push("--dialect", "beam-python", "--cases", values.cases, "--seed", values.seed);
if (Number(values.cases) >= enoughForEveryRule) conform.push("--require-rules");
const results = [await counted(importer), await counted(conform)];
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
writeReport("conformance-beam-python", { passed, failed });
console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = results.every(({ code }) => code === 0) && failed === 0 ? 0 : 1;
