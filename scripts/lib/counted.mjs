import { spawn } from "node:child_process";
import { run } from "./run.mjs";

/**
 * Shows what a command prints, and reads its last `N passed, N failed`. One that prints none, or
 * fails without saying what, has failed once.
 */
export async function counted([command, ...args]) {
  const child = spawn(command === "node" ? process.execPath : command, args, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (data) => {
    process.stdout.write(data);
    text += data;
  });
  const code = await new Promise((resolve) => {
    child.on("error", () => resolve(127));
    child.on("close", (status) => resolve(status ?? 1));
  });
  const found = [...text.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1);
  const [passed, failed] = found === undefined ? [0, 1] : [Number(found[1]), Number(found[2])];
  return { code, passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** Runs a command that has to succeed; what it prints is shown only if it does not. */
export async function must(command) {
  const { code, output } = await run(command);
  if (code === 0) return;
  process.stderr.write(`${output}\n${command.join(" ")} failed\n`);
  process.exit(1);
}
