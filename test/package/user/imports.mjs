/**
 * `node imports.mjs [major]`: runs in an empty project that has the packed package installed: imports every subpath and prints
 * one line for each, `ok …` or `not ok …`. Plain JavaScript for every supported Node.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [major = process.versions.node] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync("node_modules/tidemark/package.json", "utf8"));
const modules = Object.keys(manifest.exports)
  .filter((subpath) => manifest.exports[subpath]?.endsWith(".js"))
  .map((subpath) => `tidemark${subpath.slice(1)}`);

await check(`this is Node ${major}`, () => {
  if (!`${process.versions.node}.`.startsWith(`${major}.`)) throw new Error(process.version);
});
for (const name of modules) {
  await check(`import ${name}`, async () => {
    const exported = Object.keys(await import(name));
    if (exported.length === 0) throw new Error("It exports nothing.");
  });
}
await check("require tidemark", () => {
  createRequire(import.meta.url)("tidemark");
});
await check("tidemark/internal/* is closed", async () => {
  const code = await import("tidemark/internal/x").catch((error) => error.code);
  if (code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw new Error(`The import gave ${code}.`);
});
await check("tidemark --version", () => {
  const bin = `node_modules/tidemark/${manifest.bin.tidemark}`;
  const text = execFileSync(process.execPath, [bin, "--version"], { encoding: "utf8" });
  if (!text.includes(manifest.version)) throw new Error(`It printed ${text}`);
});

async function check(what, action) {
  try {
    await action();
    console.log(`ok ${what}`);
  } catch (error) {
    console.log(`not ok ${what}: ${error.message}`);
    process.exitCode = 1;
  }
}
