/**
 * `node scripts/packed.mjs [major …]`: installs the packed package in an empty project, as a user
 * would, and imports every subpath under this Node, or under each Node named.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJson, writeReport } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";
import { ready } from "./ready.mjs";

const counts = { passed: 0, failed: 0 };
const majors = process.argv.slice(2);

await ready();
const project = mkdtempSync(join(tmpdir(), "tidemark-user-"));
try {
  await install();
  await typeCheck();
  if (majors.length === 0) await imports(["node"]);
  for (const major of majors) await imports(["npx", "-y", "-p", `node@${major}`, "node"], major);
} finally {
  rmSync(project, { recursive: true, force: true });
  writeReport("packed", counts);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

async function install() {
  const pack = await run(["npm", "pack", "--silent", "--pack-destination", project]);
  const { name, version } = readJson("package.json");
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  cpSync("test/package/user", project, { recursive: true });
  const add = await run(["npm", "install", `./${name}-${version}.tgz`], { cwd: project });
  count("npm pack", pack.code === 0, pack.output);
  count("npm install in an empty project", add.code === 0, add.output);
}

/** With the project's compiler, but none of its packages within reach. */
async function typeCheck() {
  const flags = ["--noEmit", "--strict", "--module", "nodenext", "--lib", "es2023,dom"];
  const { code, output } = await run(["tsc", ...flags, "types.ts"], { cwd: project });
  count("the declarations stand alone", code === 0, output);
}

async function imports(node, major = process.versions.node) {
  const { code, output } = await run([...node, "imports.mjs", major], { cwd: project });
  const results = [...output.matchAll(/^(not )?ok (.*)$/gm)];
  for (const [, not, what] of results) count(`Node ${major}: ${what}`, !not);
  const said = results.some(([, not]) => not);
  if (!said && (code !== 0 || results.length === 0)) count(`Node ${major}`, false, output);
}

function count(what, ok, output = "") {
  counts[ok ? "passed" : "failed"] += 1;
  console.log(`${ok ? "ok    " : "FAILED"} ${what}`);
  if (!ok && output) console.log(output);
}
