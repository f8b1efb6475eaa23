import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { root } from "./project.mjs";

const windowsShell = process.platform === "win32";

/**
 * Runs a command line given as a list, the project's own tools first on the path, standard input
 * closed. Resolves to `{ code, output, ms }` and never rejects: a command that cannot be started
 * has code 127, one ended by a signal 1. With `show`, the output goes to the terminal instead.
 */
export function run([command, ...args], { env = {}, cwd = root, show = false } = {}) {
  const started = performance.now();
  const path = [`${root}node_modules/.bin`, process.env.PATH].join(delimiter);
  const child = spawn(command === "node" ? process.execPath : command, args, {
    cwd,
    env: { ...process.env, PATH: path, ...env },
    stdio: show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    shell: windowsShell && command !== "node",
  });
  let output = "";
  const collect = (text) => {
    output += text;
  };
  child.stdout?.setEncoding("utf8").on("data", collect);
  child.stderr?.setEncoding("utf8").on("data", collect);
  return new Promise((resolve) => {
    const end = (code) => resolve({ code, output, ms: performance.now() - started });
    child.on("error", (error) => {
      collect(`${error.message}\n`);
      end(127);
    });
    child.on("close", (code) => end(code ?? 1));
  });
}
