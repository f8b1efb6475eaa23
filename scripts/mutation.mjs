/**
 * `npm run test:mutation [-- folder …] [--force] [--laws]`: Stryker over the folders that hold the
 * meaning. Results are kept, so a second run only tries what changed; `--force` tries all again.
 * The seed of fast-check is fixed, because Stryker knows a test by its name and the seed is part of
 * it. `--laws` asks how many mutants the laws kill without any other test.
 */
import { parseArgs } from "node:util";
import { run } from "./lib/run.mjs";
import { ready } from "./ready.mjs";

const folders = ["watermark", "windows", "triggers", "panes"];
const { values, positionals } = parseArgs({
  options: {
    force: { type: "boolean", default: false },
    laws: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !folders.includes(name));
if (unknown) throw new RangeError(`No folder ${unknown}; there are ${folders.join(", ")}.`);

await ready();
for (const folder of positionals.length > 0 ? positionals : folders) {
  const env = {
    TIDEMARK_MUTATE: folder,
    TIDEMARK_SEED: process.env.TIDEMARK_SEED ?? "1",
    TIDEMARK_RUNS: process.env.TIDEMARK_RUNS ?? "50",
    ...(values.laws && { TIDEMARK_LAWS_ONLY: "1" }),
  };
  console.log(`src/${folder}`);
  const command = ["stryker", "run", ...(values.force ? ["--force"] : [])];
  const { code, ms } = await run(command, { env, show: true });
  console.log(`src/${folder}: ${(ms / 60_000).toFixed(1)} min\n`);
  if (code !== 0) process.exitCode = 1;
}
