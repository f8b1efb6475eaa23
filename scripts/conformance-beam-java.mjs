/**
 * `npm run conformance:beam-java [-- --cases N --seed S]`: holds Apache Beam Java to the model. Its
 * runner core is built with Maven (Java 17 or later), then `tidemark conform` asks it random cases
 * under the dialect `beam-java`.
 */
import { parseArgs } from "node:util";
import { counted, must } from "./lib/counted.mjs";
import { ensureJava } from "./lib/java.mjs";
import { writeReport } from "./lib/project.mjs";
import { ready } from "./ready.mjs";

/** From so many cases on every rule of the dialect has to be needed by some, whatever the seed. */
const enoughForEveryRule = 200_000;

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

const engine = "conformance/beam-java/run.sh";

await ready();
await ensureJava();
await ensureBuilt();

const started = performance.now();
const conform = ["node", "dist/cli/main.js", "conform", "--engine", engine, "--jobs", values.jobs];
conform.push("--dialect", "beam-java", "--cases", values.cases, "--seed", values.seed);
if (Number(values.cases) >= enoughForEveryRule) conform.push("--require-rules");
const { code, passed, failed } = await counted(conform);
writeReport("conformance-beam-java", { passed, failed });
console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = code === 0 && failed === 0 ? 0 : 1;

/** Builds the adapter once, before processes of it start side by side. */
async function ensureBuilt() {
  await must([engine, "--build"]);
}
