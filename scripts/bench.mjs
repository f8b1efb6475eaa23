/** `npm run bench [-- arguments]`: runs `bench/main.ts`, which says what it takes. */
import { run } from "./lib/run.mjs";
import { ready } from "./ready.mjs";

await ready();
const command = ["tsx", "bench/main.ts", ...process.argv.slice(2)];
process.exitCode = (await run(command, { show: true })).code;
