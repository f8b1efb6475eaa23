import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The top folder of the checkout. Every script works from here, wherever it was called. */
export const root = fileURLToPath(new URL("../..", import.meta.url));
process.chdir(root);

export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Leaves `{ passed, failed }` in `reports/`, for whoever adds up (`.ci/run`). */
export function writeReport(name, counts) {
  mkdirSync("reports", { recursive: true });
  writeFileSync(`reports/${name}.json`, `${JSON.stringify(counts)}\n`);
}

/** Every file below `folder`, sorted, with `/` between the parts; none if there is no such folder. */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"))
    .sort();
}

/** What users can import: subpath → built file, for each entry of `exports` that is a module. */
export function entryPoints() {
  const { exports } = readJson("package.json");
  return Object.entries(exports).filter(([, file]) => file?.endsWith(".js"));
}
