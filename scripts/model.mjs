/**
 * `npm run test:model -- --runs N --seed S`: the engine in memory against the reference model (law
 * 14), as long as wanted. Every thousand cases have a seed of their own, the next whole number.
 */
import { parseArgs } from "node:util";
import { writeReport } from "./lib/project.mjs";
import { ready } from "./ready.mjs";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "200000" },
    seed: { type: "string", default: "20150801" },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^\d+$/.test(value)) throw new RangeError(`--${name} ${value} is not a whole number.`);
}

await ready();
const { backends } = await import("../dist/testing/backends.js");
const { lawReportLines, laws } = await import("../dist/testing/laws/index.js");

const runs = Number(values.runs);
const law = laws.equalsModel(backends.memory);
/** So many broken cases are shown; the run ends there. */
const mostFailures = 5;
const started = performance.now();
let cases = 0;
let failed = 0;
for (let seed = Number(values.seed); cases < runs && failed < mostFailures; seed += 1) {
  const report = law.run({ seed, runs: Math.min(1_000, runs - cases) });
  cases += report.runs;
  if (report.outcome === "held") continue;
  failed += 1;
  console.log(lawReportLines([report]).join("\n"));
}
const seconds = (performance.now() - started) / 1000;
writeReport("model", { passed: cases - failed, failed });
console.log(
  `${cases} cases in ${seconds.toFixed(1)} s, ${Math.round(cases / seconds)} cases/s, seeds from ${values.seed}`,
);
console.log(`${cases - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
