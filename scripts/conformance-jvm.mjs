/**
 * `npm run conformance:flink [-- --cases N --seed S]` and `npm run conformance:kafka-streams`: holds Apache
 * Flink's window operator or Apache Kafka Streams to the model under the profile of that name. The adapter
 * is built with Maven (Java 17 or later), then `tidemark conform` asks it random cases under its dialect.
 */
import { parseArgs } from "node:util";
import { counted, must } from "./lib/counted.mjs";
import { ensureJava } from "./lib/java.mjs";
import { writeReport } from "./lib/project.mjs";
import { ready } from "./ready.mjs";

/** So many that more than 20,000 are compared: each engine can be asked only some. */
const engines = { flink: 45_000, "kafka-streams": 90_000 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
  },
});
const [engine] = positionals;
const enough = engines[engine];
if (enough === undefined) throw new RangeError(`Name one of ${Object.keys(engines).join(", ")}.`);
const cases = values.cases ?? String(enough);
for (const [name, value] of Object.entries({ ...values, cases })) {
  if (!/^\d+$/.test(value)) throw new RangeError(`--${name} ${value} is not a whole number.`);
}

const adapter = `conformance/${engine}/run.sh`;

await ready();
await ensureJava();
// Once, before processes of it start side by side.
await must([adapter, "--build"]);

const started = performance.now();
const asked = ["node", "dist/cli/main.js", "conform", "--engine", adapter];
asked.push("--profile", engine, "--dialect", engine);
// First the disagreements that docs/dialects.md tells of, then random cases.
const known = await counted([...asked, "--corpus", "examples/dialects"]);
const conform = [...asked, "--jobs", values.jobs];
conform.push("--cases", cases, "--seed", values.seed);
// From so many cases on every rule has to be needed by some, whatever the seed.
if (Number(cases) >= enough) conform.push("--require-rules");
const random = await counted(conform);
const passed = known.passed + random.passed;
const failed = known.failed + random.failed;
writeReport(`conformance-${engine}`, { passed, failed });
console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
