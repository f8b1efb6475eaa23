/**
 * Makes the checkout ready to run: installs what is missing, builds what is stale, says each in
 * one line, and is silent when there is nothing to do. Uses Node's own modules only.
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { build, isBuilt } from "./build.mjs";
import { readJson } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

export async function ready() {
  await ensureInstalled();
  if (!isBuilt()) await step("Building dist/ from src/", build);
}

export async function ensureInstalled() {
  if (!isInstalled()) await step("Installing the packages (npm ci)", install);
}

/**
 * npm records what it really installed; compared with the lock file by content, because a clone's
 * file times say nothing, and because NODE_ENV=production leaves the tools out.
 */
function isInstalled() {
  const record = "node_modules/.package-lock.json";
  if (!existsSync(record)) return false;
  const present = readJson(record).packages;
  return Object.entries(readJson("package-lock.json").packages).every(
    ([path, wanted]) =>
      path === "" || wanted.optional || present[path]?.integrity === wanted.integrity,
  );
}

function install() {
  return run(["npm", "ci", "--include=dev", "--loglevel=error"]);
}

async function step(what, action) {
  process.stderr.write(`${what} …`);
  const { code, output, ms } = await action();
  process.stderr.write(code === 0 ? ` ${(ms / 1000).toFixed(1)} s\n` : ` failed\n${output}\n`);
  if (code !== 0) process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await ready();
