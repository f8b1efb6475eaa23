/**
 * `npm run conformance:beam-java [-- --cases N --seed S]`: holds Apache Beam Java to the model. Its
 * runner core is built with Maven (Java 17 or later), then `tidemark conform` asks it random cases
 * under the dialect `beam-java`.
 */
import { parseArgs } from "node:util";
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
await ensureTools();

const started = performance.now();
const command = ["node", "dist/cli/main.js", "conform", "--dialect", "beam-java"];
command.push("--engine", "conformance/beam-java/run.sh", "--start-timeout", "10m");
command.push("--cases", values.cases, "--seed", values.seed);
if (Number(values.cases) >= enoughForEveryRule) command.push("--require-rules");
const { code } = await run(command, { show: true });
console.error(`in ${((performance.now() - started) / 1000).toFixed(0)} s`);
process.exitCode = code;

/** Java and Maven; on a machine of one's own they are installed if they are missing. */
async function ensureTools() {
  const missing = [];
  if ((await run(["java", "-version"])).code !== 0) missing.push("openjdk-17-jdk-headless");
  if ((await run(["mvn", "-version"])).code !== 0) missing.push("maven");
  if (missing.length === 0) return;
  if (process.getuid?.() === 0) {
    await run(["apt-get", "update", "-q"]);
    await run(["apt-get", "install", "-y", "-q", ...missing]);
    return;
  }
  throw new Error(`Java 17 and Maven are needed. Install ${missing.join(" and ")}.`);
}
