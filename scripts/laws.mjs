/** `npm run test:laws -- --runs N --seed S [vitest arguments]`: the laws alone, as long as wanted. */
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
const command = ["vitest", "run", "--dir", "test/laws", "--testTimeout=0", ...positionals];
process.exitCode = (await run(command, { env, show: true })).code;
