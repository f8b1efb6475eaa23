/** Asks the adapter for whole cases at once, in a process of its own. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const engine = fileURLToPath(new URL("engine.py", import.meta.url));

/** What Beam Python makes of each case, step by step. Throws if it does not make anything of one. */
export function askBeam(python, inputs) {
  const messages = inputs.map(({ strategy, steps }, id) => ({
    type: "case",
    id,
    ...strategy,
    steps,
  }));
  const lines = [{ type: "hello", protocol: 1 }, ...messages, { type: "end" }];
  const input = lines.map((line) => JSON.stringify(line)).join("\n");
  const answers = output(python, [engine], input).trim().split("\n").slice(1);
  return answers.map((line) => {
    const answer = JSON.parse(line);
    if (answer.type !== "outputs") throw new Error(`the adapter answers ${line}`);
    return answer.steps;
  });
}

/** What a command writes to its output. Throws if it fails. */
export function output(command, args, input = "") {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command}: ${error?.message ?? stderr}`);
  return stdout;
}
