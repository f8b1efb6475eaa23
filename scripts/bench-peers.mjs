/**
 * `npm run bench:peers [-- arguments]`: gets Jet, Flink, Beam Java and pondjs from the registries if
 * they are missing, compiles what drives them, then runs `bench/peers/main.ts`, which says what it
 * takes. Needs Java 17 or later and Maven.
 */
import { existsSync } from "node:fs";
import { must } from "./lib/counted.mjs";
import { ensureJava } from "./lib/java.mjs";
import { run } from "./lib/run.mjs";
import { ready } from "./ready.mjs";

const java = "bench/peers/java/pom.xml";
const packages = "bench/peers/packages";

await ready();
await ensureJava();
await must(["mvn", "-q", "-B", "-Dstyle.color=never", "-f", java, "process-classes"]);
if (!existsSync(`${packages}/node_modules/pondjs`)) {
  const quiet = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--loglevel=error"];
  await must(["npm", "install", "--prefix", packages, ...quiet]);
}
const command = ["tsx", "bench/peers/main.ts", ...process.argv.slice(2)];
process.exitCode = (await run(command, { show: true })).code;
