/**
 * `npm run conformance:spark [-- --cases N --seed S]`: holds Apache Spark's structured streaming to the model under
 * the profile `spark`: the cases that docs/dialects.md tells of, then random ones. A case takes seconds. PySpark comes
 * into a venv of its own, and needs Java 17 or later.
 */
import { parseArgs } from "node:util";
import { counted } from "./lib/counted.mjs";
import { ensureJava } from "./lib/java.mjs";
import { writeReport } from "./lib/project.mjs";
import { ensureVenv } from "./lib/venv.mjs";
import { ready } from "./ready.mjs";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "150" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) throw new RangeError(`--${name} ${value} is not a whole number.`);
}

const folder = "conformance/spark";

await ready();
await ensureJava();
const python = await ensureVenv(folder);

const started = performance.now();
const asked = ["node", "dist/cli/main.js", "conform", "--engine", `${python} ${folder}/engine.py`];
asked.push("--profile", "spark", "--jobs", values.jobs, "--timeout", "2m", "--start-timeout", "2m");
const known = await counted([...asked, "--corpus", "examples/dialects"]);
const random = await counted([...asked, "--cases", values.cases, "--seed", values.seed]);
const passed = known.passed + random.passed;
const failed = known.failed + random.failed;
writeReport("conformance-spark", { passed, failed });
console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
