/**
 * `npm run conformance:flink [-- --cases N --seed S]`, `npm run conformance:kafka-streams` and `npm run
 * conformance:hazelcast`: holds Apache Flink's window operator, Apache Kafka Streams or Hazelcast Jet to the model
 * under the profile of that name. The adapter is built with Maven (Java 17 or later), then `tidemark conform` asks
 * it random cases under its dialect, and where the profile can have the engine's defects, again without rules.
 */
import { parseArgs } from "node:util";
import { counted, must } from "./lib/counted.mjs";
import { ensureJava } from "./lib/java.mjs";
import { writeReport } from "./lib/project.mjs";
import { ready } from "./ready.mjs";

/** So many that more than 20,000 are compared: each engine can be asked only some. */
const engines = { flink: 45_000, "kafka-streams": 90_000, hazelcast: 25_000 };
/** Those whose rules can all be done by the profile itself. */
const withDefects = ["kafka-streams", "hazelcast"];

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
const asked = ["node", "dist/cli/main.js", "conform", "--engine", adapter, "--profile", engine];
const drawn = ["--jobs", values.jobs, "--cases", cases, "--seed", values.seed];
const byRules = [...asked, "--dialect", engine];
// First the disagreements that docs/dialects.md tells of, then random cases.
const runs = [
  [...byRules, "--corpus", "examples/dialects"],
  // From so many cases on every rule has to be needed by some, whatever the seed.
  [...byRules, ...drawn, ...(Number(cases) >= enough ? ["--require-rules"] : [])],
];
if (withDefects.includes(engine)) runs.push([...asked, "--defects", ...drawn]);
if (engine === "kafka-streams") {
  // Windows that no random case has.
  const own = ["node", "--import", "tsx", "conformance/kafka-streams/sliding.mjs"];
  runs.push([...own, "--cases", String(Math.min(Number(cases), 8_000)), "--seed", values.seed]);
}
let passed = 0;
let failed = 0;
for (const command of runs) {
  const counts = await counted(command);
  passed += counts.passed;
  failed += counts.failed;
}
writeReport(`conformance-${engine}`, { passed, failed });
console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
