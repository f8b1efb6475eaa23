/**
 * `npm run test:laws -- --runs N --seed S [files] [-- vitest options]`: the laws alone, as long as
 * wanted, for instance `npm run test:laws -- engine -- --testNamePattern="Law 7"`.
 */
import { parseArgs } from "node:util";
import { run } from "./lib/run.mjs";
import { ready } from "./ready.mjs";

const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "10000" }, seed: { type: "string" } },
  allowPositionals: true,
});
for (const [name, value] of Object.entries(values)) {
  if (!/^-?\d+$/.test(value)) throw new RangeError(`--${name} ${value} is not a whole number.`);
}

await ready();
const env = { TIDEMARK_RUNS: values.runs, ...(values.seed && { TIDEMARK_SEED: values.seed }) };
const names = positionals.filter((one) => !one.startsWith("-"));
const files = (names.length > 0 ? names : [""]).map((name) => `test/laws/${name}`);
const options = positionals.filter((one) => one.startsWith("-"));
// A run of no test at all has not passed.
const fixed = ["--passWithNoTests=false", "--testTimeout=0"];
const command = ["vitest", "run", ...fixed, ...files, ...options];
process.exitCode = (await run(command, { env, show: true })).code;
