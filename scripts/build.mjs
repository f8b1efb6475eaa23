/** Compiles `src/` to a new `dist/`, so that nothing of a deleted source stays behind. */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { filesBelow, readJson } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

const stamp = "dist/sources.sha256";

export async function build() {
  const sources = hashOfSources();
  rmSync("dist", { recursive: true, force: true });
  const result = await run(["tsc", "-b", "tsconfig.build.json", "--stopBuildOnErrors"]);
  if (result.code === 0) {
    for (const file of Object.values(readJson("package.json").bin)) {
      if (existsSync(file)) chmodSync(file, 0o755);
    }
    writeFileSync(stamp, sources);
  }
  return result;
}

/** By content, not by time: a clone or a branch switch gives files any time. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashOfSources();
}

function hashOfSources() {
  const configs = readJson("tsconfig.build.json").references.map(({ path }) => path);
  const hash = createHash("sha256");
  for (const file of ["tsconfig.base.json", ...configs, ...filesBelow("src")]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { code, output } = await build();
  process.stdout.write(output);
  process.exitCode = code;
}
