/**
 * `npm run check [-- group …]`: lint, types, build, package checks and fast tests, side by side.
 * Without a group, all of them.
 */
import { availableParallelism } from "node:os";
import { mkdirSync, rmSync } from "node:fs";
import { readJson, writeReport } from "./lib/project.mjs";
import { runTasks } from "./lib/tasks.mjs";
import { ensureInstalled } from "./ready.mjs";

const packs = ".cache/pack";
const { name, version } = readJson("package.json");
const tarball = `${packs}/${name}-${version}.tgz`;
const fast = { TIDEMARK_FAST: "1", TIDEMARK_RUNS: "20" };

const build = { name: "build", command: ["node", "scripts/build.mjs"] };
const groups = {
  lint: [
    { name: "lint", command: ["oxlint", "--deny-warnings"] },
    { name: "format", command: ["biome", "format"] },
  ],
  types: [build, { name: "types of tests", command: ["tsc", "-p", "tsconfig.test.json"] }],
  package: [
    build,
    { name: "pack", command: ["npm", "pack", "--pack-destination", packs], after: ["build"] },
    { name: "publint", command: ["publint", tarball, "--strict"], after: ["pack"] },
    { name: "attw", command: ["attw", tarball, "--profile", "esm-only"], after: ["pack"] },
    { name: "size", command: ["size-limit"], after: ["build"] },
    { name: "api report", command: ["node", "scripts/api.mjs"], after: ["build"] },
    { name: "unused (knip)", command: ["knip"] },
    { name: "layers", command: ["depcruise", "--config", ".dependency-cruiser.cjs", "src"] },
  ],
  tests: [build, { name: "fast tests", command: ["vitest", "run"], env: fast, after: ["build"] }],
};

const wanted = process.argv.slice(2);
for (const group of wanted) {
  if (!(group in groups)) throw new Error(`No group ${group}; there are ${Object.keys(groups)}.`);
}
const tasks = new Set(
  Object.keys(groups).flatMap((group) =>
    wanted.length === 0 || wanted.includes(group) ? groups[group] : [],
  ),
);

await ensureInstalled();
rmSync(packs, { recursive: true, force: true });
mkdirSync(packs, { recursive: true });
const counts = await runTasks([...tasks], { width: Math.min(availableParallelism(), 4) });
writeReport("check", counts);
process.exitCode = counts.failed === 0 ? 0 : 1;
