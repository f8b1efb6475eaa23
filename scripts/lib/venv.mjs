import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { must } from "./counted.mjs";
import { run } from "./run.mjs";

/** The Python of a folder's venv, which is made anew whenever its `requirements.txt` has changed. */
export async function ensureVenv(folder) {
  const venv = `${folder}/.venv`;
  const python = `${venv}/bin/python`;
  const requirements = `${folder}/requirements.txt`;
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const stamp = `${venv}/requirements.sha256`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return python;
  process.stderr.write(`Installing the packages of ${requirements} …\n`);
  rmSync(venv, { recursive: true, force: true });
  if ((await run(["python3", "-m", "venv", venv])).code !== 0) {
    // Debian has the module in a package of its own, and leaves a half-made folder without it.
    rmSync(venv, { recursive: true, force: true });
    if (process.getuid?.() === 0) {
      await run(["apt-get", "update", "-q"]);
      await must(["apt-get", "install", "-q", "-y", "python3-venv"]);
    }
    await must(["python3", "-m", "venv", venv]);
  }
  await must([`${venv}/bin/pip`, "install", "-q", "-r", requirements]);
  writeFileSync(stamp, wanted);
  return python;
}
