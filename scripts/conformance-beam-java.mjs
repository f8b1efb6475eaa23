/**
 * `npm run conformance:beam-java [-- --cases N --seed S]`: holds Apache Beam Java to the model. Its
 * runner core is built with Maven (Java 17 or later), then `tidemark conform` asks it random cases
 * under the dialect `beam-java`.
 */
import { parseArgs } from "node:util";
import { counted, must } from "./lib/counted.mjs";
import { writeReport } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";
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
await ensureTools();
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

/** Java and Maven; where this may install packages it does, elsewhere it says which. */
async function ensureTools() {
  let missing = await missingTools();
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && (await run(["apt-get", "--version"])).code === 0) {
    process.stderr.write(`Installing ${missing.join(" and ")} …\n`);
    await run(["apt-get", "update", "-q"]);
    await must(["apt-get", "install", "-y", "-q", ...missing]);
    missing = await missingTools();
  }
  if (missing.length === 0) return;
  process.stderr.write(
    `Java 17 or later and Maven are needed; missing: ${missing.join(", ")}. ` +
      "Debian has them as packages of these names.\n",
  );
  process.exit(1);
}

/** The Debian packages of what is missing, or too old. */
async function missingTools() {
  const java = await run(["javac", "-version"]);
  const [, major = "0"] = /javac (\d+)/.exec(java.output) ?? [];
  const maven = await run(["mvn", "-version"]);
  return [
    ...(java.code !== 0 || Number(major) < 17 ? ["openjdk-17-jdk-headless"] : []),
    ...(maven.code === 0 ? [] : ["maven"]),
  ];
}

/** Builds the adapter once, before processes of it start side by side. */
async function ensureBuilt() {
  await must([engine, "--build"]);
}
