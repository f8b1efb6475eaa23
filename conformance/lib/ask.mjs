/** Asks an engine under test for whole cases at once, in a process of its own. */
import { spawnSync } from "node:child_process";

/** What the engine answers to each case. */
export function ask([command, ...args], inputs) {
  const messages = inputs.map(({ strategy, steps }, at) => ({
    type: "case",
    id: at + 1,
    ...strategy,
    steps,
  }));
  const lines = [{ type: "hello", protocol: 1 }, ...messages, { type: "end" }];
  const input = lines.map((line) => JSON.stringify(line)).join("\n");
  const answers = output([command, ...args], `${input}\n`)
    .trim()
    .split("\n")
    .slice(1);
  return answers.map((line) => JSON.parse(line));
}

/** What a command writes to its output. Throws if it fails. */
export function output([command, ...args], input = "") {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr}`);
  return stdout;
}
