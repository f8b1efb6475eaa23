/**
 * `npm run conformance:beam-java [-- --cases N --seed S]`: holds Apache Beam Java to the model. Its
 * runner core is built with Maven (Java 17 or later), then `tidemark conform` asks it random cases
 * under the dialect `beam-java`.
 */
import { parseArgs } from "node:util";
import { ensureJava } from "./lib/java.mjs";
import { run } from "./lib/run.mjs";
import { ready } from "./ready.mjs";

/** From so many cases on every rule of the dialect has to be needed by some. */
const enoughForEveryRule = 100_000;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: String(enoughForEveryRule) },
    seed: { type: "string", default: "1" },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) throw new RangeError(`--${name} ${value} is not a whole number.`);
}

await ready();
await ensureJava();

const started = performance.now();
const command = ["node", "dist/cli/main.js", "conform", "--dialect", "beam-java"];
command.push("--engine", "conformance/beam-java/run.sh", "--start-timeout", "10m");
command.push("--cases", values.cases, "--seed", values.seed);
if (Number(values.cases) >= enoughForEveryRule) command.push("--require-rules");
const { code } = await run(command, { show: true });
console.error(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
process.exitCode = code;
